"""How each question fared under one arm, seen from another: what people want to read first."""

from collections.abc import Mapping, Sequence
from typing import Literal

from eval.metrics import PRIMARY
from pipelines.records import Score

Outcome = Literal["regressed", "fixed", "both right", "both wrong", "unscored"]
OUTCOMES: tuple[Outcome, ...] = ("regressed", "fixed", "both right", "both wrong", "unscored")
RIGHT = 0.5
"""An answer counts as right from this value of the primary metric, which is 0 or 1 for every metric of today."""


def outcomes(scores: Sequence[Score], arms: tuple[str, str]) -> dict[str, Outcome]:
    """Compares two arms question by question by the primary metric.

    Args:
        scores: Scores of both arms.
        arms: The arm under test, and the one it is compared with.

    Returns:
        Question id → outcome, in the order of the ids, for every question that either arm has a score of: `regressed`
        where the second was right and the first is wrong; `unscored` where one of them has no value, since a missing
        value is no proof of either.
    """
    values = {(one.arm, one.question_id): one.value for one in scores if one.metric == PRIMARY and one.arm in arms}
    asked = sorted({question_id for _, question_id in values})
    return {one: _outcome(values.get((arms[0], one)), values.get((arms[1], one))) for one in asked}


def count(found: Mapping[str, Outcome]) -> dict[Outcome, int]:
    """Counts the questions of each outcome; every outcome is there, with 0 where there is none."""
    said = list(found.values())
    return {outcome: said.count(outcome) for outcome in OUTCOMES}


def _outcome(now: float | None, before: float | None) -> Outcome:
    if now is None or before is None:
        return "unscored"
    names: dict[tuple[bool, bool], Outcome] = {
        (True, True): "both right",
        (True, False): "fixed",
        (False, True): "regressed",
        (False, False): "both wrong",
    }
    return names[now >= RIGHT, before >= RIGHT]

"""Why answers fail, and which of them are worth reading first."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from eval.metrics import Case
from eval.metrics.correctness import right_value, wrong_value
from eval.metrics.grounded import is_grounded
from eval.metrics.shown import answer_was_shown

Cause = Literal["invented", "wrong value", "wrong key", "not retrieved", "wrongly refused"]
CAUSES: tuple[Cause, ...] = ("invented", "wrong value", "wrong key", "not retrieved", "wrongly refused")
"""The worst first: a wrong answer that looks like a right one costs its reader more than a refusal."""
MEANING: Mapping[Cause, str] = {
    "invented": "answered, although the documents do not answer",
    "wrong value": "a value of the reference is missing or contradicted, although its section was shown",
    "wrong key": "the right value, and no key, another or a further one cited",
    "not retrieved": "no section that answers was shown",
    "wrongly refused": "refused, although a section that answers was shown",
}


def cause_of(case: Case) -> Cause | None:
    """Returns why an answer fails: the first thing that went wrong on its way; None where it is grounded."""
    if is_grounded(case):
        return None
    if not case.question.answerable:
        return "invented"
    if not answer_was_shown(case):
        return "not retrieved"
    if case.answer.refused:
        return "wrongly refused"
    return "wrong key" if right_value(case) and wrong_value(case) is None else "wrong value"


def counted(cases: Sequence[Case]) -> Mapping[Cause, int]:
    """Counts the failures of each cause; every cause is there."""
    found = [cause_of(case) for case in cases]
    return {cause: found.count(cause) for cause in CAUSES}


def worst_first(cases: Sequence[Case]) -> list[Case]:
    """Sorts failed answers: by cause in the order of `CAUSES`, then the surest first, then by the question's id.

    Args:
        cases: Any answers; grounded ones are left out.

    Returns:
        The failures. An answer without a confidence counts as less sure than any with one.
    """
    failures = [(cause, case) for case in cases if (cause := cause_of(case)) is not None]
    return [case for _, case in sorted(failures, key=lambda pair: (CAUSES.index(pair[0]), *_surest(pair[1])))]


def to_read(cases: Sequence[Case], worst: int = 10, total: int = 20) -> tuple[list[Case], list[Case]]:
    """Chooses the answers to read.

    Args:
        cases: The answers of an arm.
        worst: How many of the worst at most.
        total: How many at most, with those that fill up what the worst leave.

    Returns:
        The worst, and others spread evenly over the rest in the order of the questions' ids.
    """
    first = worst_first(cases)[:worst]
    chosen = {case.question.id for case in first}
    rest = sorted((case for case in cases if case.question.id not in chosen), key=lambda case: case.question.id)
    count = min(total - len(first), len(rest))
    return first, [rest[place * len(rest) // count] for place in range(count)]


def _surest(case: Case) -> tuple[float, str]:
    confidence = case.answer.confidence
    return (math.inf if confidence is None else -confidence), case.question.id

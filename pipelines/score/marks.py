"""What a reviewer should look at: how each answer stands against other arms', and why a person is asked."""

import random
from collections.abc import Mapping, Sequence
from typing import Literal

from eval.comparison import best_baseline
from eval.outcomes import Outcome, outcomes
from eval.scoring import failed
from pipelines.records import Score, Summary

CANDIDATE = "candidate"
CHAMPION = "champion"
OUTCOME = "outcome"
"""Tag of a trace: against the best baseline, which is what tuning has to beat."""
OUTCOME_CHAMPION = "outcome_champion"
"""Tag of a trace: against the champion, which is what a promotion would replace."""
REVIEW = "review"
"""Tag of a trace: why a person is asked to look at it."""
Why = Literal["regressed", "judge error", "sample"]
ORDER: tuple[Why, ...] = ("regressed", "judge error", "sample")
"""The most urgent first."""


def standing(scores: Sequence[Score], summaries: Sequence[Summary]) -> dict[str, dict[str, Outcome]]:
    """Says how the candidate's answers stand against those of the best baseline and of the champion.

    Args:
        scores: Scores of all arms.
        summaries: Summaries of all arms.

    Returns:
        Tag → question id → outcome; a tag is left out where its arm has no answers.
    """
    against = {OUTCOME: best_baseline(summaries), OUTCOME_CHAMPION: CHAMPION}
    scored = {score.arm for score in scores}
    return {
        tag: outcomes(scores, (CANDIDATE, arm))
        for tag, arm in against.items()
        if arm is not None and {arm, CANDIDATE} <= scored
    }


def reviewed(
    scores: Sequence[Score], found: Mapping[str, Mapping[str, Outcome]], *, sample: int, seed: int
) -> dict[str, tuple[Why, ...]]:
    """Chooses the candidate's answers that a person is asked to look at.

    The sample is drawn from all questions before anything else is known of them: verdicts on regressions alone would
    say nothing about how far a metric or a judge can be believed.

    Args:
        scores: Scores of all arms.
        found: How the candidate's answers stand, from `standing`.
        sample: Size of the random sample.
        seed: Draws the sample; the same one for the same questions.

    Returns:
        Question id → reasons, the most urgent first, in the order of the ids.
    """
    own = [score for score in scores if score.arm == CANDIDATE]
    asked = sorted({score.question_id for score in own})
    because: dict[Why, set[str]] = {
        "regressed": {one for each in found.values() for one, outcome in each.items() if outcome == "regressed"},
        "judge error": {score.question_id for score in own if score.judge is not None and failed(score)},
        "sample": set(random.Random(seed).sample(asked, min(sample, len(asked)))),
    }
    why = {one: tuple(reason for reason in ORDER if one in because[reason]) for one in asked}
    return {one: reasons for one, reasons in why.items() if reasons}


def marks_of(
    arm: str, found: Mapping[str, Mapping[str, Outcome]], why: Mapping[str, Sequence[Why]]
) -> dict[str, dict[str, str]]:
    """Puts the tags of one arm's traces together.

    Only the candidate's say how it stands: a page that compares two runs filters the first alone, and a baseline's run
    should be the same whatever is trained beside it.

    Args:
        arm: The arm.
        found: From `standing`.
        why: From `reviewed`.

    Returns:
        Question id → tag → value; nothing for the other arms.
    """
    if arm != CANDIDATE:
        return {}
    tags: dict[str, dict[str, str]] = {}
    for tag, each in found.items():
        for question, outcome in each.items():
            tags.setdefault(question, {})[tag] = outcome
    for question, reasons in why.items():
        tags.setdefault(question, {})[REVIEW] = ", ".join(reasons)
    return tags

"""What arms that were made to find something out say about it: memory, following the source, repeatability."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.comparison import compare_common
from eval.metrics import PRIMARY
from eval.metrics.base import Direction
from eval.statistics import Estimate, Paired, mean
from pipelines.records import Question, Score, Summary

FOLLOWERS = ("base_counterfactual", "candidate_counterfactual")
CLOSED = ("candidate_closed_book", "base_closed_book")
REPEAT = "_repeat"
"""An arm of this ending is the arm of the same name, answered once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a number across arms means."""

    name: str
    source: str
    direction: Direction
    low: float
    high: float


CLOSED_BOOK_EXCESS = Definition(
    name="closed_book_excess",
    source="this product's own: correctness without sources, candidate − base, paired by question; what training left "
    "in memory, where it cannot be withdrawn",
    direction="lower",
    low=-1.0,
    high=1.0,
)
FOLLOW_RATE = Definition(
    name="counterfactual_follow_rate",
    source="knowledge conflicts (Longpre et al. 2021): share of answers that follow a value changed in the source",
    direction="higher",
    low=0.0,
    high=1.0,
)
NOISE_FLOOR = Definition(
    name="noise_floor",
    source="this product's own: share of questions whose primary metric changes when the same arm answers again",
    direction="lower",
    low=0.0,
    high=1.0,
)
DIAGNOSES = (CLOSED_BOOK_EXCESS, FOLLOW_RATE, NOISE_FLOOR)


def closed_book_excess(scores: Sequence[Score], questions: Sequence[Question]) -> Paired | None:
    """Compares what candidate and base know by heart; None where either did not answer the closed book."""
    return compare_common(scores, questions, CLOSED, "correctness")


def follow_rate(scores: Sequence[Score], questions: Sequence[Question], arm: str) -> Estimate | None:
    """Estimates how often an arm follows a changed source.

    Args:
        scores: Scores of a counterfactual arm; its questions were relabelled by the change, so a correct answer is
            one that follows it, and an answer from memory or a refusal is none.
        questions: The held-out questions.
        arm: The arm's name.

    Returns:
        The share with its interval; None where the arm answered none of the questions that can be changed.
    """
    groups = {question.id: question.group for question in questions}
    found = [
        (one.value, groups[one.question_id])
        for one in scores
        if (one.arm, one.metric) == (arm, "correctness") and one.value is not None and one.question_id in groups
    ]
    return mean([value for value, _ in found], [group for _, group in found]) if found else None


def noise_floor(scores: Sequence[Score], questions: Sequence[Question], arm: str) -> Estimate | None:
    """Estimates how many questions change their primary metric when an arm answers again.

    Args:
        scores: Scores of the arm and of its repeat.
        questions: The held-out questions.
        arm: The arm's name without `_repeat`.

    Returns:
        The share with its interval; None where the arm was not repeated.
    """
    values = {(one.arm, one.question_id): one.value for one in scores if one.metric == PRIMARY}
    found = [
        (float(first != second), question.group)
        for question in questions
        if (first := values.get((arm, question.id))) is not None
        and (second := values.get((arm + REPEAT, question.id))) is not None
    ]
    return mean([value for value, _ in found], [group for _, group in found]) if found else None


def diagnosis_summaries(scores: Sequence[Score], questions: Sequence[Question]) -> list[Summary]:
    """Summarizes every diagnosis whose arms were scored, over all languages.

    Args:
        scores: Scores of all arms.
        questions: The held-out questions.

    Returns:
        One summary a diagnosis, filed under the arm it is about.
    """
    arms = sorted({one.arm for one in scores})
    found = [(arm, FOLLOW_RATE, follow_rate(scores, questions, arm)) for arm in FOLLOWERS if arm in arms]
    found += [
        (arm, NOISE_FLOOR, noise_floor(scores, questions, arm.removesuffix(REPEAT)))
        for arm in arms
        if arm.endswith(REPEAT)
    ]
    excess = closed_book_excess(scores, questions)
    if excess is not None:
        shown = Estimate(value=excess.value, low=excess.low, high=excess.high, n=excess.n, groups=excess.groups)
        found.append((CLOSED[0], CLOSED_BOOK_EXCESS, shown))
    return [_summary(arm, definition.name, one) for arm, definition, one in found if one is not None]


def _summary(arm: str, metric: str, found: Estimate) -> Summary:
    return Summary(
        arm=arm,
        metric=metric,
        language="all",
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        groups=found.groups,
        unscored=0,
        reason=found.reason,
    )

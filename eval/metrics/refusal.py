"""Refusals: whether an arm refuses exactly what the documents do not answer."""

from dataclasses import dataclass

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Refusals counted against what should have been refused."""

    right: int
    """Unanswerable and refused."""
    needless: int
    """Answerable, yet refused."""
    missed: int
    """Unanswerable, yet answered."""


def count(cases: list[Case]) -> Counts:
    """Counts an arm's refusals."""
    pairs = [(case.answer.refused, case.question.answerable) for case in cases]
    return Counts(
        right=pairs.count((True, False)),
        needless=pairs.count((True, True)),
        missed=pairs.count((False, False)),
    )


def precision(counts: Counts) -> Measured:
    """Returns the share of refusals that were right: [0, 1], higher is better; unscored if nothing was refused."""
    refused = counts.right + counts.needless
    return scored(counts.right / refused) if refused else unscored("nothing was refused")


def recall(counts: Counts) -> Measured:
    """Returns the share of unanswerable questions refused: [0, 1], higher is better; unscored if there is none."""
    owed = counts.right + counts.missed
    return scored(counts.right / owed) if owed else unscored("no question is unanswerable")


def f1(counts: Counts) -> Measured:
    """Returns refusal F1 by what the documents hold: [0, 1], higher is better.

    An arm that never refuses scores 0 where a refusal was owed; unscored where none was owed.
    """
    if counts.right + counts.missed == 0:
        return unscored("no question is unanswerable")
    return scored(2 * counts.right / (2 * counts.right + counts.needless + counts.missed))


def _answered(case: Case) -> Measured:
    return scored(float(not case.answer.refused))


def _truncated(case: Case) -> Measured:
    return scored(float(case.answer.finish_reason == "length"))


ANSWERED = Metric(
    name="answered_ratio",
    source="answered ratio of Trust-Align (Song et al. 2025); its ideal is the share of answerable questions",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_answered),
)
TRUNCATED = Metric(
    name="truncated",
    source="share of answers cut at the token limit",
    direction="lower",
    low=0.0,
    high=1.0,
    score=each(_truncated),
)

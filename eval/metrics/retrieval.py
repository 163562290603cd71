"""Retrieval as the prompt saw it."""

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored


def _golden_shown(case: Case) -> Measured:
    if not case.question.answerable:
        return unscored("the question has no golden section")
    return scored(float(any(source.golden for source in case.answer.sources)))


GOLDEN_SHOWN = Metric(
    name="golden_shown",
    source="hit rate at k of information retrieval, where k is what the prompt shows",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_golden_shown),
)
"""1 where a golden section reached the prompt: no arm can be grounded above it. Unscored for the unanswerable."""

"""Retrieval as the prompt saw it, and as prompts with fewer or more sources would have."""

from collections.abc import Callable

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored

DEPTHS = (1, 3, 5, 10)
"""Numbers of sources for which it is told whether the golden section would be among them."""


def _golden_shown(case: Case) -> Measured:
    if not case.question.answerable:
        return unscored("the question has no golden section")
    return scored(float(any(source.golden for source in case.answer.sources)))


def _shown_at(depth: int) -> Callable[[Case], Measured]:
    def shown(case: Case) -> Measured:
        rank = case.answer.golden_rank
        if not case.question.answerable:
            return unscored("the question has no golden section")
        if rank is None:
            return unscored("the arm's sources are not what retrieval found")
        return scored(float(0 < rank <= depth))

    return shown


GOLDEN_SHOWN = Metric(
    name="golden_shown",
    source="hit rate at k of information retrieval, where k is what the prompt shows",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_golden_shown),
)
"""1 where a golden section reached the prompt: no arm can be grounded above it. Unscored for the unanswerable."""

GOLDEN_SHOWN_AT = tuple(
    Metric(
        name=f"golden_shown_at_{depth}",
        source=f"hit rate at {depth} of information retrieval: whether a prompt with {depth} sources had a golden one",
        direction="higher",
        low=0.0,
        high=1.0,
        score=each(_shown_at(depth)),
    )
    for depth in DEPTHS
)
"""Of arms over retrieved sources alone; told by class of question too, see `eval.summaries`."""

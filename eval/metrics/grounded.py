"""The primary metric: right, supported by the right section, and silent where the documents are silent."""

from eval.metrics.base import Case, Measured, Metric, each, scored
from eval.metrics.citations import cites_only_golden
from eval.metrics.correctness import right_value, wrong_value


def is_grounded(case: Case) -> bool:
    """Says whether an answer may be relied on.

    An answerable question: not refused, every value of the reference held, no value that contradicts it, at least one
    golden key cited, and nothing cited beside golden keys. This is strict: a further key that happens to hold the
    answer too counts against the arm, since nobody has checked it. An unanswerable question: refused.
    """
    if not case.question.answerable:
        return case.answer.refused
    if case.answer.refused or not cites_only_golden(case):
        return False
    return right_value(case) and wrong_value(case) is None


def _grounded(case: Case) -> Measured:
    return scored(float(is_grounded(case)))


GROUNDED = Metric(
    name="grounded",
    source="this product's own: correctness, citation and refusal of one answer in one yes or no",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_grounded),
)
"""1 or 0 for every answer, so that no mean over it leaves a question out."""

"""Metrics that only an arm as a whole has: ratios of counts over its answers, and the area under its risk curve."""

from collections.abc import Callable, Sequence

import numpy as np

from eval.metrics.base import ArmMetric, Case
from eval.metrics.refusal import count
from eval.metrics.trust import correctness_counts, refusal_counts
from eval.risk_coverage import aurc
from eval.statistics import Estimate, Numbers, ratio

Counts = Callable[[Case], Sequence[float]]
Formula = Callable[[Numbers], Numbers]


def _refusals(case: Case) -> Sequence[float]:
    row = count([case])
    return (row.right, row.needless, row.missed)


def _precision(counts: Numbers) -> Numbers:
    right, needless, _ = counts.T
    return _divide(right, right + needless)


def _recall(counts: Numbers) -> Numbers:
    right, _, missed = counts.T
    return _divide(right, right + missed)


def _f1(counts: Numbers) -> Numbers:
    right, needless, missed = counts.T
    return np.where(right + missed > 0, _divide(2 * right, 2 * right + needless + missed), np.nan)


def _f1_gr(counts: Numbers) -> Numbers:
    refused, needless, wrong, answered = counts.T
    half = _f1(np.stack([refused, needless, wrong], axis=1)), _f1(np.stack([answered, wrong, needless], axis=1))
    return (half[0] + half[1]) / 2


def _f1_ac(counts: Numbers) -> Numbers:
    held, answered, shown = counts.T
    # 2 P R / (P + R) with P = held / answered and R = held / shown.
    return np.where(shown > 0, _divide(2 * held, answered + shown), np.nan)


def _divide(above: Numbers, below: Numbers) -> Numbers:
    quotients: Numbers = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return quotients


def _of(counts: Counts, formula: Formula, reason: str) -> Callable[[Sequence[Case]], Estimate]:
    def estimate(cases: Sequence[Case]) -> Estimate:
        groups = [case.question.group for case in cases]
        return ratio([counts(case) for case in cases], groups, formula, reason=reason)

    return estimate


REFUSAL_PRECISION = ArmMetric(
    name="refusal_precision",
    source="share of refusals that were right: the documents do not answer the question",
    direction="higher",
    low=0.0,
    high=1.0,
    estimate=_of(_refusals, _precision, "nothing was refused"),
)
REFUSAL_RECALL = ArmMetric(
    name="refusal_recall",
    source="share refused of the questions that the documents do not answer",
    direction="higher",
    low=0.0,
    high=1.0,
    estimate=_of(_refusals, _recall, "no question is unanswerable"),
)
REFUSAL_F1 = ArmMetric(
    name="refusal_f1",
    source="harmonic mean of refusal precision and recall",
    direction="higher",
    low=0.0,
    high=1.0,
    estimate=_of(_refusals, _f1, "no question is unanswerable"),
)
F1_GR = ArmMetric(
    name="f1_gr",
    source="Trust-Align (Song et al. 2025), grounded refusals: mean of the F1 of refusing and of answering, each by "
    "whether a source shown holds the answer",
    direction="higher",
    low=0.0,
    high=1.0,
    estimate=_of(refusal_counts, _f1_gr, "the sources shown always hold the answer, or never"),
)
F1_AC = ArmMetric(
    name="f1_ac",
    source="Trust-Align (Song et al. 2025), answer correctness: claims held, as precision over the questions answered "
    "and recall over those that the sources shown answer",
    direction="higher",
    low=0.0,
    high=1.0,
    estimate=_of(correctness_counts, _f1_ac, "no source shown holds an answer"),
)
AURC = ArmMetric(
    name="aurc",
    source="area under the risk–coverage curve (Geifman and El-Yaniv 2017): mean share not grounded among the surest "
    "answers, over every coverage",
    direction="lower",
    low=0.0,
    high=1.0,
    estimate=aurc,
)

ARM_METRICS: tuple[ArmMetric, ...] = (REFUSAL_PRECISION, REFUSAL_RECALL, REFUSAL_F1, F1_GR, F1_AC, AURC)
"""In the order in which tables show them, after the metrics of single answers."""

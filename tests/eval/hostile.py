"""Metrics that do everything a metric must not do, and predictors that answer badly or not at all."""

import math
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from eval.metrics import Case, Metric
from eval.metrics.base import Measured, scored

BEHAVIOURS = ("right", "wrong", "nan", "inf", "none", "bare", "raises", "times out", "talks")
FAILING = ("nan", "inf", "none", "bare", "raises", "times out")


def measured(behaviour: str, case: Case) -> Any:
    """Returns what a metric with some behaviour says of one answer."""
    if behaviour == "raises":
        raise ValueError(case.answer.text)
    if behaviour == "times out":
        raise TimeoutError
    if behaviour == "talks":
        print(case.answer.text)  # noqa: T201 - this is what it does wrong
        print(case.answer.text, file=sys.stderr)  # noqa: T201
        warnings.warn(case.answer.text, UserWarning, stacklevel=1)
        return scored(1.0)
    return {
        "right": scored(1.0),
        "wrong": scored(0.0),
        "nan": Measured(value=math.nan),
        "inf": Measured(value=math.inf),
        "none": None,
        "bare": Measured(value=None),
    }[behaviour]


def metric(name: str, behaviours: Sequence[str]) -> Metric:
    """Returns a metric that behaves differently from answer to answer, by the place of the question."""

    def score(cases: Sequence[Case]) -> list[Any]:
        return [measured(behaviours[int(case.question.id[1:]) % len(behaviours)], case) for case in cases]

    return Metric(name=name, source="hostile", direction="higher", low=0.0, high=1.0, score=score)


def whole(name: str, score: Callable[[Sequence[Case]], Any]) -> Metric:
    """Returns a metric that is wrong about the whole batch."""
    return Metric(name=name, source="hostile", direction="higher", low=0.0, high=1.0, score=score)

"""What a metric is: a name, where its definition comes from, which way is up, and a value or a reason."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipelines.records import Answer, Question

if TYPE_CHECKING:
    from eval.statistics import Estimate

Direction = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with what one arm said to it."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A finite value, or None with the reason why there is none."""

    value: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number an answer can be given."""

    name: str
    source: str
    """Where the definition comes from."""
    direction: Direction
    """Which way is better."""
    low: float
    high: float
    """`math.inf` where there is no upper end."""
    score: Callable[[Sequence[Case]], list[Measured]]
    """Returns one result a case, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmMetric:
    """One number that an arm has as a whole, and none of its answers alone."""

    name: str
    source: str
    """Where the definition comes from."""
    direction: Direction
    """Which way is better."""
    low: float
    high: float
    estimate: Callable[[Sequence[Case]], "Estimate"]
    """Returns the number with its interval, or no number and the reason."""


def scored(value: float) -> Measured:
    """Returns a value as a result; one that is not a number becomes a reason, so that no mean can swallow it.

    >>> scored(float("nan")).value is None
    True
    """
    if not math.isfinite(value):
        return unscored("the metric returned a value that is not a finite number")
    return Measured(value=float(value))


def unscored(reason: str) -> Measured:
    """Returns a result without a value."""
    return Measured(value=None, reason=reason)


def each(
    score: Callable[[Case], Measured],
) -> Callable[[Sequence[Case]], list[Measured]]:
    """Turns a function of one case into a function of many."""

    def over(cases: Sequence[Case]) -> list[Measured]:
        return [score(case) for case in cases]

    return over

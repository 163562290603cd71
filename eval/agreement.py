"""How well two ways of judging the same answers agree: a metric with a reader, a judge with labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.statistics import Numbers, ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The share of equal verdicts, and that share beyond chance."""

    share: float
    """Of verdicts that are equal: [0, 1]."""
    kappa: float | None
    """Cohen's κ: [-1, 1]; None where both gave one and the same verdict throughout, so that chance explains all."""
    low: float | None
    """Lower end of the 95% interval of κ; None where there is none."""
    high: float | None
    n: int
    groups: int


def agreement(first: Sequence[bool], second: Sequence[bool], groups: Sequence[str]) -> Agreement:
    """Compares two sets of yes-or-no verdicts on the same things (Cohen 1960), with a bootstrap over groups.

    Args:
        first: One side's verdicts.
        second: The other side's, in the same order.
        groups: The group of each, as verdicts on one section's questions are not independent.

    Returns:
        The agreement.

    Raises:
        ValueError: There is nothing to compare, or the sides differ in length.
    """
    if not first:
        raise ValueError("there are no verdicts to compare")
    cells = [(a and b, a and not b, b and not a, not a and not b) for a, b in zip(first, second, strict=True)]
    found = ratio(cells, groups, kappa)
    equal = sum(a == b for a, b in zip(first, second, strict=True))
    return Agreement(
        share=equal / len(first),
        kappa=found.value,
        low=found.low,
        high=found.high,
        n=len(first),
        groups=len(set(groups)),
    )


def kappa(counts: Numbers) -> Numbers:
    """Returns Cohen's κ of each row of counts: both yes, first alone, second alone, both no; NaN where chance is 1."""
    both, first, second, neither = counts.T
    total = counts.sum(axis=1)
    chance = (both + first) * (both + second) + (neither + first) * (neither + second)
    above, below = total * (both + neither) - chance, total**2 - chance
    quotients: Numbers = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return quotients

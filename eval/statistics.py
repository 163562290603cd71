"""Means, ratios and paired differences with 95% intervals, all clustered by group.

Questions of one group stand on the same section, so they are not independent: what counts is groups, not questions.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 4000
EXACT_GROUPS = 16
"""Up to this many groups with a difference, every flip of signs is tried: 65,536 of them."""
POWER = 0.8
SEED = 20_251
"""Fixed, so that equal scores give equal intervals."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its 95% interval; None where there was nothing to estimate from."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    groups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A difference of two arms on the same questions."""

    value: float
    low: float
    high: float
    p_value: float
    """Two-sided, from flipping the signs of whole groups."""
    smallest_detectable: float
    """The smallest difference that this many questions show with power .8 at two-sided α = .05."""
    more_questions: int | None
    """Further questions that the difference needs to show; None where it is clear already."""
    n: int
    groups: int


def mean(
    values: Sequence[float],
    groups: Sequence[str],
    *,
    low: float = 0.0,
    high: float = 1.0,
) -> Estimate:
    """Estimates a mean with a cluster-robust t interval (Miller 2024, "Adding Error Bars to Evals", eq. 4).

    The variance carries the factor G / (G − 1) and t has G − 1 degrees of freedom. Where every value lies on one edge
    of the range the variance is zero; the exact binomial bound over groups stands in for it (Korn and Graubard 1998).

    Args:
        values: One finite number a question.
        groups: Each question's group.
        low: Lower edge of the metric's range; the interval is cut there.
        high: Upper edge.

    Returns:
        The mean with its interval; without a value for no questions, and without an interval for a single group.
    """
    data = np.asarray(values, dtype=np.float64)
    names = sorted(set(groups))
    if not len(data):
        return Estimate(value=None, low=None, high=None, n=0, groups=0)
    average = _inside(float(data.mean()), low, high)
    if len(names) < 2:
        return Estimate(value=average, low=None, high=None, n=len(data), groups=len(names))
    if data.min() == data.max() and average in (low, high):
        bounds = _edge(average, low, high, groups=len(names))
    else:
        # Groups that agree to the last digit have no variance between them, which is luck and not certainty.
        error = standard_error(values, groups) or math.sqrt((average - low) * (high - average) / len(names))
        reach = error * _t(len(names))
        bounds = (
            _inside(average - reach, low, high),
            _inside(average + reach, low, high),
        )
    return Estimate(value=average, low=bounds[0], high=bounds[1], n=len(data), groups=len(names))


def standard_error(values: Sequence[float], groups: Sequence[str]) -> float:
    """Returns the cluster-robust standard error of a mean; needs at least two groups."""
    data = np.asarray(values, dtype=np.float64)
    sums = _sums(data - data.mean(), groups)
    return float(np.sqrt(np.square(sums).sum() * len(sums) / (len(sums) - 1)) / len(data))


def ratio(
    counts: Sequence[Sequence[float]],
    groups: Sequence[str],
    formula: Callable[[Numbers], Numbers],
) -> Estimate:
    """Estimates a ratio of sums, such as F1, with a percentile bootstrap over groups.

    The bootstrap is that of Efron and Tibshirani 1993, chapter 13, with groups as its units.

    Args:
        counts: For each question a row of counts.
        groups: Each question's group.
        formula: Turns rows of summed counts into ratios in [0, 1]; NaN where one does not exist.

    Returns:
        The ratio with its interval; without a value where the ratio does not exist. Resamples without a ratio are left
        out of the interval, not out of the value.
    """
    data = np.asarray(counts, dtype=np.float64)
    names = sorted(set(groups))
    if not len(data):
        return Estimate(value=None, low=None, high=None, n=0, groups=0)
    sums = np.stack([_sums(column, groups) for column in data.T], axis=1)
    value = float(formula(sums.sum(axis=0, keepdims=True))[0])
    if math.isnan(value):
        return Estimate(value=None, low=None, high=None, n=0, groups=0)
    if len(names) < 2:
        return Estimate(value=value, low=None, high=None, n=len(data), groups=len(names))
    if value in (0.0, 1.0):
        # A bootstrap of a perfect or an empty ratio has no width; groups that bear on it bound it instead.
        bounds = _edge(value, 0.0, 1.0, groups=max(1, int((sums.sum(axis=1) > 0).sum())))
    else:
        bounds = _bootstrap(sums, formula, value)
    return Estimate(value=value, low=bounds[0], high=bounds[1], n=len(data), groups=len(names))


def paired(differences: Sequence[float], groups: Sequence[str], *, worth: float = 0.05) -> Paired:
    """Estimates the mean difference of two arms, candidate − baseline, on the same questions.

    Args:
        differences: One difference a question, in [−1, 1].
        groups: Each question's group.
        worth: The smallest difference anybody would act on. `more_questions` is planned for it where the observed one
            is smaller still, since no number of questions shows a difference of nothing.

    Returns:
        The difference with its clustered interval and p-value, and what this many questions could have seen.

    Raises:
        ValueError: There are fewer than two groups.
    """
    names = sorted(set(groups))
    if len(names) < 2:
        raise ValueError("a paired comparison needs at least two groups")
    estimate = mean(differences, groups, low=-1.0, high=1.0)
    error = max(standard_error(differences, groups), _unseen_error(len(differences), len(names)))
    reach = float(stats.norm.ppf((1 + CONFIDENCE) / 2) + stats.norm.ppf(POWER))
    value = float(np.mean(differences))
    p_value = sign_flip(differences, groups)
    clear = p_value < 1 - CONFIDENCE
    needed = math.ceil(len(differences) * (reach * error / max(abs(value), worth)) ** 2)
    return Paired(
        value=value,
        low=estimate.low if estimate.low is not None else -1.0,
        high=estimate.high if estimate.high is not None else 1.0,
        p_value=p_value,
        smallest_detectable=min(1.0, reach * error),
        more_questions=None if clear else max(0, needed - len(differences)),
        n=len(differences),
        groups=len(names),
    )


def sign_flip(differences: Sequence[float], groups: Sequence[str]) -> float:
    """Returns the two-sided p-value of the mean difference when whole groups may change sign.

    Exact for up to `EXACT_GROUPS` groups with a difference; beyond that from seeded flips, counted as (b + 1) / (m + 1)
    (Phipson and Smyth 2010), so that it is never zero.
    """
    sums = _sums(np.asarray(differences, dtype=np.float64), groups)
    sums = sums[np.abs(sums) > 1e-12]
    if not len(sums):
        return 1.0
    observed = abs(sums.sum()) - 1e-9
    if len(sums) <= EXACT_GROUPS:
        bits = (np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1
        return float(np.mean(np.abs((1 - 2 * bits) @ sums) >= observed))
    flips = np.random.default_rng(SEED).choice([-1.0, 1.0], size=(20_000, len(sums)))
    return float((np.count_nonzero(np.abs(flips @ sums) >= observed) + 1) / (len(flips) + 1))


def chance(p_value: float) -> str:
    """Writes a p-value as `p = .012`; below a thousandth as `p < .001`.

    >>> chance(0.0123), chance(0.00002)
    ('p = .012', 'p < .001')
    """
    return "p < .001" if p_value < 0.001 else f"p = {f'{p_value:.3f}'.removeprefix('0')}"


def _bootstrap(sums: Numbers, formula: Callable[[Numbers], Numbers], value: float) -> tuple[float, float]:
    groups = len(sums)
    draws = np.random.default_rng(SEED).multinomial(groups, np.full(groups, 1 / groups), RESAMPLES)
    ratios = formula(draws @ sums)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(ratios[~np.isnan(ratios)], [tail, 1 - tail])
    return min(value, float(low)), max(value, float(high))


def _unseen_error(n: int, groups: int) -> float:
    # Without any disagreement the variance reads zero; 95% sure is only that fewer than this share of groups disagrees.
    share = 1 - (1 - CONFIDENCE) ** (1 / groups)
    return math.sqrt(share / n) if n else 0.0


def _edge(value: float, low: float, high: float, *, groups: int) -> tuple[float, float]:
    share = ((1 - CONFIDENCE) / 2) ** (1 / groups)
    return (low, high - share * (high - low)) if value == low else (low + share * (high - low), high)


def _sums(data: Numbers, groups: Sequence[str]) -> Numbers:
    places: Any = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)[1]
    return np.bincount(places, weights=data).astype(np.float64)


def _t(groups: int) -> float:
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, groups - 1))


def _inside(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))

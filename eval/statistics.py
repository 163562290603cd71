"""Means, ratios and paired differences with 95% intervals, all clustered by group.

Questions of one group stand on the same section, so they are not independent: what counts is groups, not questions.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from eval.significance import sign_flip, sums_by_group

CONFIDENCE = 0.95
RESAMPLES = 2000
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
    reason: str | None = None
    """Why there is no number."""


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
        high: Upper edge; infinite for counts such as tokens.

    Returns:
        The mean with its interval; without a value for no questions, and without an interval for a single group.
    """
    data = np.asarray(values, dtype=np.float64)
    names = sorted(set(groups))
    if not len(data):
        return _nothing("no answer has a value")
    average = _inside(float(data.mean()), low, high)
    if len(names) < 2:
        return Estimate(value=average, low=None, high=None, n=len(data), groups=len(names))
    if data.min() == data.max() and average in (low, high) and math.isfinite(high):
        bounds = _edge(average, low, high, groups=len(names))
    else:
        error = standard_error(values, groups)
        if not error and math.isfinite(high):
            # Groups that agree to the last digit have no variance between them, which is luck and not certainty.
            error = math.sqrt((average - low) * (high - average) / len(names))
        reach = error * _t(len(names))
        bounds = (
            _inside(average - reach, low, high),
            _inside(average + reach, low, high),
        )
    return Estimate(value=average, low=bounds[0], high=bounds[1], n=len(data), groups=len(names))


def standard_error(values: Sequence[float], groups: Sequence[str]) -> float:
    """Returns the cluster-robust standard error of a mean; needs at least two groups."""
    data = np.asarray(values, dtype=np.float64)
    sums = sums_by_group(data - data.mean(), groups)
    return float(np.sqrt(np.square(sums).sum() * len(sums) / (len(sums) - 1)) / len(data))


def ratio(
    counts: Sequence[Sequence[float]],
    groups: Sequence[str],
    formula: Callable[[Numbers], Numbers],
    *,
    reason: str = "the ratio does not exist",
) -> Estimate:
    """Estimates a ratio of sums, such as F1, with a percentile bootstrap over groups.

    The bootstrap is that of Efron and Tibshirani 1993, chapter 13, with groups as its units.

    Args:
        counts: For each question a row of counts.
        groups: Each question's group.
        formula: Turns rows of summed counts into ratios in [0, 1]; NaN where one does not exist.
        reason: Why it does not exist, where it does not.

    Returns:
        The ratio with its interval; without a value where the ratio does not exist. Resamples without a ratio are left
        out of the interval, not out of the value.
    """
    data = np.asarray(counts, dtype=np.float64)
    names = sorted(set(groups))
    if not len(data):
        return _nothing("there are no answers")
    sums = np.stack([sums_by_group(column, groups) for column in data.T], axis=1)
    value = float(formula(sums.sum(axis=0, keepdims=True))[0])
    if math.isnan(value):
        return _nothing(reason)
    if len(names) < 2:
        return Estimate(value=value, low=None, high=None, n=len(data), groups=len(names))
    if value in (0.0, 1.0):
        # A bootstrap of a perfect or an empty ratio has no width; groups that bear on it bound it instead.
        bounds = _edge(value, 0.0, 1.0, groups=max(1, int((sums.sum(axis=1) > 0).sum())))
    else:
        bounds = _bootstrap(sums, formula, value)
    return Estimate(value=value, low=bounds[0], high=bounds[1], n=len(data), groups=len(names))


def resampled(groups: Sequence[str], formula: Callable[[Numbers], Numbers]) -> Estimate:
    """Estimates what is no ratio of sums, with the same bootstrap over groups.

    Args:
        groups: The group of each of at least one answer.
        formula: Turns rows of weights, one an answer, into numbers in [0, 1]; NaN where one does not exist.

    Returns:
        The number with every weight 1, with its interval.
    """
    names, places = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    value = float(formula(np.ones((1, len(groups))))[0])
    if len(names) < 2:
        return Estimate(value=value, low=None, high=None, n=len(groups), groups=len(names))
    if value in (0.0, 1.0):
        bounds = _edge(value, 0.0, 1.0, groups=len(names))
    else:
        draws = _draws(len(names))
        # In parts, since a row holds a weight for every answer.
        found = [formula(part[:, places]) for part in np.array_split(draws, 20)]
        bounds = _percentiles(np.concatenate(found), value)
    return Estimate(value=value, low=bounds[0], high=bounds[1], n=len(groups), groups=len(names))


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


def chance(p_value: float) -> str:
    """Writes a p-value as `p = .012`; below a thousandth as `p < .001`.

    >>> chance(0.0123), chance(0.00002), chance(1.0)
    ('p = .012', 'p < .001', 'p = 1.000')
    """
    return "p < .001" if p_value < 0.001 else f"p = {f'{p_value:.3f}'.removeprefix('0')}"


def _nothing(reason: str) -> Estimate:
    return Estimate(value=None, low=None, high=None, n=0, groups=0, reason=reason)


def _bootstrap(sums: Numbers, formula: Callable[[Numbers], Numbers], value: float) -> tuple[float, float]:
    return _percentiles(formula(_draws(len(sums)) @ sums), value)


# Every ratio of one arm and language stands on the same groups, so the last draw mostly serves again.
@lru_cache(maxsize=2)
def _draws(groups: int) -> Numbers:
    return np.random.default_rng(SEED).multinomial(groups, np.full(groups, 1 / groups), RESAMPLES).astype(np.float64)


def _percentiles(found: Numbers, value: float) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(found[~np.isnan(found)], [tail, 1 - tail])
    return min(value, float(low)), max(value, float(high))


def _unseen_error(n: int, groups: int) -> float:
    # Without any disagreement the variance reads zero; 95% sure is only that fewer than this share of groups disagrees.
    share = 1 - (1 - CONFIDENCE) ** (1 / groups)
    return math.sqrt(share / n) if n else 0.0


def _edge(value: float, low: float, high: float, *, groups: int) -> tuple[float, float]:
    share = ((1 - CONFIDENCE) / 2) ** (1 / groups)
    return (low, high - share * (high - low)) if value == low else (low + share * (high - low), high)


def _t(groups: int) -> float:
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, groups - 1))


def _inside(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))

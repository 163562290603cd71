"""Whether a difference may be chance: exact sign flips of whole groups, and what several tests at once are worth."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EXACT_GROUPS = 16
"""Up to this many groups whose differences are no whole numbers, every flip is tried: 65,536 of them."""
SEED = 20_251
FLIPS = 20_000


def sign_flip(differences: Sequence[float], groups: Sequence[str]) -> float:
    """Returns the two-sided p-value of the mean difference when whole groups may change sign.

    For metrics of 0 and 1, whose groups differ by whole numbers, it is exact for any number of groups; with one
    question a group it is McNemar's exact test. For other metrics it is exact for up to `EXACT_GROUPS` groups with a
    difference; beyond that from seeded flips, counted as (b + 1) / (m + 1) (Phipson and Smyth 2010), so that it is
    never zero.
    """
    sums = sums_by_group(np.asarray(differences, dtype=np.float64), groups)
    sums = sums[np.abs(sums) > 1e-12]
    if not len(sums):
        return 1.0
    if np.array_equal(sums, np.round(sums)):
        return _exact(np.abs(sums).astype(np.int64), abs(round(float(sums.sum()))))
    observed = abs(sums.sum()) - 1e-9
    if len(sums) <= EXACT_GROUPS:
        bits = (np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1
        return float(np.mean(np.abs((1 - 2 * bits) @ sums) >= observed))
    flips = np.random.default_rng(SEED).choice([-1.0, 1.0], size=(FLIPS, len(sums)))
    return float((np.count_nonzero(np.abs(flips @ sums) >= observed) + 1) / (FLIPS + 1))


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusts p-values for their number (Holm 1979), so that one in twenty runs at most calls any equal pair different.

    Args:
        p_values: Of tests that are read together.

    Returns:
        The adjusted ones, in the same order, 1 at most.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        highest = max(highest, min(1.0, p_values[place] * (len(p_values) - rank)))
        adjusted[place] = highest
    return adjusted


def sums_by_group(data: NDArray[np.float64], groups: Sequence[str]) -> NDArray[np.float64]:
    """Returns the sum of each group's numbers, in the order of the groups' names."""
    places = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)[1]
    return np.bincount(places, weights=data).astype(np.float64)


def _exact(sizes: NDArray[np.int64], observed: int) -> float:
    # The chance of every total: each group adds or takes its size with equal chance.
    reach = int(sizes.sum())
    shares = np.zeros(2 * reach + 1)
    shares[reach] = 1.0
    for size in sizes:
        shares = (np.roll(shares, size) + np.roll(shares, -size)) / 2
    totals = np.abs(np.arange(-reach, reach + 1))
    share = float(shares[totals >= observed].sum())
    return min(1.0, max(share, float(np.finfo(np.float64).tiny)))

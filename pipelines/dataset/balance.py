"""How many there can be of which no origin has more than its largest share."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def room(total: int, largest: float) -> int:
    """Returns how many of so many one origin may have, at least one."""
    return max(1, int(largest * total + 1e-9))


def fair_total(there: Mapping[K, int], largest: float, most: int) -> int:
    """Returns how many can be taken with no origin above its largest share of them.

    Args:
        there: Origin → how many there are.
        largest: The largest share, 0 to 1.
        most: How many are wanted.

    Returns:
        As many as there can be, `most` at most; few where nearly all there are have one origin.

    >>> fair_total({"table": 90, "faq": 10, "step": 20}, 0.5, 200)
    60
    """
    for total in range(min(most, sum(there.values())), 0, -1):
        if sum(min(count, room(total, largest)) for count in there.values()) >= total:
            return total
    return 0


def loosest_needed(there: Mapping[K, int], largest: float, most: int, keep: float = 0.5) -> float:
    """Returns the share that one origin has to be allowed, so that enough of what there is can be taken.

    Args:
        there: Origin → how many there are.
        largest: The share that it should have at most, 0 to 1.
        most: How many are wanted.
        keep: Which part of them, or of what there is, is enough, 0 to 1.

    Returns:
        `largest` where that leaves enough, else the next tenth above it that does, up to 1.
    """
    enough = min(most, sum(there.values())) * keep
    return next((share for share in shares_from(largest) if fair_total(there, share, most) >= enough), 1.0)


def shares_from(largest: float) -> tuple[float, ...]:
    """Returns the shares that one origin may be allowed, in turn: the one it should have, then each tenth above it.

    >>> shares_from(0.75)
    (0.75, 0.8, 0.9, 1.0)
    """
    return largest, *(share / 10 for share in range(11) if share / 10 > largest)

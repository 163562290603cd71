"""Deterministic chance: the same seed and names give the same order on every machine and every version."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


@lru_cache(maxsize=65_536, typed=True)
def chance(seed: int, *names: object) -> int:
    """Returns a number that depends on the seed and on names alone."""
    text = "\x1f".join((str(seed), *map(str, names)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def shuffled(items: Iterable[T], seed: int, *names: object) -> list[T]:
    """Returns items in an order drawn by the seed; each item is known by its text form."""
    return sorted(items, key=lambda item: (chance(seed, *names, item), str(item)))

"""Which texts share a large part of their tokens, found exactly and without comparing every pair."""

import math
from array import array
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.language.tokens import token_set
from pipelines.records.section import Section

# A text that has this part of a shorter one's tokens holds it; of fewer tokens nothing can be said.
_INSIDE, _FEWEST = 0.8, 8

_Numbers = NDArray[np.int32]


class Found(NamedTuple):
    """A set that holds a share of some tokens."""

    name: str
    common: int
    """How many of them it holds."""
    size: int
    """How many tokens it has in all."""


class Overlaps:
    """Token sets under names, ready to be searched.

    Whoever holds a share of some tokens lacks few of them, so it holds one of the rarest few: only sets that do are
    looked at. Sets are kept as numbers, a tenth of what strings take.

    Args:
        sets: (name, tokens), no name twice.
    """

    def __init__(self, sets: Iterable[tuple[str, Collection[str]]]) -> None:
        self._places: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        found, ends = array("i"), array("q", [0])
        for name, held in sets:
            self._places[name] = len(self._places)
            found.extend([self._numbers.setdefault(token, len(self._numbers)) for token in held])
            ends.append(len(found))
        self._names = list(self._places)
        self._held: _Numbers = np.array(found, np.int32)
        self._ends = np.array(ends, np.int64)
        # Token → the sets that hold it, in their order.
        sizes = np.diff(self._ends)
        self._sizes: list[int] = sizes.tolist()
        owners = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._holders: _Numbers = owners[np.argsort(self._held, kind="stable")]
        self._often = np.bincount(self._held, minlength=len(self._numbers))
        self._first = np.concatenate([[0], np.cumsum(self._often)])
        self._asked = np.zeros(len(self._numbers), np.bool_)

    def holding(self, asked: Collection[str], share: float) -> list[Found]:
        """Finds the sets that hold a share of some tokens; no set holds none.

        Args:
            asked: The tokens, each once.
            share: Their least part, above 0 and up to 1.

        Returns:
            The sets in the order in which they were given.
        """
        known = np.array([self._numbers[token] for token in asked if token in self._numbers], np.int32)
        return self._holding(known, math.ceil(share * len(asked) - 1e-9))

    def nearly_same(self, name: str, share: float) -> list[str]:
        """Finds the sets of as many tokens or more that are nearly the same as one of them; it is among them.

        Args:
            name: The set.
            share: What `nearly_same` is asked; of any two that are, the one of fewer tokens finds the other.

        Returns:
            Their names in the order in which they were given.
        """
        held = self._tokens(self._places[name])
        needed = math.ceil(_least_share(share) * len(held) - 1e-9)
        if not needed:
            return []
        near, seen = np.unique(self._holders_of(held, needed), return_counts=True)
        sizes = self._ends[near + 1] - self._ends[near]
        least = np.minimum(share * (len(held) + sizes) / (1 + share), max(share, _INSIDE) * len(held))
        # Each may hold all of the tokens that were not looked up, and no more than those besides.
        near = near[(sizes >= len(held)) & (seen + needed - 1 >= least - 1e-9)]
        common = self._common(near, held).tolist() if len(near) else []
        return [
            self._names[place]
            for place, shared in zip(near.tolist(), common, strict=True)
            if nearly_same(shared, len(held), self._sizes[place], share)
        ]

    def size(self, name: str) -> int:
        """Returns how many tokens a set has."""
        return self._sizes[self._places[name]]

    def _tokens(self, place: int) -> _Numbers:
        return self._held[self._ends[place] : self._ends[place + 1]]

    def _holding(self, asked: _Numbers, needed: int) -> list[Found]:
        if len(asked) < max(needed, 1):
            return []
        near = np.unique(self._holders_of(asked, needed))
        common = self._common(near, asked)
        enough = common >= needed
        sizes = self._ends[near + 1] - self._ends[near]
        return [
            Found(self._names[place], shared, size)
            for place, shared, size in zip(
                near[enough].tolist(), common[enough].tolist(), sizes[enough].tolist(), strict=True
            )
        ]

    def _holders_of(self, asked: _Numbers, needed: int) -> _Numbers:
        """Returns who holds each of the rarest tokens; who holds as many as are needed holds one of these."""
        rarest = asked[np.argsort(self._often[asked], kind="stable")][: len(asked) - needed + 1]
        first, after = self._first[rarest].tolist(), self._first[rarest + 1].tolist()
        return np.concatenate([self._holders[a:b] for a, b in zip(first, after, strict=True)])

    def _common(self, places: _Numbers, asked: _Numbers) -> NDArray[np.int64]:
        """Counts how many of the tokens asked for each set at some places holds; none of these sets is empty."""
        sizes = self._ends[places + 1] - self._ends[places]
        ends = np.cumsum(sizes)
        starts = ends - sizes
        every = np.arange(ends[-1]) + np.repeat(self._ends[places] - starts, sizes)
        self._asked[asked] = True
        held = self._asked[self._held[every]]
        self._asked[asked] = False
        counts: NDArray[np.int64] = np.add.reduceat(held, starts, dtype=np.int64)
        return counts


def in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """Returns the part of all tokens of two texts that both have, 0 to 1."""
    return part_in_common(len(one & other), len(one), len(other))


def part_in_common(common: int, one: int, other: int) -> float:
    """Returns the part of all tokens that both of two texts have, by how many they share and have."""
    return common / max(one + other - common, 1)


def nearly_same(common: int, one: int, other: int, share: float) -> bool:
    """Says whether two texts have a share of all their tokens in common, or the longer one holds the shorter one.

    Args:
        common: Tokens that both have.
        one: Tokens of the one.
        other: Tokens of the other.
        share: The least part of all their tokens.
    """
    shorter = min(one, other)
    inside = shorter >= _FEWEST and common >= max(share, _INSIDE) * shorter
    return inside or part_in_common(common, one, other) >= share


def _least_share(share: float) -> float:
    """Returns the part of the shorter text's tokens that the longer one holds at least where both are nearly the same.

    Args:
        share: What `nearly_same` is asked.
    """
    # Of |one| + |other| - common tokens a share is common, and the longer one has as many as the shorter one.
    return min(2 * share / (1 + share), max(share, _INSIDE))


def text_tokens(section: Section) -> frozenset[str]:
    """Returns the tokens of a section's text; headings are common to all of a document."""
    return token_set(section.text)

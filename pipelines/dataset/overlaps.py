"""Which texts share a large part of their tokens, found exactly and without comparing every pair."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipelines.language.tokens import tokens
from pipelines.records.section import Section

# A text that has this part of a shorter one's tokens holds it; of fewer tokens nothing can be said.
_INSIDE, _FEWEST = 0.8, 8


class Overlaps:
    """Token sets under names, ready to be searched.

    Whoever holds a share of some tokens lacks few of them, so it holds one of the rarest few: only sets that do are
    looked at.

    Args:
        sets: Name → tokens.
    """

    def __init__(self, sets: Mapping[str, frozenset[str]]) -> None:
        self._sets = sets
        self._holding: dict[str, list[str]] = defaultdict(list)
        for name in sorted(sets):
            for token in sets[name]:
                self._holding[token].append(name)

    def holding(self, asked: frozenset[str], share: float) -> Iterator[str]:
        """Yields the names of the sets that hold a share of some tokens; no set holds none.

        Args:
            asked: The tokens.
            share: Their least part, above 0 and up to 1.

        Yields:
            The names in their order.
        """
        needed = math.ceil(share * len(asked) - 1e-9)
        rarest = sorted(asked, key=lambda token: (len(self._holding.get(token, ())), token))
        few = rarest[: len(asked) - needed + 1]
        names = {name for token in few for name in self._holding.get(token, ())}
        for name in sorted(names):
            if len(asked & self._sets[name]) >= needed:
                yield name


def in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """Returns the part of all tokens of two texts that both have, 0 to 1."""
    return len(one & other) / max(len(one | other), 1)


def nearly_same(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    """Says whether two texts have a share of all their tokens in common, or the longer one holds the shorter one."""
    shorter = min(len(one), len(other))
    inside = shorter >= _FEWEST and len(one & other) >= max(share, _INSIDE) * shorter
    return inside or in_common(one, other) >= share


@lru_cache(maxsize=16_384)
def text_tokens(section: Section) -> frozenset[str]:
    """Returns the tokens of a section's text; headings are common to all of a document."""
    return frozenset(tokens(section.text))

"""Which token sets share a large part of one, found exactly and without comparing every pair."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping


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

    def holding(self, asked: frozenset[str], share: float) -> Iterator[tuple[str, float]]:
        """Yields the names of the sets that hold a share of some tokens.

        Args:
            asked: The tokens.
            share: Their least part, above 0 and up to 1.

        Yields:
            Name and part that is held, in order of the names.
        """
        needed = math.ceil(share * len(asked) - 1e-9)
        rarest = sorted(asked, key=lambda token: (len(self._holding.get(token, ())), token))
        names = {name for token in rarest[: len(asked) - needed + 1] for name in self._holding.get(token, ())}
        for name in sorted(names):
            common = len(asked & self._sets[name])
            if common >= needed:
                yield name, common / len(asked)

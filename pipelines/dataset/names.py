"""Names that are looked up in many texts: all of them at once, however many there are."""

from collections import defaultdict
from collections.abc import Iterable

# So many characters of a name are looked up before the rest is compared.
_START = 4


class Names:
    """Names by their first characters.

    Args:
        names: Any names; an empty one is in no text.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._starts: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names) - {""}):
            self._starts[name[:_START]].append(name)
        self._sizes = sorted({len(start) for start in self._starts})

    def within(self, text: str) -> set[str]:
        """Returns the names that a text holds, as `in` would find them one by one."""
        found: set[str] = set()
        for size in self._sizes:
            for start in self._starts.keys() & {text[place : place + size] for place in range(len(text) - size + 1)}:
                found.update(name for name in self._starts[start] if len(name) == size or name in text)
        return found

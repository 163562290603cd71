"""Broken and hostile files by family, made in memory, the same ones every time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.pipelines.ingest.hostile.damaged import damaged
from tests.pipelines.ingest.hostile.packages import packages
from tests.pipelines.ingest.hostile.pages import pages
from tests.pipelines.ingest.hostile.texts import texts


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file."""

    family: str
    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The ending its name would be read by."""
        return "." + self.name.rpartition(".")[2] if "." in self.name else ""


def named(made: Iterable[tuple[str, str, bytes]]) -> Iterator[Hostile]:
    """Yields what a maker makes under names of their own."""
    counts: Counter[str] = Counter()
    for family, suffix, data in made:
        yield Hostile(family, f"{family.replace(' ', '_')}_{counts[family]:02d}{suffix}", data)
        counts[family] += 1


def hostile() -> Iterator[Hostile]:
    """Yields all files, a family after the other."""
    for maker in (damaged, packages, pages, texts):
        yield from named(maker())

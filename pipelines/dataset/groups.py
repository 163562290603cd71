"""Groups: what must stay on one side of the split, because one part would give the other away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from pipelines.dataset.verify import section_tokens
from pipelines.records.section import Section

_PART = re.compile(r"\(\d+/\d+\)$")
# Rows of a rate table differ in their amounts alone; a row this long tells a case of its own.
_CASE_CHARS = 20


class Groups:
    """Sets of section ids that grow together; each is named by its smallest id."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {id_: id_ for id_ in ids}

    def name(self, id_: str) -> str:
        """Returns the name of the group that a section is in."""
        while self._parent[id_] != id_:
            self._parent[id_] = self._parent[self._parent[id_]]
            id_ = self._parent[id_]
        return id_

    def join(self, one: str, other: str) -> None:
        """Makes the groups of two sections one."""
        low, high = sorted((self.name(one), self.name(other)))
        self._parent[high] = low


def group(sections: Sequence[Section], near_duplicate: float) -> Groups:
    """Groups sections that belong together.

    One group are: the parts of one section, the items under one heading, the rows of one table, the editions of one
    key, and texts that are nearly the same.

    Args:
        sections: All sections that may be golden, of any edition.
        near_duplicate: Share of tokens, 0 to 1, from which two texts are nearly the same.

    Returns:
        The groups.
    """
    groups = Groups(section.id for section in sections)
    for names in (_key, _place):
        together: dict[str, list[str]] = defaultdict(list)
        for section in sections:
            together[names(section)].append(section.id)
        for members in together.values():
            for member in members[1:]:
                groups.join(members[0], member)
    for one, other in combinations([section for section in sections if section.effective_until is None], 2):
        if one.language == other.language and _alike(one, other) >= near_duplicate:
            groups.join(one.id, other.id)
    return groups


def _key(section: Section) -> str:
    return f"{section.key}\t{section.language}"


def _place(section: Section) -> str:
    if section.kind in ("faq", "exchange") or not section.heading_path:
        return _PART.sub("", section.id)
    if section.kind == "table":
        return "\t".join(("table", section.document, *section.heading_path, *(name for name, _ in section.cells)))
    return "\t".join((section.document, *section.heading_path))


def _alike(one: Section, other: Section) -> float:
    a, b = section_tokens(one), section_tokens(other)
    return len(a & b) / max(min(len(a), len(b)), 1)

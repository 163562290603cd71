"""Groups: what must stay on one side of the split, because one part would give the other away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.dataset.leaks import normal
from pipelines.dataset.overlaps import Overlaps, text_tokens
from pipelines.dataset.translations import translations
from pipelines.records.section import Section

_PART = re.compile(r"\(\d+/\d+\)$")


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
    key, one question of several FAQs, texts that are nearly the same in Simplified or Traditional Chinese or English,
    and translations of one another as far as places and values show them.

    Args:
        sections: All sections that may be golden, of any edition.
        near_duplicate: Part of all tokens of two texts, above 0 and up to 1, from which they are nearly the same.

    Returns:
        The groups.
    """
    groups = Groups(section.id for section in sections)
    for names in (_key, _place, _asked):
        together: dict[str, list[str]] = defaultdict(list)
        for section in sections:
            together[names(section)].append(section.id)
        for members in together.values():
            for member in members[1:]:
                groups.join(members[0], member)
    for one, other in (*_nearly_same(sections, near_duplicate), *translations(sections)):
        groups.join(one, other)
    return groups


def _nearly_same(sections: Sequence[Section], near_duplicate: float) -> Iterator[tuple[str, str]]:
    current = [section for section in sections if section.effective_until is None]
    # Hundreds of rows may say the same; each of them would find all the others.
    first: dict[tuple[str, str], Section] = {}
    copies = [(first.setdefault((section.language, section.text), section).id, section.id) for section in current]
    languages = {section.id: section.language for section in first.values()}
    overlaps = Overlaps((section.id, text_tokens(section)) for section in first.values())
    yield from ((one, other) for one, other in copies if one != other and overlaps.size(one))
    for one, language in languages.items():
        yield from ((one, other) for other in overlaps.nearly_same(one, near_duplicate) if languages[other] == language)


def _key(section: Section) -> str:
    return f"{section.key}\t{section.language}"


def _place(section: Section) -> str:
    if section.kind in ("faq", "exchange") or not section.heading_path:
        return _PART.sub("", section.id)
    if section.kind == "table":
        return "\t".join(("table", section.document, *section.heading_path, *(name for name, _ in section.cells)))
    return "\t".join((section.document, *section.heading_path))


def _asked(section: Section) -> str:
    return normal(dict(section.cells)["question"]) if section.kind == "faq" and section.cells else section.id

"""Which sections translate one another, told without a model: by the places and the values they share."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from pipelines.language.numerals import CHINESE, number
from pipelines.language.values import values
from pipelines.records.section import Section

# So many values that two sections have alike, and no other, are no chance.
_ENOUGH_VALUES = 3
# Two documents are aligned from so many places that agree, and this part of all where both state values.
_ENOUGH_PLACES, _AGREEING = 3, 0.5
# A value at a place of more documents than this tells none of them apart.
_MOST_DOCUMENTS = 50
_KINDS = frozenset({"duration", "money", "percent", "count", "date", "time", "contact", "code"})
_NUMBER = re.compile(rf"\d+|{CHINESE}")

Place = tuple[int, ...]


def translations(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """Finds sections that say the same in two languages.

    `勞動基準法 第38條` and `Labor Standards Act Article 38` stand at one place of two documents whose other places
    agree in their values; without numbering, three values that no third section has together have to do.

    Args:
        sections: Sections in any languages.

    Yields:
        Pairs of ids, each of one Chinese and one English section.
    """
    if len({section.language for section in sections}) < 2:
        return
    found = {section.id: _values(section) for section in sections}
    yield from _same_values(sections, found)
    by_place: dict[tuple[str, Place], list[Section]] = defaultdict(list)
    for section in sections:
        if place_of(section):
            by_place[section.document, place_of(section)].append(section)
    places: dict[str, list[Place]] = defaultdict(list)
    for document, place in by_place:
        places[document].append(place)
    for one, other in _aligned(by_place, found):
        for first, second in ((one, other), (other, one)):
            for place in places.get(first, ()):
                # Where one language has items, the other may have the whole clause.
                there = by_place.get((second, place)) or by_place.get((second, place[:-1]), [])
                for pair in product(by_place[first, place], there):
                    if pair[0].language != pair[1].language:
                        yield pair[0].id, pair[1].id


def place_of(section: Section) -> Place:
    """Returns the numbers of a section's place in its document.

    `第三十八條 一` and `Article 38 1` are both at (38, 1); a key without numbers is at no place.
    """
    label = section.key.removeprefix(section.document)
    found = (number(match.group()) for match in _NUMBER.finditer(label))
    return tuple(int(one) for one in found if one is not None)


def _values(section: Section) -> frozenset[str]:
    return frozenset(value.canonical for value in values(section.text) if value.kind in _KINDS)


def _same_values(sections: Iterable[Section], found: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    alike: dict[frozenset[str], list[Section]] = defaultdict(list)
    for section in sections:
        if len(found[section.id]) >= _ENOUGH_VALUES:
            alike[found[section.id]].append(section)
    for members in alike.values():
        if len({member.language for member in members}) > 1:
            for other in members[1:]:
                yield members[0].id, other.id


def _aligned(
    by_place: dict[tuple[str, Place], list[Section]], found: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Yields pairs of a Chinese and an English document that agree at most places where both state values."""
    stating: dict[str, set[Place]] = defaultdict(set)
    holding: dict[tuple[Place, str], dict[str, set[str]]] = defaultdict(lambda: {"zh": set(), "en": set()})
    for (document, place), members in by_place.items():
        for section in members:
            for value in found[section.id]:
                stating[document].add(place)
                holding[place, value][section.language].add(document)
    agreeing: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for (place, _), documents in holding.items():
        if max(map(len, documents.values())) <= _MOST_DOCUMENTS:
            for pair in product(documents["zh"], documents["en"]):
                agreeing[pair].add(place)
    enough = Counter({pair: len(places) for pair, places in agreeing.items() if len(places) >= _ENOUGH_PLACES})
    for one, other in sorted(enough):
        if one != other and enough[one, other] >= _AGREEING * len(stating[one] & stating[other]):
            yield one, other

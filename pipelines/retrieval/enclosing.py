"""The clause that encloses an item: its conditions often decide what the item means."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.records.section import Section

# Where a label ends inside a key: `第三條 一、（二）`, `§4.3 (2)`, `§2.2 第3列`, `禮金與補助›生日禮金`.
_ENDS = re.compile(r"(?=[ 、›（(.])|(?<=[、）)])")
_PART = re.compile(r" \((\d+)/\d+\)$")


def enclosing_places(sections: Sequence[Section]) -> NDArray[np.intp]:
    """Finds the section that encloses each section, by the keys of their document's edition.

    Args:
        sections: The sections of a corpus.

    Returns:
        For each section the place of the one whose key is the longest beginning of its own, a long one's first part;
        -1 where there is none.
    """
    first = {}
    for place, section in enumerate(sections):
        name, part = _PART.sub("", section.id), _PART.search(section.id)
        if part is None or part[1] == "1":
            first[name] = place
    return np.array([_enclosing(section.id, first) for section in sections], np.intp)


def _enclosing(id_: str, first: dict[str, int]) -> int:
    edition, _, place = _PART.sub("", id_).partition("#")
    ends = sorted({end.start() for end in _ENDS.finditer(place) if 0 < end.start() < len(place)}, reverse=True)
    above = (first.get(f"{edition}#{place[:end]}") for end in ends)
    return next((found for found in above if found is not None), -1)


def with_enclosing(ranked: NDArray[np.intp], places: NDArray[np.intp], enclosing: NDArray[np.intp]) -> NDArray[np.intp]:
    """Puts the enclosing section right behind each section that has one and does not follow it.

    Args:
        ranked: What was found, best first, each as its position in `places`.
        places: The places of the sections that the reader may see, ascending.
        enclosing: The place of each section's enclosing one, as `enclosing_places` gives them.

    Returns:
        Positions in `places`, each once.
    """
    above = enclosing[places[ranked]]
    at = np.minimum(np.searchsorted(places, above), len(places) - 1)
    pairs = np.column_stack([ranked, np.where(places[at] == above, at, ranked)])
    return np.array([*dict.fromkeys(pairs.ravel().tolist())], np.intp)

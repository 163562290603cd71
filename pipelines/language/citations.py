"""Citations: a model writes the handle `[2]`, people see the key of the source that stands there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# The full-width forms are what Traditional-Chinese text turns brackets and digits into.
HANDLE = re.compile(r"\s*[\[［]\s*([0-9０-９]{1,3})\s*[\]］]")
BRACKETED = re.compile(r"\s*\[([^\[\]\n]{1,200})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An answer as people see it."""

    text: str
    citations: tuple[str, ...]
    """Keys cited, in order of first mention, each once."""
    invented: tuple[str, ...]
    """Handles or keys that were cited but not shown, as the model wrote them."""


def handle(place: int) -> str:
    """Returns the handle of the source at a place, from 1: `[1]`."""
    return f"[{place}]"


def escape_key(key: str) -> str:
    """Makes a key safe between square brackets, by turning its own brackets full-width."""
    return key.replace("[", "［").replace("]", "］")


def with_handles(answer: str, keys: Sequence[str]) -> str:
    """Replaces each ` [KEY]` of a label by the handle of the source shown under that key.

    >>> with_handles("24 小時內 [SOP-LOG-001 §4.3]。", ["FAQ-001", "SOP-LOG-001 §4.3"])
    '24 小時內 [2]。'

    Raises:
        ValueError: The answer cites a key that is not shown.
    """
    places = {escape_key(key): place for place, key in enumerate(keys, 1)}

    def replace(match: re.Match[str]) -> str:
        key = match.group(1)
        if key not in places:
            raise ValueError(f"the answer cites {key!r}, which is not among the sources shown")
        return match.group(0).replace(f"[{key}]", handle(places[key]))

    return BRACKETED.sub(replace, answer)


def resolve(answer: str, keys: Sequence[str]) -> Cited:
    """Turns handles into the keys of the sources shown.

    Args:
        answer: What the model wrote.
        keys: Keys of the sources shown, in prompt order.

    Returns:
        The answer with keys, which keys it cites, and which handles point nowhere (these are taken out of the text).

    >>> resolve("24 小時內[2]。", ["FAQ-001", "SOP-LOG-001 §4.3"]).text
    '24 小時內 [SOP-LOG-001 §4.3]。'
    """
    cited: dict[str, None] = {}
    invented: dict[str, None] = {}

    def replace(match: re.Match[str]) -> str:
        place = int(match.group(1))
        if not 1 <= place <= len(keys):
            invented[match.group(0).strip()] = None
            return ""
        key = escape_key(keys[place - 1])
        first = not _follows_citation(match)
        cited[keys[place - 1]] = None
        return f" [{key}]" if first else f"[{key}]"

    text = HANDLE.sub(replace, answer).strip()
    return Cited(text=text, citations=tuple(cited), invented=tuple(invented))


def _follows_citation(match: re.Match[str]) -> bool:
    """Says whether a citation follows another directly, so that several read `[K1][K2]`."""
    return match.string[: match.start()].endswith(("]", "］"))


def without_citations(answer: str) -> str:
    """Returns an answer without its bracketed citations, for comparing it with a reference.

    >>> without_citations("24 小時內 [SOP-LOG-001 §4.3]。")
    '24 小時內。'
    """
    return BRACKETED.sub("", answer)

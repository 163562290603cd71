"""Names in Latin letters: after a title, in a field, before a mail address, and spelt as only Chinese names are."""

import re
from collections.abc import Iterable, Iterator

from pipelines.ingest.personal.name_words import (
    FAMILY_LATIN,
    LATIN_CALLINGS,
    LATIN_CLOSINGS,
    LATIN_DUTIES,
    LATIN_ROLES,
    LATIN_VERBS,
    NAME_COLUMN,
    NO_LATIN_NAMES,
)
from pipelines.ingest.personal.spans import Page, Span, mentions

WORD = r"[A-Z](?:[a-z]+|[A-Z]+)(?:[-'][A-Za-z](?:[a-z]+|[A-Z]+))*"
NAME = rf"{WORD}(?:,? {WORD}){{0,2}}"
TITLED = re.compile(rf"(?<![A-Za-z])(?:Mr|Ms|Mrs|Miss|Dr|Prof)(?![A-Za-z])\.? ?(?P<name>{NAME})")
FIELD = re.compile(rf"[ \t]?[:\t=](?>[ \t\n]{{0,2}})(?P<name>{NAME})(?![A-Za-z0-9@])")
BY = re.compile(rf" (?P<name>{WORD}(?:,? {WORD}){{1,2}})")
SIGNATURE = re.compile(rf",?[ \t]*\n+(?P<name>{WORD}(?: {WORD}){{1,2}})(?![^\n])")
MAILED = re.compile(rf"(?P<name>{WORD}(?:,? {WORD}){{1,2}}) ?[<(]? ?$")
HYPHENED = r"(?:[A-Z][a-z]+-[A-Za-z][a-z]+|[A-Z]+-[A-Z]+)"
SPELT = re.compile(
    rf"(?a)\b(?:(?P<family>[A-Z][A-Za-z]+),? (?={HYPHENED}\b){HYPHENED}|{HYPHENED} (?P<last>[A-Z][A-Za-z]+))\b"
)  # fmt: skip


def find_latin_names(page: Page, found: Iterable[Span]) -> Iterator[Span]:
    """Yields names in Latin letters.

    Args:
        page: The text.
        found: Identifiers found before; a name often stands before a mail address.
    """
    for match in TITLED.finditer(page.text):
        yield from _kept(match.start("name"), match["name"], least=1)
    for pattern, words in ((FIELD, LATIN_ROLES), (FIELD, LATIN_DUTIES), (BY, LATIN_VERBS), (SIGNATURE, LATIN_CLOSINGS)):
        for end in mentions(page.lower, words):
            named = pattern.match(page.text, end)
            if named and (words is not LATIN_DUTIES or _is_chinese(named["name"])):
                yield from _kept(named.start("name"), named["name"], least=2)
    for span in found:
        if span.kind == "email":
            first = max(0, span.start - 60)
            before = MAILED.search(page.text[first : span.start])
            if before:
                yield from _kept(first + before.start("name"), before["name"], least=2)
    for match in SPELT.finditer(page.text):
        if (match["family"] or match["last"]).lower() in FAMILY_LATIN:
            yield Span(match.start(), match.end(), "name")
    yield from _in_cells(page)


def _kept(start: int, name: str, *, least: int) -> Iterator[Span]:
    """Takes the words up to the first that no name has; too few are none."""
    words = list(re.finditer(WORD, name))
    count = next((place for place, word in enumerate(words) if word.group().lower() in NO_LATIN_NAMES), len(words))
    # Capitals alone are seldom a name, but for `WANG XIAO MING`.
    spelt = not name.isupper() or _is_chinese(name)
    if count >= least and spelt:
        yield Span(start, start + words[count - 1].end(), "name")


def _is_chinese(name: str) -> bool:
    return any(word.lower() in FAMILY_LATIN for word in re.findall(WORD, name))


def _in_cells(page: Page) -> Iterator[Span]:
    for cell in page.cells:
        if NAME_COLUMN.search(cell.heading.strip()):
            match = re.compile(rf"\s*({NAME})\s*$").match(page.text, cell.start, cell.end)
            if match:
                yield from _kept(match.start(1), match[1], least=2)
    for start, end in page.speakers:
        yield from _speaker(start, page.text[start:end])


def _speaker(start: int, speaker: str) -> Iterator[Span]:
    words = speaker.split(" ")
    while words and words[0].lower() in LATIN_CALLINGS:
        start += len(words.pop(0)) + 1
    named = re.match(NAME, " ".join(words))
    if named and not any(word.lower().strip(",") in NO_LATIN_NAMES for word in named.group().split(" ")):
        yield Span(start, start + named.end(), "name")


def find_latin_again(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yields the other mentions of full names that are known from somewhere in the document, in either order."""
    known = {_key(text[span.start : span.end]) for span in spans if span.kind == "name"}
    known = {key for key in known if len(key) >= 2}
    if known:
        for match in re.finditer(rf"(?a)\b{WORD}(?:,? {WORD}){{1,2}}\b", text):
            if _key(match.group()) in known:
                yield Span(match.start(), match.end(), "name")


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.lower() for word in re.findall(WORD, name)))

"""A piece of text that identifies someone, the page it is found on, and what is left when pieces overlap."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.ingest.personal.view import View

LATIN = re.compile("[a-z]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where an identifier stands in a page's plain text; it holds no value, so that no log or error can show one."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell or a speaker in a page's plain text, with the heading it stands under."""

    start: int
    end: int
    heading: str


class Page:
    """All text of one document, with cells parted by tabs and blocks, rows and lines by line breaks.

    Args:
        view: Its text in plain signs.
        cells: Its cells that have a heading, in order, in the places of the plain text.
        speakers: Where names of speakers stand, in order.
    """

    __slots__ = ("_starts", "cells", "lower", "speakers", "text")

    def __init__(self, view: View, cells: tuple[Cell, ...] = (), speakers: tuple[tuple[int, int], ...] = ()) -> None:
        self.text = view.text
        self.lower = lowered(view.text)
        self.cells = cells
        self.speakers = speakers
        self._starts = [cell.start for cell in cells]

    def heading(self, place: int) -> str:
        """Returns the heading over the cell at a place, or nothing."""
        found = bisect_right(self._starts, place) - 1
        return self.cells[found].heading if found >= 0 and place <= self.cells[found].end else ""

    def before(self, place: int, count: int) -> str:
        """Returns what a reader sees before a place: the cell's heading, and so many characters."""
        return f"{self.heading(place)}\n{self.text[max(0, place - count) : place]}"


def lowered(text: str) -> str:
    """Returns a text in lower case, sign for sign."""
    lower = text.lower()
    return lower if len(lower) == len(text) else re.sub("[A-Z]+", lambda match: match.group().lower(), text)


def mentions(lower: str, words: Iterable[str]) -> Iterator[int]:
    """Yields where each mention of a word ends; Latin words are whole words. Searching word by word is the fastest.

    >>> sorted(mentions("電話 tel hotel", ("tel", "電話")))
    [2, 6]

    Args:
        lower: The text, in lower case.
        words: The words, in lower case.
    """
    for word in words:
        start, latin = lower.find(word), word.isascii()
        while start >= 0:
            end = start + len(word)
            if not latin or not (LATIN.match(lower[start - 1 : start]) or LATIN.match(lower, end)):
                yield end
            start = lower.find(word, end)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Returns spans that do not overlap: of those that do, the whole stretch, as the longest one's kind."""
    result: list[Span] = []
    for span in sorted(spans):
        last = result[-1] if result else None
        if last is None or span.start >= last.end:
            result.append(span)
        else:
            kind = span.kind if span.end - span.start > last.end - last.start else last.kind
            result[-1] = Span(last.start, max(last.end, span.end), kind)
    return result

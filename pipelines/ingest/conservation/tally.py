"""The tally: every character of a file is in the reading's text, in its furniture, hidden, quarantined, or lost."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from pipelines.ingest.blocks import Block, Hidden, Reading, is_furniture
from pipelines.ingest.conservation.align import Text, match, match_pieces
from pipelines.ingest.conservation.clean import clean_text
from pipelines.ingest.conservation.raw import Fate, Piece, raw

BODY, FURNITURE, HIDDEN = 1, 2, 3
NUMBER = "\ue0ff"
"""Stands for a cell whose print the raw count does not know."""
SENTENCE = 8
"""Characters. Longer pieces that are equal are the same piece."""
DIGITS = re.compile(r"\d[\d.,/:%-]*")
INSIDE = "!/ "
"""What stands in a locator between a place and one inside of it."""
COUNTED = {"cell": "cells", "number": "cells", "item": "items", "note": "notes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Where the characters of a file went, none of them white space.

    `characters` = `body` + `furniture` + `hidden` + `quarantined` + `lost`.
    """

    characters: int
    body: int
    furniture: int
    hidden: int
    quarantined: int
    lost: int
    cells: int
    cells_lost: int
    items: int
    items_lost: int
    notes: int
    notes_lost: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A text of a reading, and what its characters count as."""

    text: str
    mark: int


def tally(data: bytes, suffix: str, reading: Reading) -> Tally | None:
    """Compares a file with what its reader made of it.

    Args:
        data: The file's bytes.
        suffix: The ending of its name.
        reading: The reading, cleaned and not yet redacted.

    Returns:
        The tally; None where the file cannot be counted without its reader, so that nothing is known.
    """
    count = raw(data, suffix)
    if count is None:
        return None
    return settle(count.pieces, reading)


def settle(pieces: Sequence[Piece], reading: Reading) -> Tally:
    """Finds the pieces of a file in its reading.

    Args:
        pieces: The pieces, in the file's order.
        reading: What the reader made of it.
    """
    numbers = any(piece.kind == "number" for piece in pieces)
    known = {squeeze(piece.text) for piece in pieces if piece.kind != "number"} if numbers else None
    units = list(_units(reading, known))
    shown, marks = Text([unit.text for unit in units]), bytes(unit.mark for unit in units)
    hidden = Text([squeeze(entry.text) for entry in _hidden(reading)])
    unseen_marks = bytes([HIDDEN]) * len(hidden.pieces)
    texts, margins, unseen = _of(pieces, "printed", "copy"), _of(pieces, "margin"), _of(pieces, "unseen")
    # Sentences are found whole before others can take letters of them, what a person wrote is found before what a
    # program prints, and deleted text takes its own place among the hidden.
    match_pieces(texts, shown, marks, shortest=SENTENCE)
    match_pieces(texts, hidden, unseen_marks, shortest=SENTENCE)
    match(texts, shown, marks)
    match(margins, shown, marks)
    match(unseen, hidden, unseen_marks)
    match(texts, hidden, unseen_marks)
    if numbers:
        _match_numbers(texts, shown)
    _match_through_copies([piece for piece in pieces if piece.fate in ("printed", "copy")], texts)
    return _sum(pieces, {"printed": texts.found(), "margin": margins.found()}, frozenset(_locators(reading)))


def _of(pieces: Sequence[Piece], *fates: Fate) -> Text:
    own = [piece for piece in pieces if piece.fate in fates]
    return Text([NUMBER if piece.kind == "number" else squeeze(piece.text) for piece in own])


def squeeze(text: str) -> str:
    """Returns a text without white space and invisible characters."""
    return "".join(clean_text(text).split())


def size(text: str) -> int:
    """Returns how many characters of a text are not white space."""
    return len("".join(text.split()))


def _units(reading: Reading, known: set[str] | None) -> Iterator[Unit]:
    lines: Counter[str] = Counter()
    for block in reading.blocks:
        if block.where == "table":  # the table's own block carries its cells
            continue
        mark = FURNITURE if is_furniture(block) else BODY
        for text in _texts(block, known):
            # A table in a page header is there twice, as lines and then as cells.
            if mark == FURNITURE and block.kind == "table" and lines[text]:
                lines[text] -= 1
                continue
            yield Unit(text, mark)
            lines[text] += block.kind != "table"
    for part in sorted(reading.parts, key=lambda part: part.name):
        yield from _units(part.reading, known)


def _hidden(reading: Reading) -> Iterator[Hidden]:
    yield from reading.hidden
    for part in reading.parts:
        yield from _hidden(part.reading)


def _texts(block: Block, known: set[str] | None) -> Iterator[str]:
    # A typed number stands in one piece with its text; a generated one is not in the file, nor a chat's time as given.
    yield squeeze(block.text if block.series or block.kind == "exchange" else block.label + block.text)
    # Two header rows are joined by a space, each of them a cell in the file.
    yield from (word for cell in block.header for word in clean_text(cell).split())
    for row in block.rows:
        # The middle of an exchange is a role, which no file states.
        for cell in row[::2] if block.kind == "exchange" else row:
            text = squeeze(cell)
            yield NUMBER if text and known is not None and text not in known else text


def _locators(reading: Reading) -> Iterator[str]:
    yield from (problem.locator for problem in reading.problems)
    for part in reading.parts:
        yield from (f"{part.name}!{locator}" for locator in _locators(part.reading))


def _match_numbers(left: Text, right: Text) -> None:
    """A number that is printed in a line of text, such as a date below a sheet's title."""
    free = (run.span() for run in DIGITS.finditer(right.whole) if not any(right.used[run.start() : run.end()]))
    lacking = (place for place, letter in enumerate(left.whole) if letter == NUMBER and not left.used[place])
    for place, (start, end) in zip(lacking, free, strict=False):
        left.used[place] = BODY
        right.used[start:end] = bytes([BODY]) * (end - start)


def _match_through_copies(pieces: Sequence[Piece], left: Text) -> None:
    """A merged cell is there as long as one of its copies is: joined header rows keep a single one."""
    last: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        start, end = left.starts[place], left.starts[place + 1]
        if piece.fate != "copy":
            last[left.pieces[place]] = start
        elif 0 not in left.used[start:end] and left.pieces[place] in last:
            start_of_own = last[left.pieces[place]]
            left.used[start_of_own : start_of_own + end - start] = left.used[start:end]


def _sum(pieces: Sequence[Piece], found: dict[str, Iterator[bytes]], problems: frozenset[str]) -> Tally:
    total: dict[str, int] = {name.name: 0 for name in fields(Tally)}
    for piece in pieces:
        # How a number is written says nothing about its print; it counts as a cell.
        written = 0 if piece.kind == "number" else size(piece.text)
        if piece.fate == "unseen":
            total["characters"] += written
            total["hidden"] += written
            continue
        marks = next(found["margin" if piece.fate == "margin" else "printed"])
        if piece.fate == "copy" or not marks:
            continue
        fate = "furniture" if piece.fate == "margin" else "quarantined" if _is_in(piece.where, problems) else "lost"
        if written:
            total["characters"] += written
            total["body"] += marks.count(BODY)
            total["furniture"] += marks.count(FURNITURE)
            total["hidden"] += written - len(marks) + marks.count(HIDDEN)
            total[fate] += marks.count(0)
        counted = COUNTED.get(piece.kind)
        if counted:
            total[counted] += 1
            total[f"{counted}_lost"] += 0 in marks and fate == "lost"
    return Tally(**total)


def _is_in(where: str, problems: frozenset[str]) -> bool:
    """Says whether a problem names a place or what encloses it."""
    return bool(problems) and any(where[:end] in problems for end, letter in enumerate(f"{where}!") if letter in INSIDE)

"""The raw count of an Excel file: shared and inline strings, numbers as cells, merges, hidden rows and sheets."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.ingest.conservation.raw import Fate, Piece
from pipelines.ingest.conservation.raw_xml import Element, Pack, below, first, get, local, texts

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MOST_COPIES = 100_000
"""Cells a merged area may cover; a larger one is no table that anybody reads."""

Grid = dict[tuple[int, int], Piece]


def excel(data: bytes) -> Iterator[Piece]:
    """Yields the cells of every sheet, then its drawings and comments."""
    pack = Pack(data)
    main = next(iter(pack.related("", "officeDocument")), "")
    relations = pack.relations(main)
    strings = [_string(entry) for name in pack.related(main, "sharedStrings") for entry in below(pack.part(name), "si")]
    for sheet in below(first(pack.part(main), "sheets"), "sheet"):
        name = relations.get(get(sheet, "id"), ("", ""))[1]
        fate: Fate = "printed" if get(sheet, "state", "visible") == "visible" else "unseen"
        grid = _grid(pack.part(name), strings)
        found = [grid[place] for place in sorted(grid)]
        for drawing in pack.related(name, "drawing"):
            found += [Piece(text=text) for text in texts(pack.part(drawing))]
        for comments in pack.related(name, "comments"):
            found += [Piece(text=_string(entry), fate="unseen") for entry in pack.every(comments, "comment")]
        where = f"sheet {get(sheet, 'name')}"
        yield from (
            replace(piece, where=where, fate=piece.fate if fate == "printed" else fate)
            for piece in found
            if fate == "printed" or piece.fate != "copy"
        )


def _string(entry: Element | None) -> str:
    """The runs of a string; readings of Japanese characters above them are no text of the cell."""
    nodes = [] if entry is None else entry.iter("{*}t")
    return "".join(node.text or "" for node in nodes if local(node.getparent()) != "rPh")


def _grid(sheet: Element | None, strings: list[str]) -> Grid:
    grid: Grid = {}
    if sheet is None:
        return grid
    hidden_columns = {
        number
        for column in sheet.iter("{*}col")
        if get(column, "hidden") in ("1", "true")
        for number in range(int(get(column, "min", "1")), min(int(get(column, "max", "1")), 16_384) + 1)
    }
    number = 0
    for row in below(first(sheet, "sheetData"), "row"):
        number = int(get(row, "r") or number + 1)
        hidden = get(row, "hidden") in ("1", "true")
        column = 0
        for cell in below(row, "c"):
            place = PLACE.fullmatch(get(cell, "r"))
            column = _column(place[1]) if place else column + 1
            piece = _cell(cell, strings)
            if piece is not None and piece.text.strip():
                unseen = hidden or column in hidden_columns
                grid[number, column] = replace(piece, fate="unseen") if unseen else piece
    for area in sheet.iter("{*}mergeCell"):
        _merge(get(area, "ref"), grid)
    return grid


def _cell(cell: Element, strings: list[str]) -> Piece | None:
    kind, value = get(cell, "t", "n"), first(cell, "v")
    if kind == "inlineStr":
        return Piece(text=_string(first(cell, "is")), kind="cell")
    if value is None or not value.text:
        return None
    if kind == "s":
        return Piece(text=strings[int(value.text)], kind="cell")
    # What a number, a date or an error looks like depends on its format.
    return Piece(text=value.text, kind="cell" if kind == "str" else "number")


def _merge(area: str, grid: Grid) -> None:
    ends = PLACE.findall(area)
    if len(ends) != 2:
        return
    (left, top), (right, bottom) = ((_column(letters), int(digits)) for letters, digits in ends)
    own = grid.get((top, left))
    if own is None or own.fate != "printed" or (right - left + 1) * (bottom - top + 1) > MOST_COPIES:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                grid[row, column] = replace(own, fate="copy")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

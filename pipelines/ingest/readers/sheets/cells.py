"""The cells of a sheet that are printed, and those that nobody sees."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pipelines.ingest.blocks import Hidden, HiddenKind
from pipelines.ingest.readers.sheets.shown import shown

# openpyxl is published without types: a sheet, a cell or a part of one.
Sheet: TypeAlias = Any
Place = tuple[int, int]
LAST_COLUMN = 16_384
WHITE = ("FFFFFFFF", "00FFFFFF")
WHITE_INDEXES = (1, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is printed at one place of a sheet."""

    text: str = ""
    number: bool = False
    """A number or a date, which no header is made of."""
    bold: bool = False
    merged_down: bool = False
    """It belongs to the cell above."""
    spans: bool = False
    """It covers more than one column."""


def printed_cells(sheet: Sheet, locator: str) -> tuple[dict[Place, Cell], list[Hidden]]:
    """Returns a sheet's printed cells by row and column, merged values repeated, and what is hidden among them.

    Args:
        sheet: An openpyxl worksheet.
        locator: Names the sheet.
    """
    rows, columns = _hidden_lines(sheet.row_dimensions, "height"), _hidden_lines(sheet.column_dimensions, "width")
    cells: dict[Place, Cell] = {}
    hidden: list[Hidden] = []
    for place, cell in _filled(sheet):
        text = shown(cell.value, cell.number_format) if cell.value is not None else ""
        kind: HiddenKind | None = "hidden_row" if place[0] in rows or place[1] in columns else _unseen(cell, text)
        if kind is not None and (raw := text or str(cell.value).strip()):
            hidden.append(Hidden(kind=kind, text=raw, locator=locator))
        elif text:
            number = not isinstance(cell.value, (str, bool))
            cells[place] = Cell(text=text, number=number, bold=bool(cell.has_style and cell.font.b))
        if cell.comment is not None:
            hidden.append(Hidden(kind="comment", text=cell.comment.text, locator=locator))
    spread = _merged(sheet, cells)
    cells |= {place: cell for place, cell in spread.items() if place[0] not in rows and place[1] not in columns}
    return cells, hidden


def _filled(sheet: Sheet) -> Iterator[tuple[Place, Any]]:
    """Cells with a value or a comment. The public way walks every empty cell up to the last row."""
    for place, cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if cell.value is not None or cell.comment is not None:
            yield place, cell


def _hidden_lines(dimensions: Sheet, size: str) -> set[int]:
    """The hidden rows or columns of a sheet; columns are stated in ranges."""
    lines: set[int] = set()
    for line in dimensions.values():
        if line.hidden or getattr(line, size) == 0:
            first = getattr(line, "min", None) or line.index
            lines.update(range(first, min(getattr(line, "max", None) or first, first + LAST_COLUMN) + 1))
    return lines


def _unseen(cell: Sheet, text: str) -> HiddenKind | None:
    """Why nobody sees a value in a visible row and column, or None."""
    if cell.value is None or not cell.has_style:
        return None
    if not text:
        return "invisible"
    plain = cell.fill.fill_type is None or _is_white(cell.fill.fgColor)
    return "white" if plain and _is_white(cell.font.color) else None


def _is_white(color: Sheet) -> bool:
    if color is None:
        return False
    if color.type == "rgb":
        return color.rgb in WHITE
    return (color.type == "theme" and color.theme == 0 and not color.tint) or (
        color.type == "indexed" and color.indexed in WHITE_INDEXES
    )


def _merged(sheet: Sheet, cells: dict[Place, Cell]) -> dict[Place, Cell]:
    """The places that merged areas cover, as far as the sheet has values beside them."""
    last = (max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0))
    spread: dict[Place, Cell] = {}
    for area in sheet.merged_cells.ranges:
        first = cells.get((area.min_row, area.min_col))
        if first is None:
            continue
        value = replace(first, spans=area.max_col > area.min_col)
        for row in range(area.min_row, min(area.max_row, last[0]) + 1):
            for column in range(area.min_col, min(area.max_col, last[1]) + 1):
                spread[row, column] = replace(value, merged_down=row > area.min_row)
    return spread

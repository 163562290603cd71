"""Tables: the grid behind horizontal and vertical merges, and which rows are its header."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.xml import Element, W, child, is_on, number

MOST_HEADER_ROWS = 3
WIDEST_SPAN = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value at one place of the grid."""

    text: str
    merged_down: bool = False
    """Its value comes from the cell above."""
    spans: bool = False
    """It covers more than one column."""


@dataclass(slots=True, kw_only=True)
class Grid:
    """A table with every merged value repeated in each place it covers."""

    rows: list[list[Cell]] = field(default_factory=list)
    repeated: int = 0
    """Leading rows that Word repeats on every page."""

    def split(self, *, headed: bool) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Returns the header cells, two header rows joined, and the rows below.

        Args:
            headed: False for a grid that has no header row, such as one in a page header.
        """
        texts = [tuple(cell.text for cell in row) for row in self.rows]
        count = self._header_rows() if headed and len(texts) > 1 else 0
        return join_header(texts[:count]), tuple(texts[count:])

    def _header_rows(self) -> int:
        if 0 < self.repeated < len(self.rows):
            return self.repeated
        if not any(cell.spans for cell in self.rows[0]):
            return 1
        count = 1
        while count < min(MOST_HEADER_ROWS, len(self.rows) - 1) and any(cell.merged_down for cell in self.rows[count]):
            count += 1
        return count


def join_header(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Joins header rows from top to bottom; a value merged over both counts once.

    >>> join_header([("等級", "國內", "國內"), ("等級", "住宿", "膳雜")])
    ('等級', '國內 住宿', '國內 膳雜')
    """
    if not rows:
        return ()
    joined = []
    for column in range(max(len(row) for row in rows)):
        parts: dict[str, None] = {}
        for row in rows:
            text = " ".join(row[column].split()) if column < len(row) else ""
            if text:
                parts[text] = None
        joined.append(" ".join(parts))
    return tuple(joined)


def read_grid(table: Element, read_cell: Callable[[Element], str]) -> Grid:
    """Reads a table row by row and cell by cell.

    Args:
        table: The table.
        read_cell: Returns the printed text of a cell; called once for every printed cell, in order.

    Returns:
        The grid; deleted and hidden rows are left out.
    """
    grid = Grid()
    above: dict[int, str] = {}
    for row in _inside(table, "tr"):
        if child(row, "trPr", "del") is not None or is_on(row, "trPr", "hidden"):
            continue
        cells = _read_row(row, above, read_cell)
        if is_on(row, "trPr", "tblHeader") and grid.repeated == len(grid.rows):
            grid.repeated += 1
        grid.rows.append(cells)
        above = {column: cell.text for column, cell in enumerate(cells)}
    return grid


def _read_row(row: Element, above: dict[int, str], read_cell: Callable[[Element], str]) -> list[Cell]:
    cells = [Cell(text="")] * min(number(row, "trPr", "gridBefore") or 0, WIDEST_SPAN)
    for element in _inside(row, "tc"):
        if child(element, "tcPr", "cellDel") is not None:
            continue
        span = min(max(number(element, "tcPr", "gridSpan") or 1, 1), WIDEST_SPAN)
        merge = child(element, "tcPr", "vMerge")
        continues = merge is not None and merge.get(W + "val", "continue") == "continue"
        text = above.get(len(cells), "") if continues else read_cell(element)
        cells += [Cell(text=text, merged_down=continues, spans=span > 1)] * span
    return cells + [Cell(text="")] * min(number(row, "trPr", "gridAfter") or 0, WIDEST_SPAN)


def _inside(holder: Element, name: str) -> Iterator[Element]:
    for element in holder:
        if element.tag == W + name:
            yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _inside(element, name)

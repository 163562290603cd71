"""Tables: the grid behind horizontal and vertical merges, and which rows are its header."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from pipelines.ingest.blocks import HiddenKind
from pipelines.ingest.readers.word.xml import MC, VAL, Element, Properties, W, chosen, properties

MOST_HEADER_ROWS = 3
WIDEST_SPAN = 256
WIDEST_ROW = 1024
ROW, CELL = W + "tr", W + "tc"
HOLDERS = {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
"""What may stand around paragraphs, tables, rows and cells without being one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value at one place of the grid."""

    text: str
    merged_down: bool = False
    """Its value comes from the cell above."""
    spans: bool = False
    """It covers more than one column."""
    open_below: bool = False
    """A cell below may belong to it."""


EMPTY = Cell(text="")


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


def read_grid(table: Element, read_cell: Callable[[Element], str], hide: Callable[[HiddenKind, Element], None]) -> Grid:
    """Reads a table row by row and cell by cell.

    Args:
        table: The table.
        read_cell: Returns the printed text of a cell; called once for every printed cell, in order.
        hide: Told of every row and cell that is not printed.

    Returns:
        The grid; deleted and hidden rows are left out.
    """
    grid = Grid()
    above: list[Cell] = []
    for row in _inside(table, ROW):
        stated = properties(row, "trPr")
        deleted = W + "del" in stated
        if deleted or stated.is_on("hidden"):
            hide("deleted" if deleted else "vanished", row)
            continue
        cells = [EMPTY] * min(stated.number("gridBefore") or 0, WIDEST_SPAN)
        for element in _inside(row, CELL):
            cells += _read_cell(element, cells, above, read_cell=read_cell, hide=hide)
        # Sixty cells of the widest span each would make every row of a small file enormous.
        above = (cells + [EMPTY] * min(stated.number("gridAfter") or 0, WIDEST_SPAN))[:WIDEST_ROW]
        if stated.is_on("tblHeader") and grid.repeated == len(grid.rows):
            grid.repeated += 1
        grid.rows.append(above)
    return grid


def _read_cell(
    element: Element,
    cells: list[Cell],
    above: list[Cell],
    *,
    read_cell: Callable[[Element], str],
    hide: Callable[[HiddenKind, Element], None],
) -> list[Cell]:
    """Returns a cell once for each column it covers, nothing for a deleted one."""
    stated = properties(element, "tcPr")
    if W + "cellDel" in stated:
        hide("deleted", element)
        return []
    merge = _merge(stated)
    cell = _covered(stated.value("hMerge"), merge, cells, above)
    if cell is None:
        cell = Cell(text=read_cell(element), open_below=merge == "restart")
    else:
        hide("vanished", element)
    span = min(max(stated.number("gridSpan") or 1, 1), WIDEST_SPAN)
    return [cell] if span == 1 else [replace(cell, spans=True)] * span


def _covered(sideways: str | None, down: str | None, cells: list[Cell], above: list[Cell]) -> Cell | None:
    """What a cell shows that belongs to the one above or, in old files, to the one on its left; None for its own."""
    if cells and sideways == "continue":
        cells[-1] = replace(cells[-1], spans=True)
        return cells[-1]
    place = len(cells)
    if down == "continue" and place < len(above) and above[place].open_below:
        return Cell(text=above[place].text, merged_down=True, open_below=True)
    return None


def _merge(stated: Properties) -> str | None:
    """How a cell is merged downwards: `restart`, `continue` or not at all; a tracked merge counts as accepted."""
    tracked, merge = stated.get(W + "cellMerge"), stated.get(W + "vMerge")
    if tracked is not None:
        return {"cont": "continue", "rest": "restart"}.get(tracked.get(W + "vMerge", ""))
    return None if merge is None else str(merge.get(VAL, "continue"))


def _inside(holder: Element, name: str) -> Iterator[Element]:
    for element in holder:
        if element.tag == name:
            yield element
        elif element.tag in HOLDERS:
            yield from _inside(element, name)
        elif element.tag == MC + "AlternateContent":
            yield from _inside(chosen(element), name)

"""Tables: cells between ruling lines, merged values repeated, and tables that go on over the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.lines import join
from pipelines.ingest.readers.pdf.geometry import Box
from pipelines.ingest.readers.pdf.layout import lines_of, unmarked
from pipelines.ingest.readers.pdf.page import Char, Sheet, middle
from pipelines.ingest.readers.word.tables import join_header

TOLERANCE = 3.0
MOST_RULES = 20_000
MOST_CROSSINGS = 100_000
"""Pairs of lines; a drawing has more, and takes minutes to search."""
MOST_PLACES = 100_000
MOST_HEADER_ROWS = 3
FILLED = 0.7
"""Share of its extent that a table's cells cover."""
NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and the places of the grid it covers."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    chars: list[Char] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table and where it is."""

    cells: tuple[Cell, ...]
    page: int
    last: int
    """The last page it is on."""
    box: Box = NOWHERE
    headed: int = 0
    """Rows that the file itself calls header rows."""

    @property
    def breadth(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The grid, each merged value in every place it covers."""
        grid = [[""] * self.breadth for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    grid[row][column] = grid[row][column] or cell.text
        return tuple(tuple(row) for row in grid)

    @property
    def header_rows(self) -> int:
        """How many of the first rows name the columns: more than one where a cell of the first is merged."""
        if self.headed:
            return min(self.headed, self.height - 1)
        first = [cell for cell in self.cells if cell.row == 0]
        if self.height < 2 or not any(cell.columns > 1 for cell in first):
            return min(1, self.height - 1)
        return max(1, min(MOST_HEADER_ROWS, self.height - 1, max(cell.rows for cell in first)))


def ruled_tables(sheet: Sheet, chars: Sequence[Char]) -> tuple[list[Table], list[Char]]:
    """Finds the tables that are drawn with lines.

    Args:
        sheet: The page with its lines.
        chars: Its printed characters.

    Returns:
        The tables, and the characters outside of them.
    """
    tables: list[Table] = []
    for cells in sorted(_grids(sheet), key=_size):
        table, chars = _filled(cells, chars, sheet.number)
        tables += [table] if table is not None else []
    return tables, list(chars)


def _size(cells: list[Box]) -> float:
    """The area of a table; one inside a cell of another is smaller, and is read first."""
    return sum((cell.x1 - cell.x0) * (cell.bottom - cell.top) for cell in cells)


def _grids(sheet: Sheet) -> list[list[Box]]:
    if len(sheet.rules) > MOST_RULES:
        return []
    edges = merge_edges([_edge(rule) for rule in sheet.rules], TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    upright = sum(edge["orientation"] == "v" for edge in edges)
    if not 1 < upright < len(edges) or upright * (len(edges) - upright) > MOST_CROSSINGS:
        return []
    cells = intersections_to_cells(edges_to_intersections(edges, TOLERANCE, TOLERANCE))
    found = [[Box(*cell) for cell in table] for table in cells_to_tables(cells)]
    return [table for table in found if _is_table(table)]


def _is_table(cells: list[Box]) -> bool:
    """Says whether cells fill a grid; one column is a frame around text, and boxes with gaps are a drawing."""
    around = (max(cell.x1 for cell in cells) - min(cell.x0 for cell in cells)) * (
        max(cell.bottom for cell in cells) - min(cell.top for cell in cells)
    )
    return len({cell.x0 for cell in cells}) > 1 and _size(cells) >= FILLED * around


def _edge(rule: Box) -> dict[str, object]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.top == rule.bottom else "v",
        "object_type": "line",
    }


def _filled(boxes: list[Box], chars: Sequence[Char], page: int) -> tuple[Table | None, list[Char]]:
    across = sorted({side for box in boxes for side in (box.x0, box.x1)})
    down = sorted({side for box in boxes for side in (box.top, box.bottom)})
    if len(across) * len(down) > MOST_PLACES:
        return None, list(chars)
    around = Box(across[0], down[0], across[-1], down[-1])
    inside: dict[Box, list[Char]] = {box: [] for box in boxes}
    outside: list[Char] = []
    box: Box | None = None
    for char in chars:
        x, y = middle(char)
        if box is None or not box.holds(x, y):  # most characters are in the cell of the one before
            box = next((box for box in boxes if box.holds(x, y)), None) if around.holds(x, y) else None
        (outside if box is None else inside[box]).append(char)
    cells = tuple(_cell(box, inside[box], page, (across, down)) for box in boxes)
    if not any(cell.text for cell in cells):
        return None, outside
    return Table(cells=cells, page=page, last=page, box=around), outside


def _cell(box: Box, chars: list[Char], page: int, grid: tuple[list[float], list[float]]) -> Cell:
    across, down = grid
    return Cell(
        row=down.index(box.top),
        column=across.index(box.x0),
        rows=down.index(box.bottom) - down.index(box.top),
        columns=across.index(box.x1) - across.index(box.x0),
        text=cell_text(chars, page),
        chars=chars,
    )


def cell_text(chars: Sequence[Char], page: int) -> str:
    """Returns what is printed in a cell, its lines joined."""
    return join([line.text for line in lines_of(chars, page)])


def goes_on(before: Table, table: Table) -> bool:
    """Says whether a table at the top of a page is the rest of the one at the bottom of the page before."""
    return table.page == before.last + 1 and table.breadth == before.breadth


def joined(before: Table, table: Table) -> Table:
    """Returns a table with its rest; the header that is repeated on the next page counts once."""
    count = before.header_rows
    skip = count if table.rows[:count] == before.rows[:count] else 0
    below = tuple(replace(cell, row=cell.row - skip + before.height) for cell in table.cells if cell.row >= skip)
    return replace(before, cells=before.cells + below, last=table.last)


def block_of(table: Table) -> Block | None:
    """Returns a table as a block; rows without a value are left out, and None comes of a table without any."""
    count = table.header_rows
    header = join_header([tuple(unmarked(cell) for cell in row) for row in table.rows[:count]])
    rows = tuple(tuple(unmarked(cell) for cell in row) for row in table.rows[count:] if any(row))
    return Block(kind="table", header=header, rows=rows, page=table.page) if rows or any(header) else None

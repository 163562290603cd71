"""The tables of a sheet: found between blank rows and columns, with their headers, titles and remarks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, UnreadableError
from pipelines.ingest.readers.lines import ENDS
from pipelines.ingest.readers.sheets.cells import Cell, Place
from pipelines.ingest.readers.word.tables import join_header

MOST_CELLS = 2_000_000
MOST_HEADER_SEARCH = 20
MOST_HEADER_ROWS = 3
Row = list[Cell]


@dataclass(slots=True, kw_only=True)
class Region:
    """Cells that stand together: a table with what is written right above and below it, or lines of text."""

    columns: tuple[int, ...]
    rows: list[Row]


@dataclass(slots=True, kw_only=True)
class Table:
    """A table being read; rows below a blank row may still be its own."""

    columns: tuple[int, ...]
    header: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


def blocks_of(cells: dict[Place, Cell]) -> list[Block]:
    """Returns the blocks of a sheet.

    Args:
        cells: Its printed cells.

    Returns:
        Its tables and the lines between them, from top to bottom. A table goes on below a blank row unless what
        stands there has a title, a header or columns of its own.

    Raises:
        UnreadableError: A table spans too many cells.
    """
    found: list[Block | Table] = []
    for region in _regions(cells):
        last = found[-1] if found else None
        if isinstance(last, Table) and _goes_on(region, last):
            places = {column: place for place, column in enumerate(region.columns)}
            last.rows += [
                tuple(row[places[column]].text if column in places else "" for column in last.columns)
                for row in region.rows
            ]
        else:
            found += _read(region)
    return [block for part in found for block in (_finished(part) if isinstance(part, Table) else [part])]


def _regions(cells: dict[Place, Cell]) -> Iterator[Region]:
    """Cuts at blank rows, then at blank columns, and so on in each piece."""
    for band in _apart(cells, 0):
        lines, rest = _title(band)
        if lines:
            yield _region(lines)
        pieces = [piece for piece in _sides(rest) if piece]
        if len(pieces) == 1:
            yield _region(pieces[0])
        else:
            for piece in pieces:
                yield from _regions(piece)


def _apart(cells: dict[Place, Cell], axis: int) -> Iterator[dict[Place, Cell]]:
    """Splits cells at blank rows (axis 0) or columns (axis 1)."""
    piece: dict[Place, Cell] = {}
    last: int | None = None
    for place in sorted(cells, key=lambda place: (place[axis], place[1 - axis])):
        if last is not None and place[axis] > last + 1:
            yield piece
            piece = {}
        piece[place] = cells[place]
        last = place[axis]
    if piece:
        yield piece


def _title(band: dict[Place, Cell]) -> tuple[dict[Place, Cell], dict[Place, Cell]]:
    """Takes the lines above a table off it: rows with a single value."""
    rows: dict[int, set[str]] = {}
    for (row, _), cell in band.items():
        rows.setdefault(row, set()).add(cell.text)
    if len({column for _, column in band}) == 1:
        return {}, band
    first = next((row for row in sorted(rows) if len(rows[row]) > 1), max(rows) + 1)
    return (
        {place: cell for place, cell in band.items() if place[0] < first},
        {place: cell for place, cell in band.items() if place[0] >= first},
    )


def _sides(band: dict[Place, Cell]) -> list[dict[Place, Cell]]:
    """Tables side by side. A single column beside a blank one is no table: the blank one only makes room."""
    pieces = list(_apart(band, 1))
    tables = [
        piece for piece in pieces if len({column for _, column in piece}) > 1 and len({row for row, _ in piece}) > 1
    ]
    return pieces if len(tables) == len(pieces) > 1 else [band]


def _region(cells: dict[Place, Cell]) -> Region:
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    if len(rows) * len(columns) > MOST_CELLS:
        raise UnreadableError(f"a table spans more than {MOST_CELLS:,} cells", "split it over several sheets")
    blank = Cell()
    return Region(
        columns=tuple(columns), rows=[[cells.get((row, column), blank) for column in columns] for row in rows]
    )


def _goes_on(region: Region, table: Table) -> bool:
    """Says whether rows below a blank row belong to the table above it."""
    if not set(region.columns) <= set(table.columns) or len(region.columns) < 2 or _is_line(region.rows[0]):
        return False
    first, *rest = region.rows
    if any(cell.number for cell in first) or not rest:
        return True
    contrast = any(above.text and below.number for above, below in zip(first, rest[0], strict=True))
    styled = _all_bold(first) and not _all_bold(rest[0])
    repeated = tuple(cell.text for cell in first) == table.header
    return region.columns == table.columns and not (contrast or styled or repeated)


def _all_bold(row: Row) -> bool:
    return all(cell.bold for cell in row if cell.text)


def _is_line(row: Row) -> bool:
    return len(_texts(row)) <= 1


def _texts(row: Iterable[Cell]) -> list[str]:
    """The different values of a row, in order."""
    return list(dict.fromkeys(cell.text for cell in row if cell.text))


def _read(region: Region) -> list[Block | Table]:
    rows = region.rows
    start = _header_row(rows)
    if start is None:
        return [_line(row) for row in rows]
    count = 1
    while count < min(MOST_HEADER_ROWS, len(rows) - start - 1) and _is_more_header(
        rows[start + count - 1 : start + count + 1]
    ):
        count += 1
    header = join_header([tuple(cell.text for cell in row) for row in rows[start : start + count]])
    below = [tuple(cell.text for cell in row) for row in rows[start + count :]]
    return [*map(_line, rows[:start]), Table(columns=region.columns, header=header, rows=below)]


def _line(row: Row) -> Block:
    return Block(kind="paragraph", text=" ".join(_texts(row)))


def _header_row(rows: Sequence[Row]) -> int | None:
    """The first row with a value in most columns; None where the rows are lines of text."""
    if len(rows[0]) == 1:
        return None if len(rows) == 1 or any(row[0].text.endswith(ENDS) for row in rows) else 0
    for place, row in enumerate(rows[:MOST_HEADER_SEARCH]):
        if not _is_line(row) and sum(1 for cell in row if cell.text) * 2 > len(row):
            return place
    return None if all(_is_line(row) for row in rows) else 0


def _is_more_header(pair: Sequence[Row]) -> bool:
    """Says whether the second row completes the header: merged with it, or filled just where the first one spans."""
    above, row = pair
    if any(cell.number for cell in row):
        return False
    if any(cell.merged_down for cell in row):
        return True
    spanned = [below for over, below in zip(above, row, strict=True) if over.spans]
    others = [(over, below) for over, below in zip(above, row, strict=True) if not over.spans]
    return (
        bool(spanned and others)
        and all(cell.text for cell in spanned)
        and not any(o.text and b.text for o, b in others)
    )


def _finished(table: Table) -> list[Block]:
    """A table and the remarks below it: last rows with a single value, in a table of several columns."""
    count, rows = 0, table.rows
    while count < len(rows) - 1 and len(table.columns) > 2 and len({text for text in rows[-1 - count] if text}) == 1:
        count += 1
    kept, remarks = rows[: len(rows) - count], rows[len(rows) - count :]
    texts = [next(text for text in row if text) for row in remarks]
    return [
        Block(kind="table", header=table.header, rows=tuple(kept)),
        *(Block(kind="paragraph", text=text) for text in texts),
    ]

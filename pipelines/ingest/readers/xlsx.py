"""Excel files: a table a sheet, values as the cell shows them, merged values repeated."""

import datetime
import io
import re
import zipfile
from typing import Any

from pipelines.ingest.blocks import Block, Reading, UnreadableError

LARGEST_UNPACKED = 256 * 2**20
MOST_CELLS = 2_000_000
MOST_HEADER_SEARCH = 20


def read(data: bytes) -> Reading:
    """Reads the visible sheets of an Excel file.

    Args:
        data: The file's bytes.

    Returns:
        For each sheet its lines above the table, and the table; several sheets each open with a heading.

    Raises:
        UnreadableError: It is damaged, encrypted, or unreasonably large.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise UnreadableError("larger than 256 MiB unpacked")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise UnreadableError("damaged: not a readable Excel file", "open it in Excel and save it again") from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    blocks: list[Block] = []
    for sheet in sheets:
        if len(sheets) > 1:
            blocks.append(Block(kind="heading", text=sheet.title, level=1))
        blocks += _sheet(sheet)
    return Reading(blocks=tuple(blocks))


def _sheet(sheet: Any) -> list[Block]:  # noqa: ANN401
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise UnreadableError(f"a sheet spans more than {MOST_CELLS:,} cells", "delete the empty rows below the table")
    rows = _grid(sheet)
    start = _header_row(rows)
    blocks = [Block(kind="paragraph", text=text) for row in rows[:start] if (text := _line(row))]
    if start < len(rows):
        below = [row for row in rows[start + 1 :] if any(row)]
        remarks = _remarks(below)
        table = tuple(below[: len(below) - len(remarks)])
        blocks.append(Block(kind="table", header=rows[start], rows=table))
        blocks += [Block(kind="paragraph", text=_line(row)) for row in remarks]
    return blocks


def _remarks(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The last rows with a single value, in a table of several columns: remarks below the table."""
    count = 0
    while count < len(rows) - 1 and len(rows[-1 - count]) > 2 and len({cell for cell in rows[-1 - count] if cell}) == 1:
        count += 1
    return rows[len(rows) - count :]


def _grid(sheet: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    hidden_rows = {index for index, row in sheet.row_dimensions.items() if row.hidden}
    cells = {
        (cell.row, cell.column): shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    for area in sheet.merged_cells.ranges:
        value = cells.get((area.min_row, area.min_col), "")
        for row, column in area.cells:
            cells[row, column] = value
    width = max((column for (_, column), value in cells.items() if value), default=0)
    return [
        tuple(cells.get((row, column), "") for column in range(1, width + 1))
        for row in range(1, sheet.max_row + 1)
        if row not in hidden_rows
    ]


def _header_row(rows: list[tuple[str, ...]]) -> int:
    """The first row with a value in nearly every column; what stands above it is a title or a note."""
    for place, row in enumerate(rows[:MOST_HEADER_SEARCH]):
        distinct = len({cell for cell in row if cell})
        if distinct >= min(2, len(row)) and distinct * 2 > len(row):
            return place
    return 0


def _line(row: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(cell for cell in row if cell))


def shown(cell: Any) -> str:  # noqa: ANN401
    """Returns a cell's value as the sheet shows it: thousands, decimals, percent and a unit in the number format."""
    value, pattern = cell.value, str(cell.number_format or "General").split(";")[0]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    if isinstance(value, (int, float)):
        return _number(value, pattern)
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _number(value: float, pattern: str) -> str:
    before, after = _units(pattern)
    digits = re.search(r"0\.(0+)", pattern)
    decimals = len(digits.group(1)) if digits else 0
    if "%" in pattern:
        return f"{before}{value * 100:.{decimals}f}%{after}"
    if "0" not in pattern and "#" not in pattern:
        text = str(int(value)) if float(value).is_integer() else repr(value)
    else:
        text = f"{value:{',' if ',' in pattern else ''}.{decimals}f}"
    return f"{before}{text}{after}"


def _units(pattern: str) -> tuple[str, str]:
    """What a number format prints before and after the number: quoted text and a currency in brackets."""
    pattern = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r'"\1"', pattern)
    place = re.search(r"[0#]", pattern)
    quoted = [(match.start(), match.group(1)) for match in re.finditer(r'"([^"]*)"', pattern)]
    if place is None:
        return "", ""
    before = "".join(text for start, text in quoted if start < place.start())
    after = "".join(text for start, text in quoted if start > place.start())
    return ("$" if "$" in pattern[: place.start()] and "$" not in before else "") + before, after

"""CSV and TSV files: one table, its header the first full row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipelines.ingest.blocks import Block, Problem, Reading, UnreadableError
from pipelines.ingest.readers import transcripts
from pipelines.ingest.readers.decode import decode

DELIMITERS = ",\t;|"
LINE = re.compile(r"[^\n]*\n|[^\n]+")
LARGEST_FIELD = 2**20
STATED = re.compile(r"\Asep=(.)\n", re.IGNORECASE)
SAMPLED_ROWS = 50
MOST_PREAMBLE = 20
MOST = 0.8
YEAR = re.compile(r"(19|20)\d\d年?")
Row = tuple[str, ...]


def read(data: bytes) -> Reading:
    """Reads a CSV file.

    Args:
        data: The file's bytes, in UTF-8, UTF-16 or Big5.

    Returns:
        The lines above the header as paragraphs, and one table, or the exchanges of a transcript. A row whose fields
        do not match the header is a problem and not part of it. Where the first row is data like the others, the
        table has no header: its rows are their values, and no name is invented for them.

    Raises:
        UnreadableError: The encoding is unknown, or there is no row below the header.
    """
    text = decode(data)
    csv.field_size_limit(LARGEST_FIELD)
    stated = STATED.match(text)
    text = text[stated.end() :] if stated else text
    rows = _parsed(text, stated.group(1) if stated else _delimiter(text))
    if rows is None:
        raise UnreadableError("damaged: quotation marks do not match", "export it again as CSV")
    offset = 2 if stated else 1
    start = _header_row(rows)
    headed = not _is_data(rows[start], rows[start + 1 :])
    header = rows[start]
    numbered = list(enumerate(rows, offset))[start + headed :]
    good, problems = _matching([(number, row) for number, row in numbered if any(row)], len(header))
    if not good:
        raise UnreadableError("no row below the header")
    if headed and transcripts.recognises(header):
        return replace(transcripts.read_rows(header, good), problems=tuple(problems))
    above = [Block(kind="paragraph", text=" ".join(cell for cell in row if cell)) for row in rows[:start] if any(row)]
    table = Block(kind="table", header=header if headed else (), rows=tuple(good))
    return Reading(blocks=(*above, table), problems=tuple(problems))


def _parsed(text: str, delimiter: str) -> list[Row] | None:
    """The rows with trimmed cells; None where quotation marks do not match."""
    try:
        # Line by line: a buffer of the whole text takes four bytes a character.
        rows = list(csv.reader(map(re.Match.group, LINE.finditer(text)), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return [tuple(cell.strip() for cell in row) for row in rows]


def _delimiter(text: str) -> str:
    """The mark that cuts most rows into equally many fields; of two, the one that makes more of them."""
    sample = "\n".join(text[:LARGEST_FIELD].split("\n", 4 * SAMPLED_ROWS)[: 4 * SAMPLED_ROWS])

    def cuts(mark: str) -> tuple[int, int]:
        # A sample may end inside a quoted field: then the rows before it count.
        rows = csv.reader(io.StringIO(sample), delimiter=mark)
        try:
            width, count = _width([tuple(row) for _, row in zip(range(SAMPLED_ROWS), rows, strict=False)])
        except csv.Error:
            return (0, 0)
        return (count, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=lambda mark: (*cuts(mark), -DELIMITERS.index(mark)))


def _width(rows: Sequence[Row]) -> tuple[int, int]:
    """How many fields most rows have, and how many rows have them."""
    counted = Counter(len(row) for row in rows if any(row))
    return max(counted.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))


def _header_row(rows: Sequence[Row]) -> int:
    """The first row with values in most of the fields that rows have; what stands above it is about the export."""
    width, _ = _width(rows)
    for place, row in enumerate(rows[:MOST_PREAMBLE]):
        filled = sum(1 for cell in row if cell)
        if filled * 2 > width and filled >= min(2, width):
            return place
    return next((place for place, row in enumerate(rows) if any(row)), 0)


def _is_data(first: Row, below: Sequence[Row]) -> bool:
    """Says whether a first row is data: a date or code like those below it, or nothing but such or repeated values."""
    columns = [
        [row[place] for row in below[:SAMPLED_ROWS] if place < len(row) and row[place]] for place in range(len(first))
    ]
    pairs = list(zip(first, columns, strict=True))
    if any(_is_code(cell) and _alike(cell, column) >= MOST for cell, column in pairs):
        return True
    plain = [bool(re.search(r"\d", cell)) and _alike(cell, column) > 0 for cell, column in pairs]
    return any(plain) and all(
        same or not cell or cell in column for same, (cell, column) in zip(plain, pairs, strict=True)
    )


def _is_code(cell: str) -> bool:
    """A date, phone or case number; a year alone may head a column."""
    return len(re.findall(r"\d", cell)) >= 4 and not YEAR.fullmatch(cell)


def _alike(cell: str, column: Sequence[str]) -> float:
    """The share of a column that is written like a cell."""
    return sum(1 for other in column if _shape(other) == _shape(cell)) / max(len(column), 1)


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "9", text))


def _matching(rows: Sequence[tuple[int, Row]], width: int) -> tuple[list[Row], list[Problem]]:
    """The rows that match the header; empty fields beyond it are an exporter's habit."""
    good, problems = [], []
    for number, row in rows:
        if len(row) >= width and not any(row[width:]):
            good.append(row[:width])
        else:
            reason = f"row {number}: {len(row)} fields, the header has {width}"
            hint = "quote fields that hold the delimiter"
            problems.append(Problem(locator=f"row {number}", reason=reason, hint=hint))
    return good, problems

"""CSV and TSV files: one table, its first row the header."""

import csv
import io
from dataclasses import replace

from pipelines.ingest.blocks import Block, Problem, Reading, UnreadableError
from pipelines.ingest.readers import transcripts
from pipelines.ingest.readers.decode import decode

DELIMITERS = ",\t;|"
LARGEST_FIELD = 2**20


def read(data: bytes) -> Reading:
    """Reads a CSV file.

    Args:
        data: The file's bytes, in UTF-8, UTF-16 or cp950.

    Returns:
        One table, or the exchanges of a transcript; a row whose fields do not match the header is a problem instead.

    Raises:
        UnreadableError: The encoding is unknown, or there is no row below the header.
    """
    text = decode(data)
    csv.field_size_limit(LARGEST_FIELD)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: (first.count(mark), -DELIMITERS.index(mark)))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableError("damaged: quotation marks do not match", "export it again as CSV") from error
    lines = [tuple(cell.strip() for cell in row) for row in rows]
    header = lines[0]
    good, problems = [], []
    for number, row in enumerate(lines[1:], 2):
        if not any(row):
            continue
        if len(row) == len(header):
            good.append(row)
        else:
            reason = f"row {number}: {len(row)} fields, the header has {len(header)}"
            problems.append(
                Problem(locator=f"row {number}", reason=reason, hint="quote fields that hold the delimiter")
            )
    if not good:
        raise UnreadableError("no row below the header")
    if transcripts.recognises(header):
        return replace(transcripts.read_rows(header, good), problems=tuple(problems))
    return Reading(blocks=(Block(kind="table", header=header, rows=tuple(good)),), problems=tuple(problems))

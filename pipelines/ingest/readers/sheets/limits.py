"""What openpyxl would unfold without end: merged areas of whole sheets, and rows with nothing in them."""

import re
import zipfile

from pipelines.ingest.blocks import UnreadableError

MOST_MERGED = 1_000_000
"""Cells in all merged areas of a sheet; openpyxl makes an object of each."""
MOST_ROWS = 300_000
"""Rows that a sheet states, empty ones among them; openpyxl takes ten seconds or so for them."""
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,9})(\d{1,9}):([A-Z]{1,9})(\d{1,9})[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\b")


def check_sheets(archive: zipfile.ZipFile) -> None:
    """Looks at a workbook's parts before they are parsed.

    Args:
        archive: The workbook.

    Raises:
        UnreadableError: A sheet is larger than any that people make.
    """
    for name in archive.namelist():
        if not name.endswith(".xml"):
            continue
        data = archive.read(name)
        if sum(1 for _ in ROW.finditer(data)) > MOST_ROWS:
            raise UnreadableError(
                f"a sheet states more than {MOST_ROWS:,} rows", "delete the empty rows below the table"
            )
        if sum(_area(*match.groups()) for match in MERGED.finditer(data)) > MOST_MERGED:
            raise UnreadableError(f"more than {MOST_MERGED:,} cells of a sheet are merged", "undo the merges")


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

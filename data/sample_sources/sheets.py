"""Excel workbooks from CSV sources: one sheet a file, the first row its header."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from zips import settled

WIDTH = 24


def render(sources: Iterable[tuple[str, Path]]) -> bytes:
    """Renders (sheet name, CSV file) pairs as an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, path in sources:
        _sheet(book.create_sheet(name), path)
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def _sheet(sheet: Worksheet, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file), 1):
            sheet.append(row)
            for cell in sheet[number]:
                cell.font = Font(bold=number == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in sheet.columns:
        sheet.column_dimensions[str(column[0].column_letter)].width = WIDTH
    sheet.freeze_panes = "A2"

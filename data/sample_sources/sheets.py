"""Excel workbooks from CSV sources: one sheet a file, the first row its header."""

import csv
import datetime
import io
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from zips import settled

WIDTH = 24
REPUBLIC = "roc:"
"""`roc:2024-09-11` is a date cell whose number format prints it as 113年9月11日."""
REPUBLIC_FORMAT = '[$-404]e"年"m"月"d"日"'


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
            sheet.append([_value(text) for text in row])
            for cell in sheet[number]:
                if cell.is_date:
                    cell.number_format = REPUBLIC_FORMAT
                cell.font = Font(bold=number == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in sheet.columns:
        sheet.column_dimensions[str(column[0].column_letter)].width = WIDTH
    sheet.freeze_panes = "A2"


def _value(text: str) -> str | datetime.date:
    return datetime.date.fromisoformat(text.removeprefix(REPUBLIC)) if text.startswith(REPUBLIC) else text

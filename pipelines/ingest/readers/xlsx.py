"""Excel files: the tables of each sheet, values as the cells show them, merged values repeated."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, Hidden, Problem, Reading
from pipelines.ingest.readers.office import opened
from pipelines.ingest.readers.sheets.cells import Sheet, printed_cells
from pipelines.ingest.readers.sheets.limits import check_sheets
from pipelines.ingest.readers.sheets.package import formulas_without_value, text_boxes
from pipelines.ingest.readers.sheets.tables import blocks_of

MOST_NAMED = 10
PAGE_CODE = re.compile(r"&(\[\w+\]|[A-Z])")


@dataclass(slots=True, kw_only=True)
class Book:
    """A workbook, and what openpyxl does not say about it."""

    workbook: Sheet
    uncomputed: dict[str, list[str]] = field(default_factory=dict)
    """Sheet title → its cells with a formula and no value."""
    boxes: dict[str, list[str]] = field(default_factory=dict)
    """Sheet title → the texts of its text boxes."""


def read(data: bytes) -> Reading:
    """Reads the visible sheets of an Excel file.

    Args:
        data: The file's bytes.

    Returns:
        For each sheet its tables with the lines between them, and its text boxes; several sheets each open with a
        heading. Comments, hidden rows, columns and sheets, and white text are hidden: a print does not show them.

    Raises:
        UnreadableError: It is damaged, encrypted, or unreasonably large.
    """
    book = opened(data, "Excel", _load)
    sheets = book.workbook.worksheets
    several = sum(1 for sheet in sheets if sheet.sheet_state == "visible") > 1
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    problems = [_problem("a chart sheet", "its numbers are not read") for _ in book.workbook.chartsheets]
    for number, sheet in enumerate(sheets, 1):
        locator = f"sheet {number}"
        cells, unseen = printed_cells(sheet, locator)
        if sheet.sheet_state != "visible":
            texts = [*(cell.text for cell in cells.values()), *(piece.text for piece in unseen)]
            hidden.append(Hidden(kind="hidden_sheet", text="\n".join(texts), locator=locator))
            continue
        hidden += unseen
        if several:
            blocks.append(Block(kind="heading", text=sheet.title, level=1))
        blocks += [*_furniture(sheet), *blocks_of(cells)]
        blocks += [Block(kind="paragraph", text=text, where="textbox") for text in book.boxes.get(sheet.title, ())]
        if uncomputed := book.uncomputed.get(sheet.title):
            problems.append(_problem(locator, f"formulas without a value in {_named(uncomputed)}"))
    return Reading(blocks=tuple(blocks), hidden=tuple(hidden), problems=tuple(problems))


def _load(archive: zipfile.ZipFile, stream: io.BytesIO) -> Book:
    from openpyxl.reader.excel import ExcelReader

    check_sheets(archive)
    uncomputed = formulas_without_value(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about what it would lose on saving
        reader = ExcelReader(stream, data_only=True)
        reader.read()
    paths = {sheet.name: link.target for sheet, link in reader.parser.find_sheets()}
    return Book(
        workbook=reader.wb,
        uncomputed={title: uncomputed[path] for title, path in paths.items() if uncomputed.get(path)},
        boxes={title: text_boxes(archive, path) for title, path in paths.items()},
    )


def _problem(locator: str, what: str) -> Problem:
    return Problem(locator=locator, reason=f"{locator}: {what}", hint="open it in Excel and save it again")


def _named(cells: list[str]) -> str:
    more = f" and {len(cells) - MOST_NAMED} more" if len(cells) > MOST_NAMED else ""
    return ", ".join(cells[:MOST_NAMED]) + more


def _furniture(sheet: Sheet) -> list[Block]:
    """What is printed above and below every page of a sheet."""
    parts = [getattr(edge, side) for edge in (sheet.oddHeader, sheet.oddFooter) for side in ("left", "center", "right")]
    texts = [PAGE_CODE.sub("", part.text or "").strip() for part in parts]
    return [Block(kind="paragraph", text=text, where="header") for text in texts if text]

"""PDF files with a text layer: lines to paragraphs, ruled tables, repeated page furniture."""

import io
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.labels import split_heading, split_label
from pipelines.ingest.readers.lines import as_block, is_heading_text, is_spaced, join
from pipelines.ingest.readers.options import Options

MOST_PAGES = 2_000
SMALLEST_SIZE = 3.0
"""Points; smaller text is not there to be read."""
MARGIN = 0.12
"""Share of a page's height in which a repeated line is furniture."""
FULL_LINE = 0.88
"""A line at least this wide, against the widest, runs on into the next."""
PAGE_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line."""

    text: str
    size: float
    bold: bool
    left: float
    right: float
    top: float
    bottom: float
    page: int
    edge: bool
    """In the top or bottom margin of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAt:
    """A ruled table and where its top edge is."""

    top: float
    rows: tuple[tuple[str, ...], ...]
    page: int
    last: int
    """The last page it is on."""


def read(data: bytes, options: Options | None = None) -> Reading:
    """Reads the text layer of a PDF file.

    Args:
        data: The file's bytes.

    Returns:
        Its blocks with their pages; lines repeated in the margins name the document and are no part of its text.

    Raises:
        UnreadableError: It is damaged, encrypted, or has no text layer.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise UnreadableError(f"more than {MOST_PAGES:,} pages", "split the file")
            pages = [_page(page) for page in document.pages]
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error.__cause__, *error.args)):
            raise UnreadableError("encrypted: it asks for a password", "save it without one") from error
        raise UnreadableError("damaged: not a readable PDF file", "print it to PDF again") from error
    if not any(lines or tables for lines, tables in pages):
        raise UnreadableError(
            f"no text layer ({len(pages)} pages of images)", "run OCR over it and put the result here"
        )
    return Reading(blocks=tuple(_blocks(pages)))


def _page(page: Any) -> tuple[list[Line], list[TableAt]]:  # noqa: ANN401
    visible = page.filter(_is_printed)
    found = visible.find_tables()
    tables = [
        TableAt(top=table.bbox[1], rows=_rows(table), page=page.page_number, last=page.page_number) for table in found
    ]
    boxes = [table.bbox for table in found]
    outside = visible.filter(lambda thing: not any(_is_inside(thing, box) for box in boxes)) if boxes else visible
    height = float(page.height)
    lines = [
        Line(
            text=line["text"].strip(),
            size=statistics.median(char["size"] for char in line["chars"]),
            bold=all("bold" in char["fontname"].lower() for char in line["chars"]),
            left=line["x0"],
            right=line["x1"],
            top=line["top"],
            bottom=line["bottom"],
            page=page.page_number,
            edge=line["top"] < height * MARGIN or line["bottom"] > height * (1 - MARGIN),
        )
        for line in outside.extract_text_lines(return_chars=True)
        if line["text"].strip()
    ]
    page.close()
    return lines, [table for table in tables if table.rows]


def _is_printed(thing: dict[str, Any]) -> bool:
    """Leaves out characters that no reader of the page sees: white, minute, or off the page."""
    if thing.get("object_type") != "char":
        return True
    color = thing.get("non_stroking_color")
    values = color if isinstance(color, (list, tuple)) else (color,)
    white = thing.get("ncs") != "DeviceCMYK" and len(values) in (1, 3) and all(value == 1 for value in values)
    return bool(not white and thing["size"] >= SMALLEST_SIZE and thing["x1"] > 0 and thing["bottom"] > 0)


def _is_inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle, height = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401
    """The cells of a ruled table; a place that a merged cell covers repeats the value above or left of it."""
    rows: list[tuple[str, ...]] = []
    for row in table.extract():
        values: list[str] = []
        for column, cell in enumerate(row):
            if cell is not None:
                values.append(join(cell.split("\n")) if cell else "")
            elif rows and column < len(rows[-1]) and (not values or rows[-1][column] != values[-1]):
                values.append(rows[-1][column])
            else:
                values.append(values[-1] if values else "")
        if any(values):
            rows.append(tuple(values))
    return tuple(rows)


def _blocks(pages: list[tuple[list[Line], list[TableAt]]]) -> Iterator[Block]:
    furniture = _furniture([lines for lines, _ in pages])
    kept = [line for lines, _ in pages for line in lines if _key(line) not in furniture]
    for text in dict.fromkeys(line.text for lines, _ in pages for line in lines if _key(line) in furniture):
        yield Block(kind="paragraph", text=text, where="header")
    sizes = Counter[float]()
    for line in kept:
        sizes[round(line.size, 1)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
    levels = sorted({round(line.size, 1) for line in kept if line.size > body * 1.08}, reverse=True)
    places: list[Line | TableAt] = []
    for lines, tables in pages:
        shown = [line for line in lines if _key(line) not in furniture]
        places += sorted([*shown, *tables], key=lambda place: place.top)
    widest = max((line.right - line.left for line in kept), default=0.0)
    spaced = is_spaced([line.text for line in kept])
    for run in _runs(places, widest):
        if isinstance(run, TableAt):
            yield from _table(run)
        else:
            yield from _paragraph(run, levels=levels, body=body, spaced=spaced)


def _runs(places: list[Line | TableAt], widest: float) -> Iterator[list[Line] | TableAt]:
    """Yields paragraphs as their lines, and tables; both may go on from one page to the next."""
    current: list[Line] | TableAt | None = None
    for place in places:
        if isinstance(place, TableAt):
            if isinstance(current, TableAt) and _continues(current, place):
                below = place.rows[_repeated(current, place) :]
                current = replace(current, rows=current.rows + below, last=place.last)
                continue
        elif isinstance(current, list) and _runs_on(current[-1], place, widest):
            current.append(place)
            continue
        if current is not None:
            yield current
        current = place if isinstance(place, TableAt) else [place]
    if current is not None:
        yield current


def _continues(before: TableAt, table: TableAt) -> bool:
    return table.page == before.last + 1 and len(table.rows[0]) == len(before.rows[0])


def _repeated(before: TableAt, table: TableAt) -> int:
    return int(table.rows[0] == before.rows[0])


def _table(table: TableAt) -> Iterator[Block]:
    headed = len(table.rows) > 1
    header = table.rows[0] if headed else ()
    yield Block(kind="table", header=header, rows=table.rows[int(headed) :], page=table.page)


def _runs_on(before: Line, line: Line, widest: float) -> bool:
    if split_label(line.text)[0] or line.text.startswith(("•", "・", "- ")):
        return False
    if abs(before.size - line.size) > 0.5 or before.bold != line.bold:
        return False
    full = before.right - before.left >= widest * FULL_LINE
    near = line.top - before.bottom < before.size
    return near and (full or not before.text.endswith(tuple("。.!?！？：:"))) and not (before.bold and not full)


def _paragraph(lines: list[Line], *, levels: list[float], body: float, spaced: bool) -> Iterator[Block]:
    text, first = join([line.text for line in lines], spaced=spaced), lines[0]
    label, rest = split_heading(text)
    size = round(first.size, 1)
    if is_heading_text(rest or text) and (size in levels or (first.bold and first.size >= body)):
        yield Block(kind="heading", label=label, text=rest, level=_level(size, levels), page=first.page)
    else:
        yield as_block(text, page=first.page)


def _level(size: float, levels: list[float]) -> int:
    return levels.index(size) + 1 if size in levels else len(levels) + 1


def _furniture(pages: list[list[Line]]) -> set[str]:
    counts = Counter(key for lines in pages for key in {_key(line) for line in lines if line.edge})
    many = max(2, len(pages) // 2)
    return {key for key, count in counts.items() if count >= many and key}


def _key(line: Line) -> str:
    """Equal for the lines that differ from page to page in the page number alone."""
    return f"{PAGE_NUMBER.sub('#', line.text)}@{line.top:.0f}" if line.edge else ""

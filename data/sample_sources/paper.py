"""PDF with a text layer, from readable sources; their numbers are part of the text, as in any printed paper."""

import io
from collections.abc import Iterator

from markup import Block, Source, cells, parse
from reportlab.lib.colors import black, lightgrey
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

FONT = "MSung-Light"
SIZES = {0: 14, 1: 12}
BODY = {
    "zh": ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK", spaceAfter=4),
    "en": ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=16, spaceAfter=4),
}
WIDTH = 451
"""Points between the margins."""


def render(text: str) -> bytes:
    """Renders a source as a .pdf file whose pages carry a running header and footer."""
    _register_font()
    source = parse(text)
    body = BODY[source.header.get("language", "zh")]
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, title=source.header["title"], invariant=1, pageCompression=0)

    def furniture(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont(body.fontName, 9)
        canvas.drawString(72, A4[1] - 40, source.header["running"])
        canvas.drawCentredString(A4[0] / 2, 36, source.header["footer"].format(page=canvas.getPageNumber()))

    document.build(list(_flow(source, body)), onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def _register_font() -> None:
    font = UnicodeCIDFont(FONT)
    # reportlab names the character map of Simplified Chinese for this font, so that other readers get wrong characters.
    font.encodingName = "UniCNS-UCS2-H"
    pdfmetrics.registerFont(font)


def _flow(source: Source, body: ParagraphStyle) -> Iterator[Flowable]:
    yield Paragraph(source.header["title"], _sized(18, body))
    for line in source.header["front"].split(" / "):
        yield Paragraph(line, body)
    numbers = [0, 0, 0]
    for block in source.blocks:
        if block.kind == "table":
            yield _ruled(block, body)
            continue
        number = _next(numbers, block, body)
        style = _sized(SIZES[block.depth], body) if block.kind == "heading" else body
        yield Paragraph(number + block.text, style)


def _next(numbers: list[int], block: Block, body: ParagraphStyle) -> str:
    if block.kind == "text":
        return ""
    place = 2 if block.kind == "step" else block.depth
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (2 - place)
    if place == 2:
        return f"（{numbers[2]}）" if body is BODY["zh"] else f"({numbers[2]}) "
    return ".".join(map(str, numbers[: place + 1])) + " "


def _ruled(block: Block, body: ParagraphStyle) -> Table:
    """A table with lines between its cells, whose header is printed again on the next page."""
    small = ParagraphStyle("cell", parent=body, fontSize=10, leading=14, spaceAfter=0)
    grid: list[list[Paragraph | str]] = [["" for _ in row] for row in block.rows]
    spans = []
    for cell in cells(block):
        grid[cell.row][cell.column] = Paragraph(cell.text, small)
        first, last = (cell.column, cell.row), (cell.last_column, cell.last_row)
        if first != last:
            spans.append(("SPAN", first, last))
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("BACKGROUND", (0, 0), (-1, block.header_rows - 1), lightgrey),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *spans,
    ]
    width = WIDTH / len(block.rows[0])
    table = Table(grid, colWidths=[width] * len(block.rows[0]), repeatRows=block.header_rows, style=style)
    table.spaceBefore = table.spaceAfter = 6
    return table


def _sized(size: int, body: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"size{size}", parent=body, fontSize=size, leading=size * 1.6, spaceBefore=8, keepWithNext=1)

"""The PDF, with a text layer, from a readable source; its numbers are part of the text, as in any printed paper."""

import io
from collections.abc import Iterator

from markup import Block, Source, parse
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "MSung-Light"
SIZES = {0: 14, 1: 12}
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK", spaceAfter=4)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)])


def render(text: str) -> bytes:
    """Renders a source as a .pdf file whose pages carry a running header and footer."""
    _register_font()
    source = parse(text)
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, title=source.header["title"], invariant=1, pageCompression=0)

    def furniture(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, A4[1] - 40, source.header["running"])
        canvas.drawCentredString(A4[0] / 2, 36, source.header["footer"].format(page=canvas.getPageNumber()))

    document.build(list(_flow(source)), onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def _register_font() -> None:
    font = UnicodeCIDFont(FONT)
    # reportlab names the character map of Simplified Chinese for this font, so that other readers get wrong characters.
    font.encodingName = "UniCNS-UCS2-H"
    pdfmetrics.registerFont(font)


def _flow(source: Source) -> Iterator[Flowable]:
    yield Paragraph(source.header["title"], _sized(18))
    for line in source.header["front"].split(" / "):
        yield Paragraph(line, BODY)
    numbers = [0, 0, 0]
    for block in source.blocks:
        yield _flowable(block, _next(numbers, block))


def _next(numbers: list[int], block: Block) -> str:
    place = {"heading": block.depth, "item": 2, "step": 2}.get(block.kind)
    if place is None:
        return ""
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (2 - place)
    if block.kind == "step":
        return f"（{numbers[2]}）"
    return ".".join(map(str, numbers[: place + 1])) + " "


def _flowable(block: Block, number: str) -> Flowable:
    if block.kind == "table":
        return Table([list(row) for row in block.rows], style=GRID, spaceAfter=8, hAlign="LEFT")
    style = _sized(SIZES[block.depth]) if block.kind == "heading" else BODY
    return Paragraph(number + block.text, style) if block.text else Spacer(1, 6)


def _sized(size: int) -> ParagraphStyle:
    return ParagraphStyle(f"size{size}", parent=BODY, fontSize=size, leading=size * 1.6, spaceBefore=8)

"""The PDF, with a text layer, from a readable source; its numbers are part of the text, as in any printed paper."""

import io
from collections.abc import Iterator

from markup import Block, Source, parse
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

FONT = "MSung-Light"
SIZES = {0: 14, 1: 12}
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK", spaceAfter=4)


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
        number = _next(numbers, block)
        style = _sized(SIZES[block.depth]) if block.kind == "heading" else BODY
        yield Paragraph(number + block.text, style)


def _next(numbers: list[int], block: Block) -> str:
    if block.kind == "text":
        return ""
    place = 2 if block.kind == "step" else block.depth
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (2 - place)
    return f"（{numbers[2]}）" if place == 2 else ".".join(map(str, numbers[: place + 1])) + " "


def _sized(size: int) -> ParagraphStyle:
    return ParagraphStyle(f"size{size}", parent=BODY, fontSize=size, leading=size * 1.6, spaceBefore=8, keepWithNext=1)

"""Text of a PDF that nobody sees who reads its print, and text that only looks as if."""

import io
from collections.abc import Callable

import pytest

from pipelines.ingest.blocks import Hidden, Reading
from pipelines.ingest.readers.pdf import read

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
Canvas = canvas.Canvas


def drawn(draw: Callable[[Canvas], None]) -> Reading:
    """Reads a page with one sentence that everybody sees, and what a test draws."""
    packed = io.BytesIO()
    drawing = Canvas(packed, pagesize=(600, 800))
    drawing.setFont("Helvetica", 10)
    drawing.drawString(50, 700, "Seen by everybody who reads this page.")
    draw(drawing)
    drawing.save()
    return read(packed.getvalue())


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.where != "header"]


def text_object(drawing: Canvas, text: str, mode: int) -> None:
    writing = drawing.beginText(50, 500)
    writing.setTextRenderMode(mode)
    writing.textLine(text)
    drawing.drawText(writing)


def white(drawing: Canvas) -> None:
    drawing.setFillColorRGB(1, 1, 1)
    drawing.drawString(50, 500, "SECRET")


def white_in_cmyk(drawing: Canvas) -> None:
    drawing.setFillColorCMYK(0, 0, 0, 0)
    drawing.drawString(50, 500, "SECRET")


def yellow_on_yellow(drawing: Canvas) -> None:
    drawing.setFillColorRGB(1, 1, 0.2)
    drawing.rect(40, 490, 200, 30, stroke=0, fill=1)
    drawing.drawString(50, 500, "SECRET")


def transparent(drawing: Canvas) -> None:
    drawing.setFillAlpha(0)
    drawing.drawString(50, 500, "SECRET")


def tiny(drawing: Canvas) -> None:
    drawing.setFont("Helvetica", 1)
    drawing.drawString(50, 500, "SECRET")


def tiny_by_scaling(drawing: Canvas) -> None:
    drawing.scale(0.1, 0.1)
    drawing.drawString(500, 5000, "SECRET")


def unpainted(drawing: Canvas) -> None:
    text_object(drawing, "SECRET", 3)


def off_page(drawing: Canvas) -> None:
    drawing.drawString(900, 500, "SECRET")


def blacked_out(drawing: Canvas) -> None:
    drawing.drawString(50, 500, "SECRET")
    drawing.rect(40, 490, 200, 30, stroke=0, fill=1)


def clipped_away(drawing: Canvas) -> None:
    path = drawing.beginPath()
    path.rect(300, 300, 50, 50)
    drawing.clipPath(path, stroke=0, fill=0)
    drawing.drawString(50, 500, "SECRET")


@pytest.mark.parametrize(
    ("draw", "kind"),
    [
        (white, "white"),
        (white_in_cmyk, "white"),
        (yellow_on_yellow, "white"),
        (transparent, "white"),
        (tiny, "tiny"),
        (tiny_by_scaling, "tiny"),
        (unpainted, "invisible"),
        (off_page, "off_page"),
        (blacked_out, "invisible"),
        (clipped_away, "invisible"),
    ],
)
def test_text_that_nobody_sees_is_kept_apart_with_its_kind(draw: Callable[[Canvas], None], kind: str) -> None:
    reading = drawn(draw)
    assert texts(reading) == ["Seen by everybody who reads this page."]
    assert reading.hidden == (Hidden(kind=kind, text="SECRET", locator="p.1"),)


def white_on_blue(drawing: Canvas) -> None:
    drawing.setFillColorRGB(0, 0, 0.5)
    drawing.rect(40, 490, 200, 30, stroke=0, fill=1)
    drawing.setFillColorRGB(1, 1, 1)
    drawing.drawString(50, 500, "PRINTED")


def highlighted(drawing: Canvas) -> None:
    drawing.setFillAlpha(0.4)
    drawing.drawString(50, 500, "PRINTED")
    drawing.setFillColorRGB(1, 1, 0)
    drawing.rect(40, 490, 200, 30, stroke=0, fill=1)


def outlined(drawing: Canvas) -> None:
    drawing.setFillColorRGB(1, 1, 1)
    text_object(drawing, "PRINTED", 1)


def framed(drawing: Canvas) -> None:
    """Word draws the border of a box as a black area with a hole in it, and black text inside was taken for hidden."""
    frame = drawing.beginPath()
    frame.rect(40, 480, 300, 60)
    frame.rect(42, 482, 296, 56)
    drawing.drawPath(frame, stroke=0, fill=1, fillMode=0)
    drawing.drawString(50, 500, "PRINTED")


def beside_a_clipped_area(drawing: Canvas) -> None:
    drawing.drawString(50, 500, "PRINTED")
    path = drawing.beginPath()
    path.rect(300, 300, 50, 50)
    drawing.clipPath(path, stroke=0, fill=0)
    drawing.rect(0, 0, 600, 600, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [white_on_blue, highlighted, outlined, framed, beside_a_clipped_area])
def test_text_that_is_printed_stays_whatever_its_colour(draw: Callable[[Canvas], None]) -> None:
    reading = drawn(draw)
    assert texts(reading) == ["Seen by everybody who reads this page.", "PRINTED"]
    assert reading.hidden == ()


def commented(drawing: Canvas) -> None:
    drawing.textAnnotation("Ask legal first.", [10, 10, 30, 30])


def test_a_comment_is_hidden_text() -> None:
    reading = drawn(commented)
    assert reading.hidden == (Hidden(kind="comment", text="Ask legal first.", locator="p.1"),)
    assert texts(reading) == ["Seen by everybody who reads this page."]


def test_a_filled_form_is_read_with_its_values_where_they_are_printed() -> None:
    def fill(drawing: Canvas) -> None:
        drawing.drawString(50, 600, "Name:")
        drawing.acroForm.textfield(name="name", x=100, y=595, width=150, height=18, value="Mei Lin")
        drawing.drawString(50, 570, "Overseas travel")
        drawing.acroForm.checkbox(name="overseas", x=150, y=566, size=12, checked=True)
        drawing.drawString(50, 540, "Signed at the counter by the person named above.")

    assert texts(drawn(fill))[1:] == [
        "Name: Mei Lin",
        "Overseas travel ☑",
        "Signed at the counter by the person named above.",
    ]

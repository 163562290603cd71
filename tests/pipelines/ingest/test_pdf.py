import io
from collections.abc import Callable

import pytest

from pipelines.ingest.blocks import Block, UnreadableError
from pipelines.ingest.readers.pdf import read

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
Page = Callable[..., None]


def pdf(*pages: list[tuple[float, float, float, str]], password: str = "") -> bytes:
    """Returns a PDF from pages of (x, y from the top, size, text)."""
    packed = io.BytesIO()
    drawing = canvas.Canvas(packed, pagesize=(600, 800), encrypt=password or None)
    for page in pages:
        for x, top, size, text in page:
            drawing.setFont("Helvetica", size)
            drawing.drawString(x, 800 - top, text)
        drawing.showPage()
    drawing.save()
    return packed.getvalue()


def body(data: bytes) -> list[Block]:
    return [block for block in read(data).blocks if block.where == "body"]


FULL = "Returned goods must be complete and unused and must reach the warehouse in Taoyuan by"


def test_lines_of_one_paragraph_are_joined_and_headings_are_larger() -> None:
    data = pdf([(50, 200, 16, "2.1 Returns"), (50, 230, 10, FULL), (50, 244, 10, "the seventh day.")])
    heading, text = body(data)
    assert (heading.kind, heading.label, heading.text) == ("heading", "2.1", "Returns")
    assert (text.text, text.page) == (f"{FULL} the seventh day.", 1)


def test_a_paragraph_goes_on_over_the_page_and_page_furniture_does_not_cut_it() -> None:
    edges = [(50, 30, 9, "CS-003"), (50, 780, 9, "page {}")]
    pages = [
        [(x, top, size, text.format(number)) for x, top, size, text in edges] + lines
        for number, lines in enumerate([[(50, 600, 10, FULL)], [(50, 150, 10, "the seventh day.")]], 1)
    ]
    data = pdf(*pages)
    assert [block.text for block in body(data)] == [f"{FULL} the seventh day."]
    assert "CS-003" in [block.text for block in read(data).blocks if block.where == "header"]


def test_text_that_no_reader_sees_is_left_out() -> None:
    packed = io.BytesIO()
    drawing = canvas.Canvas(packed, pagesize=(600, 800))
    drawing.setFont("Helvetica", 10)
    drawing.drawString(50, 500, "Seen by everybody.")
    drawing.setFillColorRGB(1, 1, 1)
    drawing.drawString(50, 400, "White on white.")
    drawing.setFillColorRGB(0, 0, 0)
    drawing.setFont("Helvetica", 1)
    drawing.drawString(50, 300, "One point high.")
    drawing.save()
    assert [block.text for block in body(packed.getvalue())] == ["Seen by everybody."]


def test_a_ruled_table_is_a_table() -> None:
    packed = io.BytesIO()
    drawing = canvas.Canvas(packed, pagesize=(600, 800))
    drawing.grid([50, 150, 250], [500, 520, 540])
    for x, y, text in ((55, 526, "Rank"), (155, 526, "Limit"), (55, 506, "Manager"), (155, 506, "3,200")):
        drawing.drawString(x, y, text)
    drawing.save()
    (block,) = body(packed.getvalue())
    assert (block.header, block.rows) == (("Rank", "Limit"), (("Manager", "3,200"),))


def test_pages_of_images_have_no_text_layer() -> None:
    with pytest.raises(UnreadableError, match=r"no text layer \(2 pages of images\)"):
        read(pdf([], []))


def test_a_password_is_named_as_the_reason() -> None:
    with pytest.raises(UnreadableError, match="asks for a password"):
        read(pdf([(50, 100, 10, "secret")], password="x"))

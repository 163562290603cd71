"""How lines on a page become paragraphs, headings, columns and tables where no tag says it."""

import io
from collections.abc import Callable

import pytest

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.pdf import read

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
Canvas = canvas.Canvas
TEXT = (
    "every employee who handles customer records is responsible for keeping them accurate and available only to those "
    "colleagues whose duties require them and must report any suspected loss to the service desk within a day of "
    "becoming aware of it so that the company can inform the customers concerned and the authority in good time"
)
WORDS = TEXT.split()


def blocks(*pages: Callable[[Canvas], None]) -> list[Block]:
    packed = io.BytesIO()
    drawing = Canvas(packed, pagesize=(600, 800))
    for draw in pages:
        drawing.setFont("Helvetica", 10)
        draw(drawing)
        drawing.showPage()
    drawing.save()
    return [block for block in read(packed.getvalue()).blocks if block.where != "header"]


def wrapped(drawing: Canvas, words: list[str], x: float, top: float, width: float) -> float:
    """Sets words in lines of a width and returns where the next line would stand."""
    drawing.setFont("Helvetica", 10)
    line: list[str] = []
    for word in [*words, ""]:
        if not word or drawing.stringWidth(" ".join([*line, word]), "Helvetica", 10) > width:
            drawing.drawString(x, 800 - top, " ".join(line))
            line, top = [], top + 13
        line.append(word)
    return top


def lines(drawing: Canvas, *texts: str, x: float = 50, top: float = 200, size: float = 10) -> None:
    drawing.setFont("Helvetica", size)
    for text in texts:
        drawing.drawString(x, 800 - top, text)
        top += size * 1.3


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other_below_a_heading_over_all(columns: int) -> None:
    width = 500 / columns - 20

    def draw(drawing: Canvas) -> None:
        lines(drawing, "Handling customer records", top=130, size=16)
        for column in range(columns):
            wrapped(drawing, [f"Column{column}", *WORDS], 50 + column * (width + 20), 200, width)

    assert [block.text for block in blocks(draw)] == [
        "Handling customer records",
        *[" ".join([f"Column{column}", *WORDS]) for column in range(columns)],
    ]


def test_columns_drawn_line_by_line_across_the_page_are_still_columns() -> None:
    def draw(drawing: Canvas) -> None:
        for row in range(8):
            for x, side in ((50, "left"), (320, "right")):
                text = f"{side} line {row} of words that fill up their column " + ("a" if side == "left" else "b")
                drawing.drawString(x, 600 - 13 * row, text)

    text = " ".join(block.text for block in blocks(draw))
    assert text.index("left line 7") < text.index("right line 0")


def test_names_and_values_side_by_side_are_no_columns() -> None:
    def draw(drawing: Canvas) -> None:
        for row, (name, value) in enumerate((("Owner", "IT"), ("Edition", "2.1"), ("Phone", "4411"), ("Room", "B12"))):
            drawing.drawString(50, 600 - 20 * row, name)
            drawing.drawString(200, 600 - 20 * row, value)

    assert [block.text for block in blocks(draw)] == ["Owner IT", "Edition 2.1", "Phone 4411", "Room B12"]


def test_a_word_parted_at_a_line_end_is_one_word_and_a_compound_keeps_its_hyphen() -> None:
    first = "The on-call engineer keeps the record of every incident and writes down all the infor-"
    second = "mation that the service desk needs; a second engineer takes part in each incident on-"

    def draw(drawing: Canvas) -> None:
        lines(drawing, first, second, "call and signs the record.")

    (block,) = blocks(draw)
    assert "all the information that" in block.text
    assert "each incident on-call and" in block.text


def test_a_number_that_a_line_happens_to_begin_with_opens_no_item() -> None:
    """A reference at the start of a line became a second `4.3`, and the citation key named the wrong text."""

    def draw(drawing: Canvas) -> None:
        lines(drawing, "1.1 The duty manager decides within a single working day what is to be done, as laid down in")
        lines(drawing, "4.3 of the handbook, and tells the customer.", top=213)
        lines(drawing, "1.2 The customer may ask for a second opinion.", top=240)

    assert [(block.label, block.text) for block in blocks(draw)] == [
        (
            "1.1",
            "The duty manager decides within a single working day what is to be done, as laid down in 4.3 of the "
            "handbook, and tells the customer.",
        ),
        ("1.2", "The customer may ask for a second opinion."),
    ]


def test_items_without_a_full_stop_whose_lines_are_full_stay_apart() -> None:
    def draw(drawing: Canvas) -> None:
        for number in range(1, 4):
            text = f"{number}. Open the case record, tell the supervisor on duty, call the owner of the data"
            lines(drawing, text, top=187 + 13 * number)

    assert [block.label for block in blocks(draw)] == ["1.", "2.", "3."]


def test_headings_of_one_size_nest_by_their_numbers() -> None:
    def draw(drawing: Canvas) -> None:
        top = 150.0
        for heading in ("1 Scope", "1.1 Staff", "1.2 Contractors", "2 Duties", "2.1 Reporting"):
            lines(drawing, heading, top=top, size=13)
            drawing.setFont("Helvetica", 10)
            top = wrapped(drawing, WORDS, 50, top + 20, 480) + 20

    headings = [(block.label, block.level) for block in blocks(draw) if block.kind == "heading"]
    assert headings == [("1", 1), ("1.1", 2), ("1.2", 2), ("2", 1), ("2.1", 2)]


def test_a_bold_line_is_a_heading_and_a_bold_word_is_none() -> None:
    def draw(drawing: Canvas) -> None:
        drawing.setFont("Helvetica-Bold", 10)
        drawing.drawString(50, 650, "Visitors")
        drawing.setFont("Helvetica", 10)
        drawing.drawString(50, 630, "A visitor wears a badge and")
        drawing.setFont("Helvetica-Bold", 10)
        drawing.drawString(182, 630, "never walks alone.")

    assert [(block.kind, block.text) for block in blocks(draw)] == [
        ("heading", "Visitors"),
        ("paragraph", "A visitor wears a badge and never walks alone."),
    ]


def test_turned_text_is_read_as_it_was_drawn() -> None:
    def draw(drawing: Canvas) -> None:
        lines(drawing, "The page itself reads from left to right.")
        drawing.rotate(90)
        drawing.drawString(300, -580, "Confidential, internal use")

    assert [block.text for block in blocks(draw)][-1] == "Confidential, internal use"


def test_a_page_laid_on_its_side_reads_like_any_other() -> None:
    def draw(drawing: Canvas) -> None:
        drawing.setPageRotation(90)
        drawing.rotate(90)
        lines(drawing, "Printed on a page that was turned,", "which a reader turns back.", x=300, top=1000)

    assert [block.text for block in blocks(draw)] == ["Printed on a page that was turned, which a reader turns back."]


def test_merged_cells_repeat_their_value() -> None:
    def draw(drawing: Canvas) -> None:
        for x0, y0, x1, y1 in (
            (50, 540, 350, 540), (150, 520, 350, 520), (50, 500, 350, 500), (50, 480, 350, 480), (50, 480, 50, 540),
            (150, 480, 150, 540), (250, 500, 250, 520), (350, 480, 350, 540), (250, 480, 250, 500),
        ):  # fmt: skip
            drawing.line(x0, y0, x1, y1)
        for x, y, text in (
            (55, 516, "Rank"), (155, 526, "Lodging"), (155, 506, "Home"), (255, 506, "Abroad"),
            (55, 486, "Manager"), (155, 486, "3,200"), (255, 486, "220"),
        ):  # fmt: skip
            drawing.drawString(x, y, text)

    (block,) = blocks(draw)
    assert block.header == ("Rank", "Lodging Home", "Lodging Abroad")
    assert block.rows == (("Manager", "3,200", "220"),)


def test_a_table_goes_on_over_the_page_with_its_header_once() -> None:
    def grid(rows: list[tuple[str, str]], top: float) -> Callable[[Canvas], None]:
        def draw(drawing: Canvas) -> None:
            drawing.grid([50, 150, 250], [800 - top - 20 * row for row in range(len(rows) + 1)])
            for place, row in enumerate(rows):
                for x, text in zip((55, 155), row, strict=True):
                    drawing.drawString(x, 800 - top - 20 * place - 14, text)

        return draw

    head = ("Rank", "Limit")
    (block,) = blocks(grid([head, ("Manager", "3,200")], 640), grid([head, ("Clerk", "1,800")], 110))
    assert (block.header, block.rows) == (head, (("Manager", "3,200"), ("Clerk", "1,800")))
    assert block.page == 1


def test_text_beside_a_table_and_the_table_are_both_kept() -> None:
    """Text left of a table took its place in the row, and the table was lost."""

    def draw(drawing: Canvas) -> None:
        drawing.grid([250, 350, 450], [500, 520, 540])
        for x, first, second in ((255, "Rank", "Manager"), (355, "Limit", "3,200")):
            drawing.drawString(x, 526, first)
            drawing.drawString(x, 506, second)
        lines(drawing, "See the table:", x=50, top=280)

    table, text = blocks(draw)
    assert text.text == "See the table:"
    assert (table.header, table.rows) == (("Rank", "Limit"), (("Manager", "3,200"),))


def test_boxes_of_a_drawing_are_no_table() -> None:
    def draw(drawing: Canvas) -> None:
        for x, y in ((50, 600), (150, 500), (250, 400), (350, 300)):
            drawing.rect(x, y, 100, 100)
            drawing.drawString(x + 5, y + 50, f"Server {x}")

    assert {block.kind for block in blocks(draw)} == {"paragraph"}


def test_lines_set_in_below_the_first_belong_to_it_while_the_sentence_goes_on() -> None:
    def draw(drawing: Canvas) -> None:
        lines(drawing, "Visitors sign the book at the gate, show a document with a photograph and wait for", top=200)
        lines(drawing, "the host, who fetches them.", top=213, x=70)

    (block,) = blocks(draw)
    assert block.text.endswith("and wait for the host, who fetches them.")


def test_a_frame_around_text_is_no_table() -> None:
    def draw(drawing: Canvas) -> None:
        drawing.rect(40, 580, 400, 60)
        lines(drawing, "Lock the cabinet before you leave.", top=190)

    assert [block.kind for block in blocks(draw)] == ["paragraph"]


def test_a_page_number_alone_in_the_margin_is_no_text() -> None:
    def draw(drawing: Canvas) -> None:
        lines(drawing, "Lock the cabinet before you leave.")
        drawing.drawString(290, 30, "Page 1 of 1")

    assert [block.text for block in blocks(draw)] == ["Lock the cabinet before you leave."]


def test_headers_of_odd_and_even_pages_are_both_furniture() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(drawing: Canvas) -> None:
            drawing.drawString(50, 770, "Handbook" if number % 2 else "Chapter on travel")
            lines(drawing, f"The text of page {number} says something of its own.", top=200 + number)

        return draw

    found = blocks(*[page(number) for number in range(6)])
    assert [block.text for block in found] == [
        f"The text of page {number} says something of its own." for number in range(6)
    ]

"""PowerPoint decks from readable sources: a heading opens a slide, and text after `Note:` is what the speaker reads."""

import io
from collections.abc import Sequence
from typing import Any

from markup import Block, cells, parse
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Cm, Pt
from zips import settled

COVER, CONTENT, TITLE_ONLY = 0, 1, 5
"""Places of the layouts that are used in python-pptx's template."""
NOTE = "Note:"


def render(text: str) -> bytes:
    """Renders a source as a .pptx file."""
    source = parse(text)
    deck = Presentation()
    deck.core_properties.title = source.header["title"]
    deck.core_properties.author = deck.core_properties.last_modified_by = source.header["author"]
    cover = deck.slides.add_slide(deck.slide_layouts[COVER])
    cover.shapes.title.text = source.header["title"]
    cover.placeholders[1].text = "\n".join(source.header["front"].split(" / "))
    for heading, blocks in _pages(source.blocks):
        _slide(deck, heading, blocks)
    _slim(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return settled(buffer.getvalue())


def _pages(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    pages: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading":
            pages.append((block.text, []))
        else:
            pages[-1][1].append(block)
    return pages


def _slide(deck: Deck, heading: str, blocks: Sequence[Block]) -> None:
    notes = [block.text.removeprefix(NOTE).strip() for block in blocks if block.text.startswith(NOTE)]
    tables = [block for block in blocks if block.kind == "table"]
    lines = [block for block in blocks if block.kind != "table" and not block.text.startswith(NOTE)]
    slide = deck.slides.add_slide(deck.slide_layouts[CONTENT if lines else TITLE_ONLY])
    slide.shapes.title.text = heading
    if lines:
        frame: Any = slide.placeholders[1].text_frame
        for place, block in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text, paragraph.level, paragraph.font.size = block.text, block.depth, Pt(18)
    for table in tables:
        _table(slide, table, top=9 if lines else 4)
    if notes:
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _table(slide: Slide, block: Block, *, top: int) -> None:
    size = (len(block.rows), len(block.rows[0]))
    table = slide.shapes.add_table(*size, Cm(1.2), Cm(top), Cm(23), Cm(size[0])).table
    for cell in cells(block):
        first = table.cell(cell.row, cell.column)
        first.text = cell.text
        if (cell.row, cell.column) != (cell.last_row, cell.last_column):
            first.merge(table.cell(cell.last_row, cell.last_column))
        for paragraph in first.text_frame.paragraphs:
            paragraph.font.size = Pt(12)


def _slim(deck: Deck) -> None:
    for layout in list(deck.slide_layouts):
        if not layout.used_by_slides:
            deck.slide_layouts.remove(layout)
    for name, relation in sorted(deck.part.package._rels.items()):  # noqa: SLF001 - the only way to a picture nobody sees
        if relation.reltype.endswith("/thumbnail"):
            deck.part.package._rels.pop(name)  # noqa: SLF001

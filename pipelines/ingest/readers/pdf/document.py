"""A whole PDF file: its pages' contents in reading order, page furniture taken out, as blocks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, Hidden, Problem
from pipelines.ingest.readers.pdf.geometry import Box
from pipelines.ingest.readers.pdf.layout import (
    Line,
    Piece,
    in_reading_order,
    line_of,
    lines_of,
    pieces_of,
    rows_of,
    turned_lines,
)
from pipelines.ingest.readers.pdf.page import Char, Sheet, middle
from pipelines.ingest.readers.pdf.paragraphs import Flow, Paragraph, block_of, look_of, merged_notes
from pipelines.ingest.readers.pdf.tables import Table, ruled_tables
from pipelines.ingest.readers.pdf.tables import block_of as table_block
from pipelines.ingest.readers.pdf.tagged import chars_by_place, flow_of
from pipelines.ingest.readers.pdf.tags import Element
from pipelines.ingest.readers.pdf.wrapping import paragraphs_of

MARGIN = 0.12
"""Share of a page's height in which a repeated line is furniture."""
EDGE = 0.085
APART = 2.0
OFTEN = 3
"""On this many pages, or on half of them, a line in the margin is furniture."""
TAGGED = 0.5
"""A tag tree that holds a smaller share of the text is not trusted."""
NUMBER = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
PAGE_NUMBER = re.compile(
    r"^[-–—\s]*(?:第|頁次|頁|Page|p\.?)?[\s.：:]*\d+\s*(?:頁|(?:/|of|，?\s*共)\s*\d+\s*頁?)?[-–—\s]*$", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Content:
    """What a page holds."""

    number: int
    chars: list[Char] = field(default_factory=list)
    """Printed, in the order of the file."""
    sheet: Sheet | None = None
    hidden: list[Hidden] = field(default_factory=list)
    problem: Problem | None = None
    filled: bool = False
    """A filled form, whose values are in no tag."""


def blocks_of(pages: Sequence[Content], root: Element | None) -> Iterator[Block]:
    """Yields a file's blocks: furniture, the text in reading order, then the footnotes.

    Args:
        pages: Its pages.
        root: Its tag tree, if it has one.
    """
    tagged = root is not None and not any(page.filled for page in pages) and _is_tagged(pages, root)
    if tagged and root is not None:
        furniture, flow = _tagged(pages, root)
    else:
        furniture, flow = _plain(pages)
    named = {NUMBER.sub("#", line.text): line for line in reversed(furniture)}
    for line in sorted(named.values(), key=lambda line: (line.page, line.box.top)):
        yield Block(kind="paragraph", text=line.text, where="header")
    look = look_of(flow, tagged=any(isinstance(part, Paragraph) and part.role == "heading" for part in flow))
    blocks = (table_block(part) if isinstance(part, Table) else block_of(part, look) for part in flow)
    yield from merged_notes(block for block in blocks if block is not None)


def _is_tagged(pages: Sequence[Content], root: Element) -> bool:
    places = set(root.places())
    chars = [(page.number, char.run) for page in pages for char in page.chars if not char.run.artifact]
    return sum((number, run.mcid) in places for number, run in chars) >= TAGGED * max(1, len(chars))


def _tagged(pages: Sequence[Content], root: Element) -> tuple[list[Line], Flow]:
    """What stands in the tree, after it on each page what nobody tagged; furniture is tagged as such."""
    chars = chars_by_place({page.number: page.chars for page in pages})
    known = set(root.places())
    flow = list(flow_of(root, chars))
    furniture: list[Line] = []
    for page in pages:
        rest = [char for char in page.chars if (page.number, char.run.mcid) not in known]
        furniture += lines_of([char for char in rest if char.run.artifact], page.number)
        left = paragraphs_of(_places(page, [char for char in rest if not char.run.artifact]), _width([page]))
        if left:
            last = [place for place, part in enumerate(flow) if _page(part) <= page.number]
            place = last[-1] + 1 if last else 0
            flow[place:place] = left
    return furniture, flow


def _page(part: Paragraph | Table) -> int:
    return part.page if isinstance(part, Table) else part.lines[0].page


def _plain(pages: Sequence[Content]) -> tuple[list[Line], Flow]:
    furniture, kept = _without_furniture(pages)
    places = [place for page in pages for place in _places(page, kept[page.number])]
    return furniture, paragraphs_of(places, _width(pages))


def _width(pages: Sequence[Content]) -> float:
    return max((page.sheet.width for page in pages if page.sheet is not None), default=0.0)


def _places(page: Content, chars: Sequence[Char]) -> Iterator[Line | Table]:
    """The lines and tables of a page in reading order; what is written across, such as a watermark, comes last."""
    if page.sheet is None:
        return
    tables, outside = ruled_tables(page.sheet, chars)
    level = [char for char in outside if char.run.level]
    pieces = [*pieces_of(level), *(Piece(table.box, [], table) for table in tables)]
    groups = in_reading_order(pieces)
    for group in groups:
        limit = max((piece.box.x1 for piece in group if piece.table is None), default=None) if len(groups) > 1 else None
        for row in rows_of(group):
            if isinstance(row[0].table, Table):
                yield row[0].table
            else:
                yield line_of(row, page.number, limit)
    yield from turned_lines([char for char in outside if not char.run.level], page.number)


def _without_furniture(pages: Sequence[Content]) -> tuple[list[Line], dict[int, list[Char]]]:
    """Parts the lines that repeat in the margins, and page numbers, from the rest."""
    margins = {page.number: _margin(page) for page in pages}
    counts = Counter(key for lines in margins.values() for key in {_key(line) for line, _ in lines})
    many = max(2, min(OFTEN, len(pages) // 2))
    furniture: list[Line] = []
    kept: dict[int, list[Char]] = defaultdict(list)
    for page in pages:
        found = [
            (line, row)
            for line, row in margins[page.number]
            if counts[_key(line)] >= many
            or PAGE_NUMBER.match(line.text)
            or (len(pages) == 1 and _stands_apart(line, page))
        ]
        furniture += [line for line, _ in found]
        gone = {id(char) for _, row in found for piece in row for char in piece.chars}
        kept[page.number] = [char for char in page.chars if id(char) not in gone]
    return furniture, kept


def _margin(page: Content) -> list[tuple[Line, list[Piece]]]:
    if page.sheet is None:
        return []
    low, high = page.sheet.height * MARGIN, page.sheet.height * (1 - MARGIN)
    rows = rows_of(pieces_of([char for char in page.chars if char.bottom < low or char.top > high]))
    return [(line_of(row, page.number), row) for row in rows]


def _stands_apart(line: Line, page: Content) -> bool:
    """A small line outside of the usual margins, with nothing near: the header of a file of one page."""
    height = page.sheet.height if page.sheet is not None else 0.0
    if EDGE * height < line.box.bottom and line.box.top < (1 - EDGE) * height:
        return False
    sizes = sorted(char.run.size for char in page.chars)
    distance = min(
        (_distance(char, line.box) for char in page.chars if not line.box.holds(*middle(char))), default=height
    )
    return distance > APART * line.size and line.size <= sizes[len(sizes) // 2]


def _distance(char: Char, box: Box) -> float:
    return max(char.top - box.bottom, box.top - char.bottom)


def _key(line: Line) -> str:
    """Equal for the lines that differ from page to page in the page number alone."""
    return f"{NUMBER.sub('#', line.text)}@{line.box.top:.0f}"

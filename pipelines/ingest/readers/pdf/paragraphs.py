"""Lines to paragraphs, and paragraphs to headings, items and text by their size, weight and number."""

import re
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from rich.cells import cell_len

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import shape, split_heading, split_label
from pipelines.ingest.readers.lines import WIDE, as_block, bullet_of, is_heading_text, is_spaced, join, words_of
from pipelines.ingest.readers.pdf.layout import MARK, MARK_END, Line, unmarked
from pipelines.ingest.readers.pdf.tables import Table, goes_on, joined

LARGER = 1.08
"""Times the body's size: a heading's."""
LEAST_WIDTH = 0.5
"""Of the page: where its longest line is shorter, none is full."""
WIDEST_CELL = 0.62
"""Of the size: a Latin letter's breadth, or half a Chinese one's."""
FULL = 0.85
"""Of the longest line in its block: a line that is full."""
FEWEST_BLOCK_LINES = 3
LEAST_CELLS = 30
"""Latin letters, or half as many Chinese ones, in a line of running text."""
MOST_HEADING_LINES = 3
SENTENCE_ENDS = tuple("。.!?！？：:；;")
FIRST_WORD = re.compile(r"[^\s\u2e80-\uffff]+|[\u2e80-\uffff][，。、；：！？）」』]*")
RAISED = re.compile(f" ?{MARK}(.*?){MARK_END}")
"""A raised figure; the space before one that is a mark of a note goes with it."""
NOTE = re.compile(rf"^{MARK}?(\d{{1,3}}|[*†‡])(?!\d){MARK_END}?\s*")
Role = Literal["", "text", "heading", "item", "note"]
Style = tuple[float, bool]


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    role: Role = ""
    """What the tags say it is; empty: nothing."""
    level: int = 0

    @property
    def style(self) -> Style:
        """Its size and weight."""
        first = self.lines[0]
        return round(first.size * 2) / 2, first.bold


Flow = Sequence[Paragraph | Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a document looks as a whole."""

    body: Style
    title: Paragraph | None
    levels: dict[tuple[Style, str], int]
    spaced: bool
    words: frozenset[str] = field(repr=False)
    raised: frozenset[tuple[int, str]]
    """Raised figures in the text, with their pages."""
    notes: frozenset[str]
    """Marks of its footnotes."""
    tagged: bool = False
    """True where tags say which paragraphs are headings."""


def paragraphs_of(places: Iterable[Line | Table], width: float) -> list[Paragraph | Table]:
    """Joins lines to paragraphs, and tables with their rest on the next page.

    Args:
        places: Lines and tables in reading order, without page headers and footers.
        width: The page's; where all lines are short, they could have gone on over most of it.
    """
    places = list(places)
    lines = [place for place in places if isinstance(place, Line)]
    widest = max([line.box.x1 for line in lines] + [LEAST_WIDTH * width])
    limits = _limits(lines, widest)
    usual = _usual_gap(lines, limits)
    flow: list[Paragraph | Table] = []
    for place in places:
        last = flow[-1] if flow else None
        if isinstance(place, Table):
            if isinstance(last, Table) and goes_on(last, place):
                flow[-1] = joined(last, place)
            else:
                flow.append(place)
        elif isinstance(last, Paragraph) and _runs_on(last, place, limits, usual):
            last.lines.append(place)
        else:
            flow.append(Paragraph(lines=[place]))
    return flow


def _limits(lines: Sequence[Line], widest: float) -> dict[int, float]:
    """Where each line would have ended had it been full: at the edge of its column, or of the block it is in."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _is_near(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    limits: dict[int, float] = {}
    for block in blocks:
        left, right = min(line.box.x0 for line in block), max(line.box.x1 for line in block)
        full = sum(line.box.x1 - left >= FULL * (right - left) for line in block[:-1])
        is_text = len(block) >= FEWEST_BLOCK_LINES and full * 4 >= 3 * (len(block) - 1)
        is_text &= sum(cell_len(line.text) for line in block) >= LEAST_CELLS * len(block)
        limits |= {id(line): line.limit or (right if is_text else widest) for line in block}
    return limits


def _is_near(before: Line, line: Line) -> bool:
    gap = line.box.top - before.box.bottom
    same = (
        before.page == line.page and abs(before.size - line.size) < 0.5 and abs(before.box.x0 - line.box.x0) < line.size
    )
    return same and 0 <= gap < line.size


def _usual_gap(lines: Sequence[Line], limits: dict[int, float]) -> float:
    """The gap between two lines of one paragraph, as a share of their size."""
    gaps = [
        (line.box.top - before.box.bottom) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page
        and abs(before.size - line.size) < 0.5
        and _is_wrapped(before, line, limits[id(before)])
    ]
    gaps = [gap for gap in gaps if -0.5 < gap < 2]
    return statistics.median_low(gaps) if gaps else 0.8


def _runs_on(paragraph: Paragraph, line: Line, limits: dict[int, float], usual: float) -> bool:
    before = paragraph.lines[-1]
    if abs(before.size - line.size) > 0.5 or before.bold != line.bold or _opens(line):
        return False
    if line.page != before.page and (line.page > before.page + 1 or before.text.endswith(SENTENCE_ENDS)):
        return False
    gap = (line.box.top - before.box.bottom) / line.size
    if gap > usual * 1.35 + 0.12:
        return False
    # A first line set in opens a paragraph, but where a sentence goes on, or below the number of an item.
    first = paragraph.lines[0]
    goes_on = split_label(first.text)[0] or bullet_of(first.text) or not before.text.endswith(SENTENCE_ENDS)
    if line.page == before.page and line.box.x0 > before.box.x0 + 1.2 * line.size and not goes_on:
        return False
    return _is_wrapped(before, line, limits[id(before)])


def _opens(line: Line) -> bool:
    return bool(split_label(line.text)[0] or bullet_of(line.text) or line.text[0] == MARK)


def _is_wrapped(before: Line, line: Line, limit: float) -> bool:
    """Says whether the first word of a line had no room on the line before."""
    first = FIRST_WORD.match(line.text)
    cells = cell_len(first.group() if first else line.text)
    # A gap in the line makes its letters look wide.
    word = cells * min((line.box.x1 - line.box.x0) / cell_len(line.text), WIDEST_CELL * line.size)
    # Chinese lines end early so that no mark begins the next one, and some hang a mark over the edge.
    chinese = ord(before.text[-1]) >= WIDE or ord(line.text[0]) >= WIDE
    slack = 2.0 if chinese and not before.text.endswith(SENTENCE_ENDS) else 0.1
    return before.box.x1 + word + slack * before.size > limit


def look_of(flow: Flow, *, tagged: bool) -> Look:
    """Returns how a document looks: its body's size, the styles of its headings, its title and footnotes.

    Args:
        flow: All its paragraphs and tables.
        tagged: True where tags say which paragraphs are headings.
    """
    paragraphs = [paragraph for paragraph in flow if isinstance(paragraph, Paragraph)]
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    texts = [line.text for line in lines]
    letters = Counter[Style]()
    for paragraph in paragraphs:
        letters[paragraph.style] += sum(len(line.text) for line in paragraph.lines)
    body = max(letters, key=lambda style: (letters[style], -style[0])) if letters else (0.0, False)
    headings = [paragraph for paragraph in paragraphs if _is_larger(paragraph, body) and _is_heading(paragraph)]
    title = _title([part for part in paragraphs if part.role == "heading" or part in headings])
    raised = frozenset(
        (line.page, mark) for p in paragraphs for line in p.lines for mark in RAISED.findall(line.text[1:])
    )
    marks = (_note_mark(paragraph, body, raised) for paragraph in paragraphs)
    return Look(
        body=body,
        title=title,
        levels=_levels([heading for heading in headings if heading is not title]),
        spaced=is_spaced(texts),
        words=words_of(texts),
        raised=raised,
        notes=frozenset(mark for mark in marks if mark),
        tagged=tagged,
    )


def _is_larger(paragraph: Paragraph, body: Style) -> bool:
    size, bold = paragraph.style
    return size > body[0] * LARGER or (bold and not body[1] and size >= body[0])


def _is_heading(paragraph: Paragraph) -> bool:
    text = join([line.text for line in paragraph.lines])
    rest = split_heading(text)[1] or text
    return len(paragraph.lines) <= MOST_HEADING_LINES and is_heading_text(rest) and not bullet_of(text)


def _title(headings: Sequence[Paragraph]) -> Paragraph | None:
    """The one heading at the top that is larger than all others; a tagged one has its level."""
    if (
        not headings
        or headings[0].role == "heading"
        or headings[0].lines[0].page != 1
        or split_heading(headings[0].lines[0].text)[0]
    ):
        return None
    size = headings[0].style[0]
    return headings[0] if all(other.style[0] < size for other in headings[1:]) else None


def _levels(headings: Sequence[Paragraph]) -> dict[tuple[Style, str], int]:
    """Larger before smaller, bold before plain; of one look, the numbering that comes first is the outer one."""
    first: dict[tuple[Style, str], int] = {}
    for place, heading in enumerate(headings):
        first.setdefault(_kind(heading), place)
    ordered = sorted(first, key=lambda kind: (-kind[0][0], not kind[0][1], first[kind]))
    levels: dict[tuple[Style, str], int] = {}
    for kind in ordered:
        outer = next((other for other in levels if other[0] == kind[0]), None)
        same = outer is not None and not kind[1]
        levels[kind] = levels[outer] if same and outer is not None else max(levels.values(), default=0) + 1
    return levels


def _kind(heading: Paragraph) -> tuple[Style, str]:
    return heading.style, shape(split_heading(join([line.text for line in heading.lines]))[0])


def _note_mark(paragraph: Paragraph, body: Style, raised: Collection[tuple[int, str]]) -> str:
    """The mark of a footnote: tags say it is one, or its mark stands raised in the text of its page."""
    first = paragraph.lines[0]
    match = NOTE.match(first.text)
    if match is None:
        return ""
    hangs = paragraph.style[0] <= body[0] and (first.page, match.group(1)) in raised
    return match.group(1) if paragraph.role == "note" or hangs else ""


def block_of(paragraph: Paragraph, look: Look) -> Block:
    """Returns a paragraph as a heading, item, footnote or text."""
    text = join([line.text for line in paragraph.lines], spaced=look.spaced, words=look.words)
    page = paragraph.lines[0].page
    mark = _note_mark(paragraph, look.body, look.raised)
    if mark or paragraph.role == "note":
        rest = unmarked(NOTE.sub("", text, count=1) if mark else text)
        return Block(kind="paragraph", label=mark, text=rest, where="footnote", page=page)
    raised = RAISED.findall(text)
    notes = tuple(part for part in raised if part in look.notes)
    text = RAISED.sub(lambda match: "" if match.group(1) in look.notes else unmarked(match.group()), text)
    label, rest = split_heading(text)
    level = _heading_level(paragraph, look)
    if level is not None:
        return Block(kind="heading", label=label, text=rest, level=level, page=page, notes=notes)
    return as_block(text, page=page, notes=notes)


def _heading_level(paragraph: Paragraph, look: Look) -> int | None:
    if paragraph is look.title:
        return 0
    if paragraph.role == "heading":
        return paragraph.level
    if look.tagged or not (_is_larger(paragraph, look.body) and _is_heading(paragraph)):
        return None
    return look.levels.get(_kind(paragraph))


def merged_notes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Puts footnotes behind the text, as every reader does."""
    blocks = list(blocks)
    yield from (block for block in blocks if block.where != "footnote")
    yield from (block for block in blocks if block.where == "footnote")

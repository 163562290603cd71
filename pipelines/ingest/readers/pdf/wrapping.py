"""Lines to paragraphs: where one ends and the next begins, by room, gap, indent and number."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from rich.cells import cell_len

from pipelines.ingest.labels import NUMERAL, shape, split_label
from pipelines.ingest.readers.lines import WIDE, bullet_of
from pipelines.ingest.readers.pdf.layout import MARK, Line
from pipelines.ingest.readers.pdf.paragraphs import Paragraph
from pipelines.ingest.readers.pdf.tables import Table, goes_on, joined
from pipelines.language.numerals import number

SENTENCE_ENDS = tuple("。.!?！？：:；;")
FIRST_WORD = re.compile(r"[^\s\u2e80-\uffff]+|[\u2e80-\uffff][，。、；：！？）」』]*")
LEAST_WIDTH = 0.5
"""Of the page: where its longest line is shorter, none is full."""
WIDEST_CELL = 0.62
"""Of the size: a Latin letter's breadth, or half a Chinese one's."""
FULL = 0.85
"""Of the longest line in its block: a line that is full."""
FEWEST_BLOCK_LINES = 3
LEAST_CELLS = 30
"""Latin letters, or half as many Chinese ones, in a line of running text."""


@dataclass(slots=True, kw_only=True)
class Page:
    """What is known of a document while its lines are joined."""

    limits: dict[int, float]
    """Line → where it would have ended had it been full."""
    usual: float
    """The gap between two lines of one paragraph, as a share of their size."""
    counted: dict[str, Decimal] = field(default_factory=dict)
    """Shape of a label → the last number of its kind."""

    def count(self, text: str) -> None:
        """Remembers the number that a paragraph opens with."""
        label = split_label(text)[0]
        if (value := _value(label)) is not None:
            self.counted[shape(label)] = value

    def expects(self, label: str) -> bool:
        """Says whether a label comes next: the first of its kind, one more than the last, or no number at all."""
        value = _value(label)
        return value in (None, 1) or value == self.counted.get(shape(label), Decimal(-1)) + 1


def _value(label: str) -> Decimal | None:
    numbers = re.findall(NUMERAL, label)
    return number(numbers[-1]) if numbers else None


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
    page = Page(limits=limits, usual=_usual_gap(lines, limits))
    flow: list[Paragraph | Table] = []
    for place in places:
        last = flow[-1] if flow else None
        if isinstance(place, Table):
            if isinstance(last, Table) and goes_on(last, place):
                flow[-1] = joined(last, place)
            else:
                flow.append(place)
        elif isinstance(last, Paragraph) and _runs_on(last, place, page):
            last.lines.append(place)
        else:
            flow.append(Paragraph(lines=[place]))
            page.count(place.text)
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
    below = _is_alike(before, line) and abs(before.box.x0 - line.box.x0) < line.size
    return below and -line.size / 2 < gap < line.size


def _is_alike(before: Line, line: Line) -> bool:
    return before.page == line.page and abs(before.size - line.size) < 0.5


def _usual_gap(lines: Sequence[Line], limits: dict[int, float]) -> float:
    """The gap between two lines of one paragraph, as a share of their size."""
    gaps = [
        (line.box.top - before.box.bottom) / line.size
        for before, line in pairwise(lines)
        if _is_alike(before, line) and _is_wrapped(before, line, limits[id(before)])
    ]
    gaps = [gap for gap in gaps if -0.5 < gap < 2]
    return statistics.median_low(gaps) if gaps else 0.8


def _runs_on(paragraph: Paragraph, line: Line, page: Page) -> bool:
    before = paragraph.lines[-1]
    if abs(before.size - line.size) > 0.5 or before.bold != line.bold or bullet_of(line.text) or line.text[0] == MARK:
        return False
    ended = before.text.endswith(SENTENCE_ENDS)
    if line.page != before.page and (line.page > before.page + 1 or ended):
        return False
    if (line.box.top - before.box.bottom) / line.size > page.usual * 1.35 + 0.12:
        return False
    label = split_label(line.text)[0]
    if label and (ended or page.expects(label)):
        return False
    # A first line set in opens a paragraph, but where a sentence goes on, or below the number of an item.
    first = paragraph.lines[0]
    below_a_number = split_label(first.text)[0] or bullet_of(first.text)
    set_in = line.page == before.page and line.box.x0 > before.box.x0 + 1.2 * line.size
    if set_in and ended and not below_a_number:
        return False
    return _is_wrapped(before, line, page.limits[id(before)])


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

"""Lines to paragraphs, and paragraphs to headings, items and text by their size, weight and number."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import shape, split_heading
from pipelines.ingest.readers.lines import as_block, bullet_of, is_heading_text, is_spaced, join, words_of
from pipelines.ingest.readers.pdf.layout import MARK, MARK_END, Line, unmarked
from pipelines.ingest.readers.pdf.tables import Table

LARGER = 1.08
"""Times the body's size: a heading's."""
MOST_HEADING_LINES = 3
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

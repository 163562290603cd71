"""Word files: the labels, tables, notes and page headers as Word prints them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, Reading, Where
from pipelines.ingest.labels import split_label, with_label
from pipelines.ingest.readers.word.numbering import Printed, list_of
from pipelines.ingest.readers.word.numerals import printed
from pipelines.ingest.readers.word.package import Package, open_package
from pipelines.ingest.readers.word.parts import with_parts
from pipelines.ingest.readers.word.runs import Text, mark_is, mark_is_hidden, read_text
from pipelines.ingest.readers.word.styles import heading_level
from pipelines.ingest.readers.word.tables import read_grid
from pipelines.ingest.readers.word.xml import Element, W, value

HOLDERS = {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
LONGEST_UNSTYLED_HEADING = 30


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk over one Word file: where it stands, and what it has carried along."""

    package: Package
    marks: dict[str, str] = field(default_factory=dict)
    """Note → the mark printed for it."""
    counted: dict[str, int] = field(default_factory=dict)
    """Kind of note → the last number given."""
    carried: Text | None = None
    """Text of a paragraph whose mark was deleted; it runs into the next paragraph."""


def read(data: bytes) -> Reading:
    """Reads a Word file in printed order: page headers and footers, the body, then the notes.

    Args:
        data: The file's bytes.

    Returns:
        Its blocks.

    Raises:
        UnreadableError: The bytes are no Word file, or it is damaged.
    """
    walk = Walk(package=open_package(data))
    blocks = [block for part in walk.package.headers for block in _walk(part, walk, where="header")]
    blocks += with_parts(list(_walk(walk.package.body, walk, where="body")))
    for note, mark in sorted(walk.marks.items(), key=lambda pair: pair[0].startswith("endnote")):
        inner = _walk(walk.package.notes[note], walk, where="footnote")
        text = "\n".join(with_label(block.label, block.text) for block in inner)
        blocks.append(Block(kind="paragraph", label=mark, text=text, where="footnote"))
    return Reading(blocks=tuple(blocks))


def _walk(holder: Element, walk: Walk, *, where: Where) -> Iterator[Block]:
    for element in holder:
        if element.tag == W + "p":
            yield from _paragraph(element, walk, where=where)
        elif element.tag == W + "tbl":
            yield from _table(element, walk, where=where)
        elif element.tag in HOLDERS:
            yield from _walk(element, walk, where=where)


def _paragraph(paragraph: Element, walk: Walk, *, where: Where) -> Iterator[Block]:
    text = read_text(paragraph, walk.package.styles)
    if mark_is(paragraph, "del", "moveFrom"):
        walk.carried = text if text.printed else walk.carried
        return
    if walk.carried is not None:
        text.pieces[:0], walk.carried = walk.carried.pieces, None
    found = list_of(paragraph, walk.package.styles, walk.package.numbering)
    number = None if found is None else walk.package.numbering.advance(*found)
    if text.printed or (number is not None and number.label and not mark_is_hidden(paragraph)):
        yield _block(paragraph, text, walk, number=number, where=where)
    for box in text.boxes:
        yield from _walk(box, walk, where="textbox" if where == "body" else where)


def _block(paragraph: Element, text: Text, walk: Walk, *, number: Printed | None, where: Where) -> Block:
    walk.marks.update(text.custom)
    notes = tuple(_mark(note, walk) for note in text.notes if note in walk.package.notes)
    level = heading_level(paragraph, walk.package.styles) if where == "body" else None
    if number is None:
        label, rest = ("", text.printed) if where in ("table", "header", "footnote") else split_label(text.printed)
        if level is None and not label and where == "body" and _looks_like_heading(paragraph, text):
            level = 0 if value(paragraph, "pPr", "jc") == "center" else 1
        number = Printed(label=label, bullet=False, series="", level=0)
    else:
        rest = text.printed
    kind = "heading" if level is not None else "item" if number.label or number.bullet else "paragraph"
    return Block(
        kind=kind,  # type: ignore[arg-type]
        text=rest,
        label=number.label.strip(),
        level=number.level if level is None else level,
        series=f"{number.series}/{number.level}" if number.series else "",
        bullet=number.bullet,
        where=where,
        notes=notes,
    )


def _looks_like_heading(paragraph: Element, text: Text) -> bool:
    """A short line without a full stop that is centred or all bold: a heading nobody gave a style."""
    line = text.printed
    if len(line) > LONGEST_UNSTYLED_HEADING or "\n" in line or line.endswith(tuple("。；：，.;:,")):
        return False
    return value(paragraph, "pPr", "jc") == "center" or text.bold


def _mark(note: str, walk: Walk) -> str:
    if note not in walk.marks:
        kind = note.split(" ", 1)[0]
        number_format, start = walk.package.note_formats[kind]
        walk.counted[kind] = walk.counted.get(kind, start - 1) + 1
        walk.marks[note] = printed(walk.counted[kind], number_format)
    return walk.marks[note]


def _table(table: Element, walk: Walk, *, where: Where) -> Iterator[Block]:
    inner: list[Block] = []
    nested: list[Block] = []

    def read_cell(cell: Element) -> str:
        blocks = list(_cell(cell, walk, nested=nested, where=where))
        inner.extend(blocks)
        return "\n".join(f"{block.label} {block.text}".strip() for block in blocks)

    grid = read_grid(table, read_cell)
    yield from inner
    if grid.rows:
        header, rows = grid.split(headed=where != "header")
        notes = tuple(note for block in inner for note in block.notes)
        yield Block(kind="table", header=header, rows=rows, where=where, notes=notes)
    yield from nested


def _cell(cell: Element, walk: Walk, *, nested: list[Block], where: Where) -> Iterator[Block]:
    inside: Where = "table" if where == "body" else where
    for element in cell:
        if element.tag == W + "p":
            yield from _paragraph(element, walk, where=inside)
        elif element.tag == W + "tbl":
            nested += _table(element, walk, where=where)
        elif element.tag in HOLDERS:
            yield from _cell(element, walk, nested=nested, where=where)

"""Word files: the labels, tables, notes and page headers as Word prints them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, Hidden, HiddenKind, Problem, Reading, Where
from pipelines.ingest.labels import split_label, with_label
from pipelines.ingest.readers.word.numbering import Printed, list_of
from pipelines.ingest.readers.word.package import Package, open_package
from pipelines.ingest.readers.word.parts import with_parts
from pipelines.ingest.readers.word.runs import DELETED, Text, read_text
from pipelines.ingest.readers.word.styles import Paragraph, heading_level, is_contents, paragraph_of
from pipelines.ingest.readers.word.tables import HOLDERS, read_grid
from pipelines.ingest.readers.word.xml import MC, A, C, Element, W, chosen, stored_text

CHANGES = [
    W + name
    for name in (
        "ins", "del", "moveTo", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange",
        "tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
]  # fmt: skip
"""Tracked changes; a move has two ends and counts once."""
PARAGRAPH, TABLE = W + "p", W + "tbl"
FLOW = {PARAGRAPH, TABLE}
LONGEST_UNSTYLED_HEADING = 30


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk over one Word file: where it stands, and what it has carried along."""

    package: Package
    hidden: list[Hidden] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    carried: tuple[Paragraph, Text] | None = None
    """A paragraph whose mark was deleted; it runs into the next paragraph."""

    def hide(self, kind: HiddenKind, element: Element) -> None:
        """Keeps the text of something that is not printed."""
        text = stored_text(element)
        if text:
            self.hidden.append(Hidden(kind=kind, text=text))
        # Numbers of hidden paragraphs are skipped, those of deleted ones are not.
        for paragraph in element.iter(W + "p") if kind == "vanished" else ():
            self.count(paragraph_of(paragraph, self.package.styles))

    def count(self, paragraph: Paragraph) -> Printed | None:
        """Counts a paragraph in its list, if it is in one."""
        found = list_of(paragraph, self.package.styles, self.package.numbering)
        return None if found is None else self.package.numbering.advance(*found)


def read(data: bytes) -> Reading:
    """Reads a Word file in printed order: page headers and footers, the body, then the notes.

    Args:
        data: The file's bytes.

    Returns:
        Its blocks, what it holds and does not print, and how many tracked changes were accepted for that.

    Raises:
        UnreadableError: The bytes are no Word file, or it is damaged.
    """
    walk = Walk(package=open_package(data))
    package = walk.package
    blocks: list[Block] = []
    for part in package.headers:
        package.numbering.new_story()
        blocks += _walk(part, walk, where="header")
    package.numbering.new_story()
    blocks += with_parts(list(_walk(package.body, walk, where="body")))
    package.numbering.new_story()
    for note, mark in sorted(package.marks.given.items(), key=lambda pair: pair[0].startswith("endnote")):
        blocks += _note(package.notes[note], mark, walk)
    _hide_the_rest(walk)
    roots = (package.body, *package.headers, *package.notes.values())
    changes = sum(1 for root in roots for _ in root.iter(*CHANGES))
    return Reading(blocks=tuple(blocks), problems=tuple(walk.problems), hidden=tuple(walk.hidden), changes=changes)


def _hide_the_rest(walk: Walk) -> None:
    package = walk.package
    for part in package.unprinted:
        walk.hide("hidden_element", part)
    for name, note in package.notes.items():
        if name not in package.marks.given:
            walk.hide("hidden_element", note)
    for comment in [] if package.comments is None else package.comments:
        walk.hide("comment", comment)


def _walk(holder: Element, walk: Walk, *, where: Where) -> Iterator[Block]:
    for element in _flat(holder, walk):
        if element.tag == PARAGRAPH:
            yield from _paragraph(element, walk, where=where)
        else:
            yield from _carried(walk, where=where)
            paragraphs, tables = _table(element, walk, where=where)
            yield from (*paragraphs, *tables)
    yield from _carried(walk, where=where)


def _flat(holder: Element, walk: Walk) -> Iterator[Element]:
    """The paragraphs and tables of a body, a cell or a box, whatever stands around them."""
    for element in holder:
        if element.tag in FLOW:
            yield element
        elif element.tag in HOLDERS:
            yield from _flat(element, walk)
        elif element.tag == MC + "AlternateContent":
            yield from _flat(chosen(element), walk)
        elif element.tag == W + "altChunk":
            reason, hint = "an imported document is not read", "open the file in Word and save it, which takes it in"
            walk.problems.append(Problem(locator="altChunk", reason=reason, hint=hint))


def _paragraph(element: Element, walk: Walk, *, where: Where) -> Iterator[Block]:
    paragraph = paragraph_of(element, walk.package.styles)
    text = read_text(paragraph, walk.package.styles)
    walk.hidden += text.hidden
    if walk.carried is not None:
        text.prepend(walk.carried[1])
        walk.carried = None
    if DELETED & paragraph.mark.keys():
        walk.carried = (paragraph, text)
    else:
        yield from _print(paragraph, text, walk, where=where)


def _carried(walk: Walk, *, where: Where) -> Iterator[Block]:
    """Prints a paragraph whose mark was deleted where no paragraph follows that it could run into."""
    if walk.carried is not None:
        (paragraph, text), walk.carried = walk.carried, None
        if text.printed or text.boxes:
            yield from _print(paragraph, text, walk, where=where)


def _print(paragraph: Paragraph, text: Text, walk: Walk, *, where: Where) -> Iterator[Block]:
    number = walk.count(paragraph)
    if text.printed or text.notes or (number is not None and number.label and not paragraph.mark.is_on("vanish")):
        yield _block(paragraph, text, walk, number=number, where=where)
    boxed: Where = "textbox" if where in ("body", "table") else where
    for box in text.boxes:
        yield from _walk(box, walk, where=boxed)
    drawn = [*text.art, *_drawn(text.diagrams, walk.package)]
    yield from (Block(kind="paragraph", text=line, where=boxed) for line in drawn if line.strip())
    for program in text.objects:
        hint = "save it as a file of its own beside this one"
        walk.problems.append(Problem(locator=program, reason="an embedded object is not read", hint=hint))
    if where == "body" and W + "sectPr" in paragraph.properties:
        walk.package.marks.end_section()


def _drawn(names: list[str], package: Package) -> Iterator[str]:
    """The words in diagrams (SmartArt) and charts, each once: captions, names of series and categories."""
    for diagram in (package.diagrams[name] for name in names if name in package.diagrams):
        lines = (
            ("" if line.tag == A + "p" else "\n").join(piece.text or "" for piece in line.iter(A + "t", C + "v"))
            for line in diagram.iter(A + "p", C + "strCache")
        )
        yield from dict.fromkeys(lines)


def _block(paragraph: Paragraph, text: Text, walk: Walk, *, number: Printed | None, where: Where) -> Block:
    marks = walk.package.marks
    called = [note for note in text.notes if note in walk.package.notes]
    marks.given.update((note, text.custom[note]) for note in called if note in text.custom)
    notes = tuple(marks.mark(note) for note in called)
    contents = is_contents(paragraph, walk.package.styles)
    level = heading_level(paragraph, walk.package.styles) if where == "body" and not contents else None
    rest = text.printed
    if number is None:
        label = ""
        if where in ("body", "textbox") and not contents:
            label, rest = split_label(rest)
        if level is None and not label and where == "body" and not contents and _looks_like_heading(paragraph, text):
            level = 0 if paragraph.properties.value("jc") == "center" else 1
        number = Printed(label=label, bullet=False, series="", level=0)
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


def _looks_like_heading(paragraph: Paragraph, text: Text) -> bool:
    """A short line without a full stop that is centred or all bold: a heading nobody gave a style."""
    line = text.printed
    if len(line) > LONGEST_UNSTYLED_HEADING or set("\n\t") & set(line) or line.endswith(tuple("。；：，.;:,")):
        return False
    return paragraph.properties.value("jc") == "center" or text.bold


def _note(note: Element, mark: str, walk: Walk) -> Iterator[Block]:
    inner = list(_walk(note, walk, where="footnote"))
    lines = [with_label(block.label, block.text) for block in inner if block.kind != "table"]
    # An author's own mark is typed again before the note.
    text = "\n".join(lines).removeprefix("" if mark.isalnum() else mark).lstrip()
    yield Block(kind="paragraph", label=mark, text=text, where="footnote")
    yield from (block for block in inner if block.kind == "table")


def _table(table: Element, walk: Walk, *, where: Where) -> tuple[list[Block], list[Block]]:
    """Returns the paragraphs in a table's cells in printed order, then the table and those nested in it."""
    paragraphs: list[Block] = []
    nested: list[Block] = []
    inside: Where = "table" if where == "body" else where

    def read_cell(cell: Element) -> str:
        own: list[Block] = []
        for element in _flat(cell, walk):
            if element.tag == TABLE:
                inner, tables = _table(element, walk, where=where)
                paragraphs.extend(inner)
                nested.extend(tables)
            else:
                found = list(_paragraph(element, walk, where=inside))
                paragraphs.extend(found)
                own += found
        last = list(_carried(walk, where=inside))
        paragraphs.extend(last)
        # A text box that hangs on a cell is no part of its value.
        lines = [block for block in (*own, *last) if block.where == inside and block.kind != "table"]
        return "\n".join(with_label(block.label, block.text) for block in lines)

    grid = read_grid(table, read_cell, walk.hide)
    if not grid.rows:
        return paragraphs, nested
    header, rows = grid.split(headed=where != "header")
    notes = tuple(note for block in paragraphs for note in block.notes)
    return paragraphs, [Block(kind="table", header=header, rows=rows, where=where, notes=notes), *nested]

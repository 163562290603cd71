"""Cutting: one document becomes drafts of sections, each the smallest piece that means something alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.ingest.blocks import Block
from pipelines.ingest.identity import Document
from pipelines.ingest.keys import header_key, key_of, row_key
from pipelines.ingest.labels import CHAPTER, is_absolute, is_clause, with_label
from pipelines.ingest.outline import Node, build
from pipelines.ingest.rows import blank_columns, exchange_text, faq_columns, faq_text, key_column, row_text
from pipelines.records.section import Kind

FEWEST_STEPS = 2
LONGEST_LISTED = 25
"""Characters. Chinese-numbered items up to here are a list of things; longer ones are rules of their own."""
WIDE = 0x2E80
INDENT = "  "
"""Before a bullet, for each list that encloses its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, a list item with all it holds, or a table row."""

    text: str
    whole: bool = False
    """True for a list item and a table row, which mean something only in one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A section before it has its document's name on it."""

    kind: Kind
    place: str
    """Its key without the document's id."""
    full_place: str
    path: tuple[str, ...]
    lines: tuple[Line, ...]
    cells: tuple[tuple[str, str], ...] = ()
    page: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Up to how many characters numbered items stay with what encloses them."""

    section: int
    clause: int


def cut(document: Document, limits: Limits) -> list[Draft]:
    """Cuts a document.

    Args:
        document: The document.
        limits: How long a section with items may be.

    Returns:
        Drafts in printed order, none of them empty.
    """
    root = build(document.blocks)
    drafts = list(_cut(root, document, limits))
    return [draft for draft in drafts if any(line.text.strip() for line in draft.lines)]


def _cut(node: Node, document: Document, limits: Limits) -> Iterator[Draft]:
    if node.block is None and not node.children:
        yield from _pages(node, document)
    elif _stays_whole(node, limits):
        steps = len(node.children) >= FEWEST_STEPS and not any(is_clause(child.label) for child in node.children)
        yield _draft(node, document, kind="step" if steps else "prose", lines=_lines(node, whole=True))
        for holder in (node, *node.below()):
            yield from _tables(holder, document)
    else:
        yield _draft(node, document, kind="prose", lines=_lines(node, whole=False))
        yield from _tables(node, document)
        for child in node.children:
            yield from _cut(child, document, limits)


def _stays_whole(node: Node, limits: Limits) -> bool:
    if node.block is None or not node.children or not all(child.is_relative_item for child in node.below()):
        return False
    if CHAPTER.match(node.label) or _holds_rules(node):
        return False
    text = "".join(line.text for line in _lines(node, whole=True))
    return len(text) <= limits.section and (node.block.kind == "heading" or _width(text) <= limits.clause)


def _width(text: str) -> float:
    """How much a text says, in Chinese characters: an English sentence takes twice as many letters."""
    return sum(1.0 if ord(character) >= WIDE else 0.5 for character in text)


def _holds_rules(node: Node) -> bool:
    """A heading over Chinese-numbered sentences: each is cited by itself, as in `三、（二）`."""
    if node.block is None or node.block.kind != "heading" or is_absolute(node.label):
        return False
    long = any(len(child.block.text) > LONGEST_LISTED for child in node.children if child.block is not None)
    return long and any(is_clause(child.label) for child in node.children)


def _lines(node: Node, *, whole: bool) -> tuple[Line, ...]:
    """A node's own text, and with `whole` that of its items, each with its printed number."""
    lines: list[Line] = []
    if node.block is not None and not node.heading:
        lines.append(Line(text=node.block.text or node.label, whole=node.is_relative_item))
    for part in node.parts:
        if isinstance(part, Block):
            lines += _own_line(part)
        elif whole:
            text = "\n".join(line.text for line in _lines(part, whole=True))
            lines.append(Line(text=with_label(part.label, _with_heading(part, text)), whole=True))
    return tuple(lines)


def _with_heading(node: Node, text: str) -> str:
    return f"{node.heading}\n{text}" if node.heading else text


def _own_line(block: Block) -> list[Line]:
    if block.kind in ("table", "faq", "exchange"):
        return []
    text = with_label(block.label, block.text)
    return [Line(text=f"{INDENT * block.level}- {text}", whole=True)] if block.bullet else [Line(text=text)]


def _draft(node: Node, document: Document, *, kind: Kind, lines: Sequence[Line]) -> Draft:
    first = node.block or next(iter(node.blocks), None)
    return Draft(
        kind=kind,
        place=key_of(node) or document.title,
        full_place=key_of(node, full=True) or document.title,
        path=_path(node),
        lines=tuple(lines),
        page=first.page if first is not None else None,
    )


def _path(node: Node) -> tuple[str, ...]:
    named = (with_label(above.label, above.heading) for above in node.path if above.heading or _is_named(above))
    return tuple(name for name in named if name)


def _is_named(node: Node) -> bool:
    return is_absolute(node.label) or bool(node.block and node.block.kind == "heading")


def _pages(root: Node, document: Document) -> Iterator[Draft]:
    """A document without any heading: a section a page where it has pages, else one of its whole text."""
    pages = list(dict.fromkeys(block.page for block in root.blocks))
    for page in pages:
        part = Node(parts=[block for block in root.blocks if block.page == page])
        draft = _draft(part, document, kind="prose", lines=_lines(part, whole=False))
        place = draft.place if page is None else f"p.{page}"
        yield replace(draft, place=place, full_place=place)
    yield from _tables(root, document)


def _tables(node: Node, document: Document) -> Iterator[Draft]:
    for block in node.blocks:
        if block.kind == "table":
            yield from _rows(block, node, document)
        elif block.kind == "exchange":
            text, cells = exchange_text(block)
            draft = _draft(node, document, kind="exchange", lines=[Line(text=line) for line in text.split("\n")])
            yield replace(draft, place=block.label, full_place=block.label, cells=cells)


def _lead_in(table: Block, node: Node) -> str:
    """The sentence right above a table that ends in a colon: it often holds the table's unit."""
    place = next(place for place, part in enumerate(node.parts) if part is table)
    above = node.parts[place - 1] if place else node.block
    if not isinstance(above, Block) or not above.text.endswith(("：", ":")) or node.heading == above.text:
        return ""
    return above.text.rstrip("：:")


def _rows(table: Block, node: Node, document: Document) -> Iterator[Draft]:
    faq = faq_columns(table.header)
    caption = [text for text in (table.text or _lead_in(table, node),) if text]
    column = key_column(table.header, table.rows)
    enclosing = "›".join(text for text in (key_of(node, full=True), table.text) if text)
    for number, row in enumerate(table.rows, 1):
        text, cells = row_text(table.header, row) if faq is None else faq_text(table.header, row, faq)
        if not cells:
            continue
        base = _draft(node, document, kind="faq" if faq is not None else "table", lines=[Line(text=text, whole=True)])
        code = row[column].strip() if column is not None else ""
        short, full = (
            row_key(place, number, code, chinese=document.language == "zh") for place in (key_of(node), enclosing)
        )
        yield replace(
            base,
            place=short,
            full_place=full,
            path=(*base.path, *caption),
            cells=cells,
            page=table.page,
            row=number,
        )
    blank = blank_columns(table.header, table.rows)
    if blank:
        base = _draft(node, document, kind="table", lines=[Line(text="；".join(blank), whole=True)])
        short, full = (header_key(place, chinese=document.language == "zh") for place in (key_of(node), enclosing))
        yield replace(base, place=short, full_place=full, path=(*base.path, *caption), page=table.page)

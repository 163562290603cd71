"""HTML pages: headings, lists with their numbers, tables, footnotes and text; what a browser hides is hidden."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipelines.ingest.blocks import Block, Hidden, Reading, UnreadableError
from pipelines.ingest.labels import split_heading
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.markdown import typed
from pipelines.ingest.readers.pages import text as printing
from pipelines.ingest.readers.pages.tables import cells_of, is_layout, own_rows, table_of
from pipelines.ingest.readers.pages.text import Node
from pipelines.ingest.readers.pages.unseen import take_out
from pipelines.ingest.readers.word.numerals import printed
from pipelines.language.script import HAN

FURNITURE = ("header", "footer", "title", "nav", "button")
NESTED = ("ol", "ul", "table")
LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
WIDER = {"big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}
"""What a page means that states the narrower name."""
DEEPEST = 2_000
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
UNCLOSED = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "li", "dt", "dd", "p", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup", "rt", "rp",
}  # fmt: skip
"""Elements that need no end, here in lower case."""


def read(data: bytes) -> Reading:
    """Reads an HTML page.

    Args:
        data: The page's bytes.

    Returns:
        Its blocks; menus and the page's own header and footer name the document and are no part of its text.

    Raises:
        UnreadableError: The encoding is unknown, or there is no body.
    """
    source = _decode(data)
    tree = _parsed(source)
    if tree.body is None:
        raise UnreadableError("the page has no body")
    blocks, hidden = _read(tree, source)
    title = tree.css_first("title")
    if title is not None and title.text().strip() and not any(block.kind == "heading" for block in blocks):
        blocks.insert(0, Block(kind="heading", text=title.text().strip(), level=0))
    return Reading(blocks=tuple(blocks), hidden=tuple(hidden))


def read_fragment(source: str) -> tuple[list[Block], list[Hidden]]:
    """Reads a piece of a page, such as stands in Markdown.

    Args:
        source: The piece.

    Returns:
        Its blocks, and what is hidden in it.
    """
    return _read(_parsed(source), source)


def _parsed(source: str) -> Node:
    """Refuses what is nested without end: the parser, and every search below an element, take the square of it."""
    from selectolax.lexbor import LexborHTMLParser

    tags = Counter(TAG.findall(source))
    depth = sum(count - tags["/", name] for (end, name), count in tags.items() if not end and name not in UNCLOSED)
    if depth > DEEPEST:
        raise UnreadableError("nested too deeply: too many elements are never closed")
    return LexborHTMLParser(source)


def _read(tree: Node, source: str) -> tuple[list[Block], list[Hidden]]:
    hidden = take_out(tree, source)
    _mark_footnotes(tree)
    return [block for block in _walk(tree.body) if block.text or block.label or block.rows], hidden


def _decode(data: bytes) -> str:
    """Strict UTF-8 is never another encoding by chance; then what the page states; then what offices write."""
    stated = CHARSET.search(data[:2048])
    name = stated.group(1).decode().lower() if stated is not None else "utf-8"
    for encoding in ("utf-8", WIDER.get(name, name)):
        try:
            if stated is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data)


def _mark_footnotes(tree: Node) -> None:
    """Finds `<sup><a href="#n1">1</a></sup>` and the element `n1`, and takes the links back out of it."""
    targets = {node.attributes["id"]: node for node in tree.css("li[id], p[id], div[id]") if node.attributes["id"]}
    for link in tree.css("sup a[href], a[href] sup"):
        anchor = link if link.tag == "a" else link.parent
        target = targets.get((anchor.attributes.get("href") or "").removeprefix("#"))
        mark = printing.printed_text(link).strip("[]()")
        if target is None or not mark:
            continue
        anchor.attrs["data-note"] = mark
        target.attrs["data-footnote"] = mark
        for back in target.css("a[href^='#']"):
            if not re.search(r"\w", back.text()):
                back.decompose()


def _walk(node: Node) -> Iterator[Block]:
    """Yields the blocks below a node; text between block elements is a paragraph of its own."""
    inline: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag in printing.BLOCKS or child.tag in FURNITURE or _holds_blocks(child):
            yield from _paragraphs(inline)
            inline = []
            yield from _element(child)
        else:
            inline.append(printing.raw_text(child))
    yield from _paragraphs(inline)


def _holds_blocks(node: Node) -> bool:
    return not node.tag.startswith("-") and node.css_first(", ".join(sorted(printing.BLOCKS))) is not None


def _element(node: Node) -> Iterator[Block]:
    tag = node.tag
    if "data-footnote" in node.attributes:
        text = " ".join(printing.printed_text(node).split("\n"))
        yield Block(kind="paragraph", label=node.attributes["data-footnote"], text=text, where="footnote")
    elif re.fullmatch("h[1-6]", tag):
        raw = printing.raw_text(node)
        label, rest = split_heading(" ".join(printing.squeeze(raw).split("\n")))
        yield Block(kind="heading", label=label, text=rest, level=int(tag[1]), notes=printing.notes_of(raw))
    elif tag in ("ol", "ul"):
        yield from _list(node, depth=0)
    elif tag == "table":
        yield from _table(node)
    elif tag == "dl":
        yield from _definitions(node)
    elif tag == "pre":
        yield Block(kind="paragraph", text=node.text().strip("\n"))
    elif tag in FURNITURE and node.css_first("h1, h2") is None:
        yield from (Block(kind="paragraph", text=block.text, where="header") for block in _walk(node))
    else:
        yield from _walk(node)


def _table(node: Node) -> Iterator[Block]:
    if is_layout(node):
        for row in own_rows(node):
            for cell in cells_of(row):
                yield from _walk(cell)
    else:
        yield from table_of(node)


def _list(node: Node, *, depth: int) -> Iterator[Block]:
    items = [item for item in node.iter() if item.tag == "li"]
    step = -1 if "reversed" in node.attributes else 1
    number = _number(node, "start", 1 if step > 0 else len(items))
    for item in items:
        if "data-footnote" in item.attributes:
            yield from _element(item)
            continue
        number = _number(item, "value", number)
        form = LIST_TYPES.get(item.attributes.get("type") or node.attributes.get("type") or "", "decimal")
        label = f"{printed(number, form)}." if node.tag == "ol" else ""
        raw = printing.raw_text(item, NESTED)
        text = printing.squeeze(raw)
        series = f"list/{depth}"
        block = Block(kind="item", label=label, text=text, bullet=not label, level=depth, series=series)
        yield replace(block, notes=printing.notes_of(raw))
        number += step
        for child in _nested(item):
            yield from _table(child) if child.tag == "table" else _list(child, depth=depth + 1)


def _number(node: Node, name: str, default: int) -> int:
    text = node.attributes.get(name) or ""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def _nested(node: Node) -> Iterator[Node]:
    for child in node.iter():
        if child.tag in NESTED:
            yield child
        else:
            yield from _nested(child)


def _definitions(node: Node) -> Iterator[Block]:
    """A definition list is a table of two columns: questions and answers where the terms ask."""
    rows: list[tuple[str, str]] = []
    for child in node.css("dt, dd"):
        text = printing.printed_text(child)
        if child.tag == "dt":
            rows.append((" ".join(text.split("\n")), ""))
        elif rows:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{text}".strip())
    if rows and all(term.endswith(("？", "?")) for term, _ in rows):
        yield Block(kind="table", header=("問題", "答案"), rows=tuple(rows))
        return
    for term, text in rows:
        colon = "：" if HAN.search(term + text) else ": "
        yield Block(kind="paragraph", text=f"{term}{colon}{text}" if text else term)


def _paragraphs(inline: list[str]) -> Iterator[Block]:
    raw = "".join(inline)
    text = printing.squeeze(raw)
    if text:
        yield replace(typed(text), notes=printing.notes_of(raw))

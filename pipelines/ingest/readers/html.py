"""HTML pages: headings, lists, tables and text; scripts, menus and hidden parts are left out."""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.labels import split_heading
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.markdown import typed
from pipelines.ingest.readers.word.numerals import printed

LEFT_OUT = "script, style, noscript, template, nav, svg, iframe, form, button, [hidden], [aria-hidden=true]"
FURNITURE = ("header", "footer", "title")
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section",
    "summary", "table", "ul", *FURNITURE,
}  # fmt: skip
LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
WIDEST_SPAN = 256


def read(data: bytes) -> Reading:
    """Reads an HTML page.

    Args:
        data: The page's bytes.

    Returns:
        Its blocks; the page's own header and footer name the document and are no part of its text.

    Raises:
        UnreadableError: The encoding is unknown, or there is no body.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_decode(data))
    if tree.body is None:
        raise UnreadableError("the page has no body")
    for node in tree.css(LEFT_OUT):
        node.decompose()
    for node in tree.css("[style]"):
        if HIDDEN_STYLE.search(node.attributes.get("style") or ""):
            node.decompose()
    blocks = list(_walk(tree.body))
    title = tree.css_first("title")
    if title is not None and title.text().strip() and not any(block.kind == "heading" for block in blocks):
        blocks.insert(0, Block(kind="heading", text=title.text().strip(), level=0))
    return Reading(blocks=tuple(blocks))


def _decode(data: bytes) -> str:
    stated = CHARSET.search(data[:2048])
    if stated is not None:
        try:
            return data.decode({"big5": "cp950"}.get(stated.group(1).decode().lower(), stated.group(1).decode()))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _walk(node: Any) -> Iterator[Block]:  # noqa: ANN401
    """Yields the blocks below a node; text between block elements is a paragraph of its own."""
    inline: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag in BLOCKS:
            yield from _paragraphs(inline)
            inline = []
            yield from _element(child)
        elif child.tag != "-text" and child.css_first(", ".join(sorted(BLOCKS))) is not None:
            yield from _paragraphs(inline)
            inline = []
            yield from _walk(child)
        else:
            inline.append("\n" if child.tag == "br" else _text(child))
    yield from _paragraphs(inline)


def _element(node: Any) -> Iterator[Block]:  # noqa: ANN401
    tag = node.tag
    if re.fullmatch("h[1-6]", tag):
        label, rest = split_heading(_squeeze(_text(node)))
        if label or rest:
            yield Block(kind="heading", label=label, text=rest, level=int(tag[1]))
    elif tag in ("ol", "ul"):
        yield from _list(node, depth=0)
    elif tag == "table":
        yield from _table(node)
    elif tag == "dl":
        yield from _definitions(node)
    elif tag in FURNITURE and node.css_first("h1, h2") is None:
        yield from (Block(kind="paragraph", text=block.text, where="header") for block in _walk(node))
    else:
        yield from _walk(node)


def _list(node: Any, *, depth: int) -> Iterator[Block]:  # noqa: ANN401
    attributes = node.attributes
    number = int(attributes.get("start") or 1) if node.tag == "ol" else 0
    form = LIST_TYPES.get(attributes.get("type") or "", "decimal")
    for item in node.iter():
        if item.tag != "li":
            continue
        own = [_text(child) for child in item.iter(include_text=True) if child.tag not in ("ol", "ul", "table")]
        label = f"{printed(number, form)}." if number else ""
        text = _squeeze("".join(own))
        yield Block(kind="item", label=label, text=text, bullet=not label, level=depth, series=f"list/{depth}")
        number += bool(label)
        for child in item.iter():
            if child.tag in ("ol", "ul"):
                yield from _list(child, depth=depth + 1)
            elif child.tag == "table":
                yield from _table(child)


def _definitions(node: Any) -> Iterator[Block]:  # noqa: ANN401
    """A definition list is a table of two columns: questions and answers where the terms ask."""
    terms = [(child.tag, _squeeze(_text(child))) for child in node.iter() if child.tag in ("dt", "dd")]
    rows: list[tuple[str, str]] = []
    for tag, text in terms:
        if tag == "dt":
            rows.append((text, ""))
        elif rows:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{text}".strip())
    if rows and all(term.endswith(("？", "?")) for term, _ in rows):
        yield Block(kind="table", header=("問題", "答案"), rows=tuple(rows))
    else:
        yield from (Block(kind="paragraph", text=f"{term}：{text}") for term, text in rows)


def _table(node: Any) -> Iterator[Block]:  # noqa: ANN401
    grid: list[list[str]] = []
    heads: list[bool] = []
    down: dict[int, tuple[int, str]] = {}
    for row in node.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        grid.append(_row(cells, down))
        heads.append(bool(cells) and all(cell.tag == "th" for cell in cells))
    if not grid:
        return
    caption = node.css_first("caption")
    width = max(len(row) for row in grid)
    rows = [tuple(row + [""] * (width - len(row))) for row in grid]
    headed = heads[0] or len(rows) > 1
    text = "" if caption is None else _squeeze(_text(caption))
    yield Block(kind="table", text=text, header=rows[0] if headed else (), rows=tuple(rows[1:] if headed else rows))


def _row(cells: list[Any], down: dict[int, tuple[int, str]]) -> list[str]:
    values: list[str] = []
    pending = list(cells)
    while pending or len(values) in down:
        left, text = down.get(len(values), (0, ""))
        if left:
            down[len(values)] = (left - 1, text)
            if left == 1:
                del down[len(values)]
            values.append(text)
            continue
        cell = pending.pop(0)
        text = _squeeze(_text(cell))
        across = min(_span(cell, "colspan"), WIDEST_SPAN)
        for _ in range(across):
            if _span(cell, "rowspan") > 1:
                down[len(values)] = (_span(cell, "rowspan") - 1, text)
            values.append(text)
    return values


def _span(cell: Any, name: str) -> int:  # noqa: ANN401
    text = cell.attributes.get(name) or "1"
    return max(int(text), 1) if text.isdigit() else 1


def _text(node: Any) -> str:  # noqa: ANN401
    if node.tag == "-text":
        return str(node.text())
    if node.tag == "br":
        return "\n"
    return "".join(_text(child) for child in node.iter(include_text=True))


def _paragraphs(inline: list[str]) -> Iterator[Block]:
    text = _squeeze("".join(inline))
    if text:
        yield typed(text)


def _squeeze(text: str) -> str:
    """Collapses white space as a browser does; a line break between Chinese characters leaves nothing."""
    text = re.sub(r"(?<=[^\x00-\xff])\s*\n\s*(?=[^\x00-\xff])", "", text)
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip()

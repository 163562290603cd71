"""Text of HTML elements as a browser prints it: white space collapsed, lines broken where the page breaks them."""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

# A selectolax node; its stubs do not know all that it has.
Node: TypeAlias = Any
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "title", "tr", "ul",
}  # fmt: skip
BREAK = "\v"
"""Stands for a line that the page breaks, until white space is collapsed."""
MARKED = re.compile("\ufdd0(.*?)\ufdd1")
"""The mark of a footnote inside a text, between two characters that no text has."""


def raw_text(node: Node, without: Iterable[str] = ()) -> str:
    """Returns the text below a node with its white space, and breaks around blocks.

    Args:
        node: The node.
        without: Elements that are left out.
    """
    if node.tag == "-text":
        return str(node.text())
    if node.tag == "br":
        return BREAK
    if node.tag in without or node.tag == "-comment":
        return ""
    if node.attributes.get("data-note"):
        return f"\ufdd0{node.attributes['data-note']}\ufdd1"
    text = "".join(raw_text(child, without) for child in node.iter(include_text=True))
    return f"{BREAK}{text}{BREAK}" if node.tag in BLOCKS else text


def squeeze(text: str) -> str:
    r"""Collapses white space as a browser does; a source line's end between Chinese characters leaves nothing.

    >>> squeeze("出貨\n  異常 須於\v\v 24  小時")
    '出貨異常 須於\n24 小時'
    """
    text = MARKED.sub("", text)
    text = re.sub(r"(?<=[^\x00-\xff])[ \t]*\n\s*(?=[^\x00-\xff\v])", "", text.replace("\r", "\n"))
    lines = [re.sub(r"[ \t\n\f]+", " ", line).strip() for line in text.split(BREAK)]
    return "\n".join(line for line in lines if line)


def notes_of(text: str) -> tuple[str, ...]:
    """Returns the marks of the footnotes that hang on a text."""
    return tuple(MARKED.findall(text))


def printed_text(node: Node) -> str:
    """Returns the text below a node as printed."""
    return squeeze(raw_text(node))

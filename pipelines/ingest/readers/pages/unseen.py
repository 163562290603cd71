"""What a page holds and a browser does not print: it is taken out of the tree, and kept with its kind."""

import re
from collections.abc import Iterator

from pipelines.ingest.blocks import Hidden, HiddenKind
from pipelines.ingest.readers.pages.text import Node, printed_text

NO_TEXT = "script, style"
UNSEEN = "[hidden], [aria-hidden=true], noscript, template, svg, iframe, select, textarea, datalist"
STYLES: tuple[tuple[re.Pattern[str], HiddenKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)  # type: ignore[misc]
    for pattern, kind in (
        (
            r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|(?<![\w-])opacity\s*:\s*0(\.0+)?\s*(;|$)",
            "hidden_element",
        ),
        (r"(?<![\w-])(max-)?(width|height)\s*:\s*[01](px|em|rem|pt|%)?\s*(;|$)", "hidden_element"),
        (r"font(-size)?\s*:[^;]*(?<![\d.])[01](px|pt|em|rem|%)?\s*(;|$|/|!)", "tiny"),
        (r"(?<![\w-])(left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}", "off_page"),
    )
)
WHITE = re.compile(r"(?<![\w-])color\s*:\s*(#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)", re.IGNORECASE)
GROUND = re.compile(r"background", re.IGNORECASE)
LONGEST_STYLE = 2000
EDGE = re.compile(r"<!--|-->|<(?P<close>/?)(?P<code>script|style)\b", re.IGNORECASE)


def take_out(tree: Node, source: str) -> list[Hidden]:
    """Takes what nobody sees out of a page. Rules of style sheets are not followed, only what elements say themselves.

    Args:
        tree: The page; it is changed.
        source: Its source, for the comments.

    Returns:
        What was taken out.
    """
    hidden = [Hidden(kind="comment", text=text) for text in _comments(source) if text.strip()]
    for node in tree.css(NO_TEXT):
        node.decompose()
    found: list[tuple[Node, HiddenKind]] = [(node, "hidden_element") for node in tree.css(UNSEEN)]
    found += [(node, kind) for node in tree.css("[style]") if (kind := _kind(node)) is not None]
    for node, kind in found:
        # An element inside one that is gone already is gone with it.
        text = printed_text(node) if node.parent is not None else ""
        if text:
            hidden.append(Hidden(kind=kind, text=text))
        node.decompose()
    return hidden


def _comments(source: str) -> Iterator[str]:
    """The comments of a page but not of its scripts, in one pass, since a page may open thousands and close none."""
    start, code = None, ""
    for edge in EDGE.finditer(source):
        if code:
            code = "" if edge["close"] and edge["code"].lower() == code else code
        elif start is not None:
            if edge[0] == "-->":
                yield source[start : edge.start()]
                start = None
        elif edge[0] == "<!--":
            start = edge.end()
        elif edge["code"] and not edge["close"]:
            code = edge["code"].lower()


def _kind(node: Node) -> HiddenKind | None:
    style = (node.attributes.get("style") or "")[:LONGEST_STYLE]
    kind = next((kind for pattern, kind in STYLES if pattern.search(style)), None)
    return "white" if kind is None and WHITE.search(style) and not _has_ground(node) else kind


def _has_ground(node: Node) -> bool:
    """Says whether a node or one around it has a colour behind it, on which white is read."""
    while node is not None and node.tag != "html":
        if GROUND.search(node.attributes.get("style") or "") or node.attributes.get("bgcolor"):
            return True
        node = node.parent
    return False

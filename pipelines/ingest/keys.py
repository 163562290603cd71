"""Citation keys: the document's own numbering, as short as it can be and still name one place."""

from collections.abc import Sequence

from pipelines.ingest.labels import DECIMAL, as_key, is_absolute, join_key
from pipelines.ingest.outline import Node

LONGEST_HEADING = 60
FEWEST_KEPT = 40
"""Characters of a long heading that are kept even if that cuts a word."""


def key_of(node: Node, *, full: bool = False) -> str:
    """Returns a node's place in its document: `第三條 一、（二）`, `§4.3`, `標題›子標題`; empty for the root.

    Args:
        node: The node.
        full: True for the labels of all that encloses it, which tells two places of one short key apart.
    """
    chain: list[Node] = []
    for above in reversed(node.path):
        chain.insert(0, above)
        if not full and above.label and _stands_alone(above):
            break
    return _join(chain)


def _stands_alone(node: Node) -> bool:
    numbered_heading = node.block is not None and node.block.kind == "heading" and DECIMAL.match(node.label)
    return is_absolute(node.label) or bool(numbered_heading)


def _join(chain: Sequence[Node]) -> str:
    pieces: list[str] = []
    labels: list[str] = []
    for node in chain:
        if node.label:
            labels.append(as_key(node.label, top=not labels and _is_top(node)))
            continue
        if labels:
            pieces.append(join_key(labels))
            labels = []
        if node.block is not None:
            pieces.append(_shortened(" ".join(node.block.text.split())))
    if labels:
        pieces.append(join_key(labels))
    return "›".join(pieces)


def _shortened(heading: str) -> str:
    """A long heading's beginning, which ends with a whole word where there are words."""
    if len(heading) <= LONGEST_HEADING:
        return heading
    end = heading.rfind(" ", FEWEST_KEPT, LONGEST_HEADING + 1)
    return heading[: end if end > 0 else LONGEST_HEADING]


def _is_top(node: Node) -> bool:
    return (node.block is not None and node.block.kind == "heading") or node.parent is None or node.parent.block is None


def row_key(place: str, row: int, code: str = "", *, chinese: bool) -> str:
    """Returns the key of a table row, after the key of what encloses the table.

    Args:
        place: The key of what encloses the table.
        row: The row's number.
        code: Its value in the table's key column, empty where it has none.
        chinese: Whether the document is Chinese.

    >>> row_key("第三條", 2, chinese=True), row_key("", 12, "T240304-017", chinese=False)
    ('第三條 第2列', 'row 12 T240304-017')
    """
    return f"{place} {f'第{row}列' if chinese else f'row {row}'} {code}".strip()


def header_key(place: str, *, chinese: bool) -> str:
    """Returns the key of a table's header, which is asked for where a form has columns that no row fills.

    >>> header_key("第三條", chinese=True), header_key("", chinese=False)
    ('第三條 標題列', 'header row')
    """
    return f"{place} {'標題列' if chinese else 'header row'}".strip()


def unique(short: Sequence[str], full: Sequence[str]) -> list[str]:
    """Makes keys unique in order: a repeat gets its enclosing labels, then `#2`.

    Args:
        short: The keys as short as they can be.
        full: The same with all enclosing labels.

    Returns:
        One key each, all different.

    >>> unique(["第一條", "第一條", "甲", "甲"], ["第一章 第一條", "第二章 第一條", "甲", "甲"])
    ['第一條', '第二章 第一條', '甲', '甲#2']
    """
    taken: set[str] = set()
    result = []
    for brief, long in zip(short, full, strict=True):
        key = brief if brief not in taken else long
        count, base = 1, key
        while key in taken:
            count += 1
            key = f"{base}#{count}"
        taken.add(key)
        result.append(key)
    return result

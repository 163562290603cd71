"""Headings nobody gave a style: short lines that open a part of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.ingest.blocks import Block

LONGEST = 30
CAPTION = re.compile(r"^(表|圖|Table|Figure)\s*[\dA-Z一二三四五六七八九十]", re.IGNORECASE)


def with_parts(blocks: Sequence[Block]) -> list[Block]:
    """Turns each short, unpunctuated line before a new list or a table into a heading.

    Args:
        blocks: The blocks of a document in order.

    Returns:
        The same blocks; such a line would otherwise read as the end of the clause before it.
    """
    seen: set[str] = set()
    result = []
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        seen.add(block.series)
        opens = following is not None and _opens(following, seen)
        result.append(replace(block, kind="heading", level=1) if opens and _is_part(block) else block)
    return result


def _opens(block: Block, seen: set[str]) -> bool:
    if block.where == "table":
        return True
    return block.where == "body" and bool(block.label) and bool(block.series) and block.series not in seen


def _is_part(block: Block) -> bool:
    if block.kind != "paragraph" or block.label or block.where != "body" or CAPTION.match(block.text):
        return False
    # A colon inside marks a line of `name：value` pairs, such as the document number under a title.
    return (
        len(block.text) <= LONGEST
        and not set("\n\t：:") & set(block.text)
        and not block.text.endswith(tuple("。；，.;,"))
    )

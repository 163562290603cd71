"""Takes out of a reading what no reader of the print sees: invisible, reordering and control characters."""

import re
from collections import defaultdict
from dataclasses import replace

from pipelines.ingest.blocks import Block, Hidden, HiddenKind, Part, Reading

SELECTORS = r"\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef"
IDEOGRAPHIC = r"\U000e0100-\U000e01ef"
HAN = r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARKS = r"\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
MOST_MARKS = 4
"""Combining marks on one character; no living orthography stacks more."""
BREAKS = r"\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029"
"""Controls that are white space: each ends a line."""
PLANE_ENDS = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
CLASSES: dict[HiddenKind, str] = {
    "zero_width": r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2065\u3164\ufeff\uffa0",
    "bidi": r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "tag": r"\U000e0000-\U000e007f",
    "control": r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u206a-\u206f\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffb" + PLANE_ENDS,
}
# In this order: what is left after one step is what the next one judges.
STEPS: tuple[tuple[HiddenKind, re.Pattern[str]], ...] = (
    *((kind, re.compile(f"[{characters}]+")) for kind, characters in CLASSES.items()),
    # One selector after a character chooses its glyph, an ideographic one only after a Han character.
    ("zero_width", re.compile(rf"(?:^|(?<=[\s{SELECTORS}]))[{SELECTORS}]+|(?<![{HAN}])[{IDEOGRAPHIC}]+", re.MULTILINE)),
    ("control", re.compile(rf"(?<=[{MARKS}]{{{MOST_MARKS}}})[{MARKS}]+")),
)
LINE_BREAK = re.compile(rf"\r\n|[{BREAKS}]")
SUSPECT = re.compile(f"[{''.join(CLASSES.values())}{SELECTORS}{BREAKS}{MARKS}]")

Found = dict[HiddenKind, list[str]]


def clean(reading: Reading) -> Reading:
    """Takes invisible characters out of every text of a reading.

    Args:
        reading: What a reader made of a file.

    Returns:
        The reading with clean blocks and parts, and with what was taken out among its hidden text, one entry a kind.
        Blocks without such characters are the same objects; a block of nothing else is gone.
    """
    found: Found = defaultdict(list)
    blocks = tuple(block for block in (_block(block, found) for block in reading.blocks) if block is not None)
    parts = tuple(Part(name=clean_text(part.name), reading=clean(part.reading)) for part in reading.parts)
    hidden = tuple(Hidden(kind=kind, text="".join(found[kind])) for kind in sorted(found))
    return replace(reading, blocks=blocks, parts=parts, hidden=reading.hidden + hidden)


def clean_text(text: str, found: Found | None = None) -> str:
    r"""Returns a text without invisible characters.

    Args:
        text: The text.
        found: Takes what is removed, by kind; None: nobody asks.

    >>> clean_text("re\u200bport\u202e it\u200f"), clean_text("葛\U000e0100城")
    ('report it', '葛󠄀城')
    """
    if not _is_suspect(text):
        return text
    for kind, pattern in STEPS:
        removed = pattern.findall(text)
        if removed:
            text = pattern.sub("", text)
            if found is not None:
                found[kind] += removed
    return LINE_BREAK.sub("\n", text)


def _is_suspect(text: str) -> bool:
    # Most English text is settled by two passes of C, four times as fast as the pattern.
    return not (text.isascii() and text.isprintable()) and SUSPECT.search(text) is not None


def _block(block: Block, found: Found) -> Block | None:
    texts = (block.text, block.label, *block.header, *block.notes, *(cell for row in block.rows for cell in row))
    if not any(map(_is_suspect, texts)):
        return block

    def row(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(clean_text(cell, found) for cell in cells)

    cleaned = replace(
        block,
        text=clean_text(block.text, found),
        label=clean_text(block.label, found),
        header=row(block.header),
        rows=tuple(row(cells) for cells in block.rows),
        notes=row(block.notes),
    )
    if cleaned == block:
        return block
    return cleaned if cleaned.text.strip() or cleaned.label or cleaned.header or cleaned.rows else None

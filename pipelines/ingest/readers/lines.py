"""Lines to paragraphs: for formats that keep no structure but what is printed."""

import re
from collections.abc import Iterable

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import split_label

LONGEST_HEADING = 40
ENDS = tuple("。．.;；：:!?！？,，、")
MIXED = re.compile(r"[\u3400-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3400-\u9fff]")
WIDE = 0x2E80
RULE = re.compile(r"^[=\-_*~─━]{3,}$")


def blocks_of_lines(lines: Iterable[str]) -> list[Block]:
    """Turns lines into blocks; a blank line or a typed number opens a new one.

    Args:
        lines: The lines as printed.

    Returns:
        Items and paragraphs.
    """
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        text = line.strip()
        if not text or RULE.match(text):
            paragraphs.append([])
            continue
        if split_label(text)[0] or text.startswith(("- ", "• ", "・", "* ")):
            paragraphs.append([])
        paragraphs[-1].append(text)
    return [as_block(join(paragraph)) for paragraph in paragraphs if paragraph]


def as_block(text: str, *, page: int | None = None) -> Block:
    """Returns one paragraph as a heading, item or paragraph."""
    label, rest = split_label(text)
    bullet = text.startswith(("- ", "• ", "・", "* "))
    if bullet:
        return Block(kind="item", text=text[1:].strip(), bullet=True, page=page)
    return Block(kind="item" if label else "paragraph", label=label, text=rest, page=page)


def is_heading_text(text: str) -> bool:
    """Says whether a line is short and ends like a heading."""
    return 0 < len(text) <= LONGEST_HEADING and not text.endswith(ENDS)


def join(lines: list[str], *, spaced: bool | None = None) -> str:
    """Joins the lines of one paragraph: without a space between Chinese characters, with one elsewhere.

    Args:
        lines: The lines.
        spaced: Whether the document sets numbers off from Chinese by spaces; None: as these lines do.

    Returns:
        The paragraph.

    >>> join(["出貨異常須於", "二十四小時內通報"]), join(["report it", "within a day"])
    ('出貨異常須於二十四小時內通報', 'report it within a day')
    """
    spaced = is_spaced(lines) if spaced is None else spaced
    text = ""
    for line in lines:
        text += ("" if not text else _space(text[-1], line[0], spaced=spaced)) + line
    return text


def is_spaced(lines: list[str]) -> bool:
    """Says whether a text sets numbers and Latin words off from Chinese by spaces."""
    return any(MIXED.search(line) for line in lines)


def _space(before: str, after: str, *, spaced: bool) -> str:
    wide = [ord(character) >= WIDE for character in (before, after)]
    if not any(wide):
        return " "
    # Where a text sets numbers off from Chinese by spaces, a line end stood for one of them.
    mixed = wide[0] != wide[1] and all(character.isalnum() or character in "$%" for character in (before, after))
    return " " if mixed and spaced else ""

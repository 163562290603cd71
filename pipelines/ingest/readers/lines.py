"""Lines to paragraphs: for formats that keep no structure but what is printed."""

import re
from collections.abc import Collection, Iterable, Sequence

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import split_label

LONGEST_HEADING = 40
"""Chinese characters; two Latin ones count as one."""
BULLETS = re.compile(r"^(?:[-–*o○]\s+|[•・●■▪◆◼‣➢✓◦]\s*)(?=\S)")
ENDS = tuple("。．.;；：:!?！？,，、")
MIXED = re.compile(r"[\u3400-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3400-\u9fff]")
WIDE = 0x2E80
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
PARTED = re.compile(r"([A-Za-z]+)[-\u2010\u00ad]$")
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
        if split_label(text)[0] or bullet_of(text):
            paragraphs.append([])
        paragraphs[-1].append(text)
    return [as_block(join(paragraph)) for paragraph in paragraphs if paragraph]


def bullet_of(text: str) -> str:
    """Returns the bullet that a line opens with, and the space after it; empty where there is none."""
    match = BULLETS.match(text)
    return match.group() if match else ""


def as_block(text: str, *, page: int | None = None, notes: tuple[str, ...] = ()) -> Block:
    """Returns one paragraph as an item or paragraph.

    Args:
        text: The paragraph as printed.
        page: The page it begins on.
        notes: Marks of its footnotes.
    """
    label, rest = split_label(text)
    if bullet := bullet_of(text):
        return Block(kind="item", text=text[len(bullet) :], bullet=True, page=page, notes=notes)
    return Block(kind="item" if label else "paragraph", label=label, text=rest, page=page, notes=notes)


def is_heading_text(text: str) -> bool:
    """Says whether a line is short and ends like a heading."""
    width = sum(2 if ord(character) >= WIDE else 1 for character in text)
    return 0 < width <= 2 * LONGEST_HEADING and not text.endswith(ENDS)


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Returns the Latin words of a text in lower case, compounds with their hyphens; not what a line end parts."""
    return frozenset(word for line in lines for word in WORD.findall(PARTED.sub("", line).lower()))


def join(lines: Sequence[str], *, spaced: bool | None = None, words: Collection[str] = ()) -> str:
    """Joins the lines of one paragraph: without a space between Chinese characters, with one elsewhere.

    Args:
        lines: The lines.
        spaced: Whether the document sets numbers off from Chinese by spaces; None: as these lines do.
        words: The document's words, which tell a compound's hyphen from one that parts a word at a line end.

    Returns:
        The paragraph.

    >>> join(["出貨異常須於", "二十四小時內通報"]), join(["report it", "within a day"])
    ('出貨異常須於二十四小時內通報', 'report it within a day')
    """
    spaced = is_spaced(lines) if spaced is None else spaced
    text = ""
    for line in lines:
        if parted := PARTED.search(text) if line[:1].islower() else None:
            text = _without_hyphen(text, parted.group(1), line, words)
        elif text:
            text += _space(text[-1], line[0], spaced=spaced)
        text += line
    return text


def _without_hyphen(text: str, first: str, line: str, words: Collection[str]) -> str:
    """Drops the hyphen that parts a word at a line end; that of a compound, as the document shows it, stays."""
    second = WORD.match(line.lower())
    rest = second.group().split("-")[0] if second else ""
    whole, compound = f"{first}{rest}".lower(), f"{first}-{rest}".lower()
    keeps = compound in words or (whole not in words and first.lower() in words)
    return text if keeps else text[:-1]


def is_spaced(lines: Sequence[str]) -> bool:
    """Says whether a text sets numbers and Latin words off from Chinese by spaces."""
    return any(MIXED.search(line) for line in lines)


def _space(before: str, after: str, *, spaced: bool) -> str:
    wide = [ord(character) >= WIDE for character in (before, after)]
    if not any(wide):
        return " "
    # Where a text sets numbers off from Chinese by spaces, a line end stood for one of them.
    mixed = wide[0] != wide[1] and all(character.isalnum() or character in "$%" for character in (before, after))
    return " " if mixed and spaced else ""

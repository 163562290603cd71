"""The sentences of a document's text, as they may be quoted."""

import re
from collections.abc import Sequence

# A Western full stop ends a sentence before white space or the end (§4.3 and 3.5 go on), but not behind an initial
# (U.S. law) and not where the sentence goes on in small letters (e.g. this).
END = re.compile(r"(?<=[。！？!?])\s*|(?<![^A-Za-z][A-Z]\.)(?<=\.)(?:\s+|$)(?![a-z])|\n+")
"""What may follow a sentence; a mark of an item ends none, see `MARK`."""
MARK = re.compile(r"[(（]?(?:[0-9０-９]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})[.．、)）]|[-–—•*·]")
"""What numbers an item of a list: `1.`, `(a)`, `一、`, `-`."""
_LEADS = (":", "：")


def sentences(text: str) -> list[str]:
    """Splits a text into its sentences; every line ends one.

    Args:
        text: Of a section.

    Returns:
        The sentences in their order, none empty; an item's mark belongs to the sentence that it numbers.

    >>> sentences("1. Notify the U.S. office. 2. Wait.")
    ['1. Notify the U.S. office.', '2. Wait.']
    """
    parts: list[str] = []
    marked = False
    for part in filter(None, map(str.strip, END.split(text))):
        if marked:
            parts[-1] += f" {part}"
        else:
            parts.append(part)
        marked = MARK.fullmatch(part) is not None
    return parts


def announced(parts: Sequence[str], place: int) -> range:
    """Returns the places of what a sentence announces: the next one, and further items of a list that it begins.

    Args:
        parts: The sentences of a text.
        place: Of one of them.

    Returns:
        Its followers' places; none where it does not end with a colon.

    >>> announced(["Needed are:", "1. a form;", "2. a receipt.", "Send both."], 0)
    range(1, 3)
    """
    first = place + 1
    if not parts[place].endswith(_LEADS) or first == len(parts):
        return range(0)
    last = first
    while last + 1 < len(parts) and MARK.match(parts[first]) and MARK.match(parts[last + 1]):
        last += 1
    return range(first, last + 1)


def announcing(parts: Sequence[str], place: int) -> int | None:
    """Returns the place of the sentence that announces the list which an item belongs to.

    Args:
        parts: The sentences of a text.
        place: Of one of them.

    Returns:
        Its place; None where the sentence is no item, or its list is not announced.

    >>> announcing(["Needed are:", "1. a form;", "2. a receipt."], 2)
    0
    """
    while place > 0 and MARK.match(parts[place]):
        place -= 1
        if parts[place].endswith(_LEADS):
            return place
    return None

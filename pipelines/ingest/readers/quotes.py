"""Quotes: what of a mail's text is new, its signature, and the history of earlier mails below it."""

import re
from collections.abc import Sequence
from typing import Any

FORWARDED = re.compile(r"^\s*(?:fwd?|轉寄|轉發)\s*[：:]", re.IGNORECASE)
ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*(?:Original Message|原始郵件|原始訊息|原始信件|原郵件)\s*[-_]{2,}\s*$", re.IGNORECASE
)
SENDER = re.compile(r"^\s*\*?(?:From|寄件者|寄件人|發件人)\s*\*?[：:]", re.IGNORECASE)
SENT = re.compile(r"^\s*\*?(?:Sent|Date|寄件日期|傳送時間|日期|發送時間)\s*\*?[：:]", re.IGNORECASE)
WROTE = re.compile(r"(?:\bwrote|寫道|来信|來信)\s*[：:]\s*$")
WRITES = re.compile(r"^\s*(?:On\b|於|在)")
QUOTED = re.compile(r"^\s*>+ ?")
LONGEST_WRAP = 3
"""Lines over which `On … wrote:` may run."""
OLDER = (
    ".gmail_quote, .gmail_extra blockquote, blockquote[type=cite], .yahoo_quoted, .moz-cite-prefix"
    ", #divRplyFwdMsg, #divRplyFwdMsg ~ *, #appendonsend ~ *"
)
"""Where mail programs put the history of a page."""


def is_forwarded(subject: str) -> bool:
    """Says whether a mail passes another one on, which then is its content."""
    return FORWARDED.match(subject) is not None


def split_text(lines: Sequence[str], *, forwarded: bool) -> tuple[list[str], list[str], str]:
    """Splits a plain text.

    Args:
        lines: Its lines.
        forwarded: True where the mail passes another one on: then nothing in it is history.

    Returns:
        The lines that are new with the quotes they answer, those of the signature, and the history.
    """
    end = len(lines) if forwarded else _history(lines)
    new, history = list(lines[:end]), "\n".join(lines[end:])
    mark = next((place for place, line in enumerate(new) if line.rstrip() == "--"), len(new))
    signature = [] if forwarded else [line.strip() for line in new[mark + 1 :] if line.strip()]
    return _quotes_apart(new if forwarded else new[:mark]), signature, history.strip()


def _history(lines: Sequence[str]) -> int:
    """The line where the history begins: a mail program's mark, or quotes with nothing new below them."""
    for place, line in enumerate(lines):
        below = lines[place + 1 : place + 4]
        if ORIGINAL.match(line) or (SENDER.match(line) and any(map(SENT.match, below))):
            return place
    end = len(lines)
    while end and (not lines[end - 1].strip() or QUOTED.match(lines[end - 1])):
        end -= 1
    if not any(QUOTED.match(line) for line in lines[end:]):
        return len(lines)
    if end and WROTE.search(lines[end - 1]):
        wrapped = range(end - 1, max(end - 1 - LONGEST_WRAP, -1), -1)
        end = next((place for place in wrapped if WRITES.match(lines[place])), end - 1)
    return end


def _quotes_apart(lines: Sequence[str]) -> list[str]:
    """Makes each quote a paragraph of its own, marked once."""
    result: list[str] = []
    before = False
    for line in lines:
        quoted = QUOTED.match(line)
        if bool(quoted) != before:
            result.append("")
        text = line if quoted is None else line[quoted.end() :]
        result.append(f"> {text}" if quoted and not before and text.strip() else text)
        before = bool(quoted)
    return result


def split_page(page: str, *, forwarded: bool) -> tuple[str, str]:
    """Splits an HTML text.

    Args:
        page: The page.
        forwarded: True where the mail passes another one on: then nothing in it is history.

    Returns:
        The page without history and without a stated encoding, which the mail states; and the history's text.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    for node in tree.css("meta"):
        node.decompose()
    nodes = [] if forwarded else tree.css(OLDER)
    known = {node.mem_id for node in nodes}
    outermost = [node for node in nodes if not _lies_in(node, known)]
    history = [node.text(separator=" ").strip() for node in outermost]
    for node in outermost:
        node.decompose()
    return tree.html or "", "\n".join(text for text in history if text)


def _lies_in(node: Any, known: set[int]) -> bool:  # noqa: ANN401
    above = node.parent
    return above is not None and (above.mem_id in known or _lies_in(above, known))


def holds_table(page: str) -> bool:
    """Says whether a page has a table of data in what is new, not one that lays the page out.

    Args:
        page: The page.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(split_page(page, forwarded=False)[0])
    return any(_is_data(table) for table in tree.css("table"))


def _is_data(table: Any) -> bool:  # noqa: ANN401
    rows = [[cell.text().strip() for cell in row.css("td, th")] for row in table.css("tr")]
    filled = [row for row in rows if len(list(filter(None, row))) >= 2]
    return not table.css("table table") and len(filled) >= 2 and len(filled) == len(rows)

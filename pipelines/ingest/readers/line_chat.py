"""LINE's text export, of a phone or a desktop, in Chinese or English: messages to exchanges."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.readers.exchanges import Message, reading_of
from pipelines.ingest.readers.moments import CLOCK, day_of, time_of

DATE = (
    r"\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}"
)
WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
DAY = re.compile(rf"^(?:{WEEKDAY},?\s+)?(?:{DATE})(?:\s*[（(]?(?:(?:週|星期)?[一二三四五六日]|{WEEKDAY})[)）]?)?\s*$")
DESKTOP_DAY = re.compile(r"^\d{4}\.\d{2}\.\d{2} \S+$")
MESSAGE = re.compile(rf"^{CLOCK}\s?\t(?P<speaker>[^\t]+)\t(?P<text>.*)$", re.IGNORECASE)
EVENT = re.compile(rf"^{CLOCK}\s?\t[^\t]*$", re.IGNORECASE)
SPACED = re.compile(rf"^{CLOCK} (?P<rest>\S.*)$", re.IGNORECASE)
"""A desktop's message: nothing but a space stands between the name and the text."""
PARTNER = re.compile(r"^\[LINE\]\s?(?:與\s?(?P<zh>.+?)\s?的聊天記錄|Chat history with (?P<en>.+?))\s*$")
SAVED = re.compile(r"^(儲存日期|Saved on)\s?[：:]")
THINGS = (
    "貼圖|照片|圖片|影片|檔案|語音訊息|聯絡資訊|位置訊息|位置資訊|相簿|投票|禮物"
    "|Stickers?|Photos?|Videos?|Files?|Voice message|Audio|Contact|Location|Album|Poll|Gift"
)
NO_TEXT = re.compile(rf"^(?:\[(?:{THINGS})\]|☎.*|(?:您|你|.{{1,30}})?已收回訊息。?|.{{1,40}} unsent a message\.?)$")
DESKTOP_NO_TEXT = re.compile(rf"{NO_TEXT.pattern}|^(?:{THINGS})$")
DESKTOP_EVENT = re.compile(
    r"(?:加入|退出|離開)(?:聊天|群組|了)|邀請.*(?:加入|進入)|已收回訊息|(?:joined|left) the|unsent a message"
)


def recognises(text: str) -> bool:
    """Says whether a text is a LINE export: its own first line, or a day followed by timed messages."""
    lines = text.split("\n", 50)[:50]
    if lines[0].startswith("[LINE]"):
        return True
    return any(map(DAY.match, lines)) and (any(map(MESSAGE.match, lines)) or _is_desktop(lines))


def _is_desktop(lines: Sequence[str]) -> bool:
    """A desktop's export has no first line of its own: a dotted day, then times after which one name comes again."""
    written = [line.split() for line in lines[1:] if SPACED.match(line)]
    names = [words[1] for words in written if len(words) > 2]
    return DESKTOP_DAY.match(lines[0]) is not None and len(names) > len(set(names))


def read_text(text: str) -> Reading:
    """Reads a chat export.

    Args:
        text: The export.

    Returns:
        Its exchanges. Stickers, photos, calls, withdrawn messages, who joined or left, and the export's own first
        lines are printed and no part of what was said: they are furniture. The quotation marks that LINE puts around
        several lines are gone.
    """
    lines = text.split("\n")
    named = PARTNER.match(lines[0])
    quiet = NO_TEXT
    if not any(MESSAGE.match(line) for line in lines):
        lines, quiet = _with_tabs(lines), DESKTOP_NO_TEXT
    printed = list(_printed(lines, quiet))
    messages = (line for line in printed if isinstance(line, Message))
    reading = reading_of(messages, partner=(named["zh"] or named["en"]) if named else "")
    return Reading(blocks=tuple(_in_order(printed, iter(reading.blocks))))


def _in_order(printed: Sequence[Message | str], exchanges: Iterator[Block]) -> Iterator[Block]:
    """Puts the furniture where it is printed, behind the exchange that it interrupts."""
    rest = 0
    for line in printed:
        if isinstance(line, str):
            yield Block(kind="paragraph", text=line, where="header")
            continue
        if not rest:
            exchange = next(exchanges)
            rest = len(exchange.rows)
            yield exchange
        rest -= 1


def _printed(lines: Sequence[str], quiet: re.Pattern[str]) -> Iterator[Message | str]:
    """Yields what was said, and as they stand the lines that say nothing."""
    day, place = "", 0
    while place < len(lines):
        line = lines[place]
        found = MESSAGE.match(line)
        if found is None:
            opened = DAY.match(line)
            day = (day_of(line) or day) if opened else day
            if line.strip() and not opened:
                yield line.strip()
            place += 1
            continue
        end = _end(lines, place, found["text"])
        said = "\n".join(part.strip() for part in (found["text"], *lines[place + 1 : end]) if part.strip())
        speaker, place = found["speaker"].strip(), end
        if quiet.match(said) or not said:
            yield f"{speaker} {said}".strip()
            continue
        yield Message(when=f"{day} {time_of(found)}".strip(), speaker=speaker, text=_unquoted(said))


def _end(lines: Sequence[str], place: int, text: str) -> int:
    """Returns the line after a message; one of several lines stands in quotation marks, and may hold a date."""
    end = _closing(lines, place) if text.startswith('"') and not (text.endswith('"') and len(text) > 1) else place
    end += 1
    while end < len(lines) and not any(pattern.match(lines[end]) for pattern in (MESSAGE, EVENT, DAY)):
        end += 1
    return end


def _closing(lines: Sequence[str], place: int) -> int:
    """Returns the line that closes a quotation before the next message, the first one where none does."""
    for end in range(place + 1, len(lines)):
        if MESSAGE.match(lines[end]):
            break
        if lines[end].rstrip().endswith('"'):
            return end
    return place


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if "\n" in text and text[0] == text[-1] == '"' else text


def _with_tabs(lines: Sequence[str]) -> list[str]:
    """Rewrites a desktop's lines as a phone's: a name ends where the lines that open with its first word part."""
    named: dict[str, list[list[str]]] = defaultdict(list)
    spaced = [SPACED.match(line) for line in lines]
    for found in spaced:
        if found is not None and not DESKTOP_EVENT.search(found["rest"]):
            words = found["rest"].split(" ")
            named[words[0]].append(words)
    length = {first: _shared(written) for first, written in named.items()}
    result = []
    for line, found in zip(lines, spaced, strict=True):
        words = found["rest"].split(" ") if found is not None else []
        if found is None or DESKTOP_EVENT.search(found["rest"]) or len(words) < 2:
            result.append(line if found is None else line.replace(" ", "\t", 1))
            continue
        name, said = " ".join(words[: length[words[0]]]), " ".join(words[length[words[0]] :])
        result.append(f"{line[: found.start('rest')].strip()}\t{name}\t{said}")
    return result


def _shared(written: Sequence[Sequence[str]]) -> int:
    """How many words open all of several lines and still leave each a text; one where there is a single line."""
    if len(written) == 1:
        return 1
    columns = zip(*(words[:-1] for words in written), strict=False)
    return max(1, sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns)))

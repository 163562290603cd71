"""LINE's text export: a question and what was answered to it is one exchange."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.ingest.blocks import Block, Reading

DAY = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:\s*[（(]?\s*(?:週|星期|[A-Za-z一二三四五六日]).*)?$")
MESSAGE = re.compile(r"^(上午|下午|AM|PM)?\s?(\d{1,2}):(\d{2})(?:\s?(AM|PM))?\t([^\t]+)\t(.*)$")
EVENT = re.compile(r"^(上午|下午)?\s?\d{1,2}:\d{2}\t[^\t]*$")
AGENT = re.compile(r"客服|小編|專員|助理|官方|Support|Service|Agent|Help", re.IGNORECASE)
ASKS = re.compile(r"[?？]|請問|嗎|呢|怎|多少|多久|幾|哪|什麼|can|how|when|what|where|which", re.IGNORECASE)
LONGEST_THANKS = 20
PLACEHOLDERS = {"[貼圖]", "[照片]", "[影片]", "[檔案]", "[語音訊息]", "[Sticker]", "[Photo]", "[Video]", "[File]"}


@dataclass(slots=True, kw_only=True)
class Message:
    """One message of a chat."""

    when: str
    """`2024-05-03 14:02`."""
    speaker: str
    text: str


def recognises(text: str) -> bool:
    """Says whether a text is a LINE export: its own first line, or a day followed by timed messages."""
    lines = text.split("\n", 50)[:50]
    if lines[0].startswith("[LINE]"):
        return True
    return any(DAY.match(line) for line in lines) and any(MESSAGE.match(line) for line in lines)


def read_text(text: str) -> Reading:
    """Reads a chat export.

    Args:
        text: The export.

    Returns:
        Exchanges: the messages of a customer and the answers up to the customer's next question. Stickers, photos
        and system lines carry no text and are left out.
    """
    messages = [message for message in _messages(text) if message.text not in PLACEHOLDERS]
    agents = {message.speaker for message in messages if AGENT.search(message.speaker)}
    if not agents and messages:
        agents = {message.speaker for message in messages} - {messages[0].speaker}
    exchanges: list[list[Message]] = []
    for message in messages:
        if not exchanges or _opens(message, exchanges[-1], agents):
            exchanges.append([])
        exchanges[-1].append(message)
    return Reading(blocks=tuple(_exchange(exchange, agents) for exchange in exchanges))


def _opens(message: Message, current: list[Message], agents: set[str]) -> bool:
    """Says whether a message begins a new exchange: another day, another asker, or the asker's next question."""
    if message.when[:10] != current[-1].when[:10]:
        return True
    if message.speaker in agents:
        return False
    asker = next((said.speaker for said in current if said.speaker not in agents), None)
    if asker != message.speaker:
        return True
    thanks = len(message.text) <= LONGEST_THANKS and not ASKS.search(message.text)
    return current[-1].speaker in agents and not thanks


def _messages(text: str) -> Iterator[Message]:
    day, current = "", None
    for line in text.split("\n"):
        opened = DAY.match(line.strip())
        found = MESSAGE.match(line)
        if opened or found or EVENT.match(line):
            if current is not None:
                yield current
            current = None
        if opened:
            day = f"{int(opened[1]):04d}-{int(opened[2]):02d}-{int(opened[3]):02d}"
        elif found and day:
            current = Message(when=f"{day} {_time(found)}", speaker=found[5].strip(), text=found[6].strip().strip('"'))
        elif current is not None and line.strip():
            current.text += "\n" + line.strip().strip('"')
    if current is not None:
        yield current


def _time(match: re.Match[str]) -> str:
    half, hour = match[1] or match[4], int(match[2])
    if half in ("下午", "PM") and hour < 12:
        hour += 12
    if half in ("上午", "AM") and hour == 12:
        hour = 0
    return f"{hour:02d}:{match[3]}"


def _exchange(messages: list[Message], agents: set[str]) -> Block:
    rows = tuple(
        (message.speaker, "agent" if message.speaker in agents else "asker", message.text) for message in messages
    )
    return Block(kind="exchange", label=messages[0].when, rows=rows)

"""Chat transcripts kept as a table: conversation, time, speaker or role, and text, a message a row."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.ingest.blocks import Reading
from pipelines.ingest.readers.exchanges import Message, reading_of, role_of
from pipelines.ingest.readers.moments import YEAR_LAST, moment_of

WORDS = {
    "conversation": "[對會]話(編號|id)|聊天室(編號|id)?|(convo|conversation|chat|session|thread|dialog(ue)?)(id)?",
    "day": "傳送日期|日期|date|sentdate",
    "time": "傳送時間|時間|日期時間|發送時間|timestamp|time|datetime|sentat|createdat",
    "speaker": "發言者|發話者|說話者|發言人|傳送者|傳送者名稱|speaker|sender|sendername|from|author",
    "role": "角色|身[分份]|傳送者類型|role|sendertype|speakerrole|authorrole",
    "text": "訊息|訊息內容|內容|對話內容|發言內容|發言|文字|message|messagetext|text|content|utterance",
}
PATTERNS = {name: re.compile(words) for name, words in WORDS.items()}


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [re.sub(r"[\s_\-]", "", name).lower() for name in header]
    return {
        column: place
        for column, pattern in PATTERNS.items()
        for place in [next((place for place, name in enumerate(names) if pattern.fullmatch(name)), -1)]
        if place >= 0
    }


def recognises(header: Sequence[str]) -> bool:
    """Says whether a table's header is that of a transcript.

    Args:
        header: Its cells, in Chinese or English.

    >>> recognises(["convo_id", "role", "text"]), recognises(["日期", "案件編號", "問題", "處理結果"])
    (True, False)
    """
    found = _columns(header).keys()
    return "text" in found and bool(found & {"speaker", "role"}) and bool(found & {"conversation", "day", "time"})


def read_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Reading:
    """Reads a transcript.

    Args:
        header: Its header.
        rows: Its rows, each as long as the header; rows of several conversations may alternate.

    Returns:
        The exchanges of each conversation, oldest first where all its rows have times. A number of a date such as
        05/03/2024 is the month unless another row shows that it cannot be.
    """
    columns = _columns(header)
    grouped: dict[str, list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        grouped[_cell(row, columns, "conversation")].append(row)
    stamps = [_stamp(row, columns) for group in grouped.values() for row in group]
    day_first = any(int(match[1]) > 12 for stamp in stamps for match in [YEAR_LAST.search(stamp)] if match)
    messages: list[Message] = []
    for name, group in grouped.items():
        said = [
            Message(
                speaker=_cell(row, columns, "speaker") or _cell(row, columns, "role"),
                text=_cell(row, columns, "text"),
                role=role_of(_cell(row, columns, "role")) or role_of(_cell(row, columns, "speaker")),
                when=moment_of(_stamp(row, columns), day_first=day_first),
                place=f"convo {name} #{turn}" if name else f"#{turn}",
                conversation=name,
            )
            for turn, row in enumerate(group, 1)
        ]
        messages += sorted(said, key=lambda message: message.when) if all(message.when for message in said) else said
    return reading_of(messages)


def _cell(row: Sequence[str], columns: dict[str, int], name: str) -> str:
    return row[columns[name]].strip() if name in columns else ""


def _stamp(row: Sequence[str], columns: dict[str, int]) -> str:
    return f"{_cell(row, columns, 'day')} {_cell(row, columns, 'time')}".strip()

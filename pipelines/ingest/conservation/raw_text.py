"""The raw count of formats that are plain text: paragraphs, tables, Markdown, and the strings of JSON."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.ingest.conservation.raw import Fate, Piece

MARKER = re.compile(r"^\s*(?:[-*•・]\s+|>\s*)")
ORNAMENT = re.compile(r"^[\W_]+$")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{:[^}\n]*\}", re.DOTALL)
"""What a site generator replaces or drops."""
WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
DAY = rf"(?:\s*[（(]?(?:(?:週|星期)?[一二三四五六日]|{WEEKDAY})[)）]?(?=\s|$))?"
DATE = rf"\d{{1,4}}[/.\-年]\d{{1,2}}[/.\-月]\d{{1,4}}日?{DAY}"
CLOCK = r"(?:(?:上午|下午|AM|PM)\s?)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:AM|PM|上午|下午))?"
STAMP = re.compile(rf"\[?(?:{WEEKDAY},?\s*)?(?:{DATE}(?:[,\s]+{CLOCK})?|{CLOCK})\]?(?=[\s:：]|$)(?:\s-\s)?")
PLACEHOLDER = re.compile(r"^\t(?:[^\t]*|[^\t]+\t\[[^\[\]]{1,12}\])$")
CHAT_TEXT = re.compile(r"訊息(內容)?|對話內容|發言(內容)?|內容|文字|message(_?text)?|text|content|utterance")
CHAT_SPEAKER = re.compile(r"[發說傳].{1,2}者(名稱)?|發言人|speaker|sender(_?name)?|from|author")
FOR_PROGRAMS = re.compile(
    r"(?:^|[._a-z])(?:id|uuid|role|type|ts|time|timestamp|date|created_?at|url|hash|lang|version)$", re.IGNORECASE
)
PROGRAMS = ("system", "developer", "tool", "function")
"""Roles of a chat whose messages no person wrote to another."""
MOST_OPEN = 1_000
"""Brackets that nothing closes, from which on the search for links takes the square of their number."""
LINE = re.compile(r"[^\n]*\n|[^\n]+")
LARGEST_FIELD = 2**27


def decoded(data: bytes, stated: str = "") -> str:
    """Returns a file's text.

    Args:
        data: The file's bytes.
        stated: The encoding that the file itself names.

    Raises:
        ValueError: It is in none of the encodings that are read.
    """
    named = {"big5": "cp950", "big5-hkscs": "cp950"}.get(stated.lower(), stated)
    wide = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else []
    for encoding in (*wide, *([named] if named else []), "utf-8-sig", "cp950"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except (UnicodeDecodeError, LookupError):
            continue
    raise ValueError("not text in an encoding that is read")


def plain(data: bytes) -> Iterator[Piece]:
    """Yields lines; times of chats, their stickers, and lines of nothing but marks are what a program prints."""
    for number, line in enumerate(decoded(data).split("\n"), 1):
        stamp = STAMP.match(line)
        if stamp is not None:
            yield Piece(text=stamp[0], fate="margin", where=f"line {number}")
        rest = line[stamp.end() :] if stamp is not None else MARKER.sub("", line)
        if rest.strip():
            machine = ORNAMENT.match(rest) or (stamp is not None and PLACEHOLDER.match(rest))
            yield Piece(text=rest, fate="margin" if machine else "printed", where=f"line {number}")


def table(data: bytes) -> Iterator[Piece]:
    """Yields the fields of a table, row by row; of a chat's table only who said what is text for sure."""
    text = decoded(data)
    csv.field_size_limit(LARGEST_FIELD)
    head = text[:LARGEST_FIELD].split("\n", 1)[0]
    mark = max(",\t;|", key=head.count)
    rows = csv.reader(map(re.Match.group, LINE.finditer(text)), delimiter=mark)
    said: set[int] | None = None
    for number, row in enumerate(rows, 1):
        said = _said(row) if said is None else said
        for place, field in enumerate(row):
            if field.strip():
                fate: Fate = "margin" if said and (number == 1 or place not in said) else "printed"
                yield Piece(text=field, kind="cell", fate=fate, where=f"row {number}")


def _said(header: list[str]) -> set[int]:
    """The columns of a chat's table that hold names and messages; none for any other table."""
    names = [name.strip().lower() for name in header]
    texts = {place for place, name in enumerate(names) if CHAT_TEXT.fullmatch(name)}
    speakers = {place for place, name in enumerate(names) if CHAT_SPEAKER.fullmatch(name)}
    return texts | speakers if texts and (speakers or "role" in names or "角色" in names) else set()


def markdown(data: bytes) -> Iterator[Piece]:
    """Yields what a page of Markdown holds once it is rendered, and the values of its front matter."""
    from markdown_it import MarkdownIt

    from pipelines.ingest.conservation.raw_html import html

    text = decoded(data)
    front = FRONT_MATTER.match(text)
    if front is not None:
        for line in front[1].split("\n"):
            name, _, value = line.partition(":")
            yield from (Piece(text=part) for part in (name, value) if part.strip())
        text = text[front.end() :]
    yield from (Piece(text=tag, fate="unseen") for tag in TEMPLATE.findall(text))
    text = TEMPLATE.sub("", text)
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    if text.count("[") > text.count("]") + MOST_OPEN:
        parser.disable(["link", "image"])
    page = parser.render(text)
    yield from html(page.encode("utf-8", "surrogatepass"))


def json_strings(data: bytes) -> Iterator[Piece]:
    """Yields the strings of a JSON or JSON Lines file; names of fields are not text."""
    text = decoded(data)
    try:
        roots = [json.loads(text, object_pairs_hook=_Pairs)]
    except ValueError:
        roots = [json.loads(line, object_pairs_hook=_Pairs) for line in text.split("\n") if line.strip()]
    for root in roots:
        yield from _strings(root, "")


class _Pairs(list[tuple[str, Any]]):
    """An object with all its fields, also those of one name."""


def _strings(root: Any, where: str) -> Iterator[Piece]:  # noqa: ANN401
    waiting: list[tuple[Any, str, Fate]] = [(root, where, "printed")]
    while waiting:
        node, where, fate = waiting.pop()
        if isinstance(node, str):
            yield Piece(text=node, fate="margin" if FOR_PROGRAMS.search(where) else fate, where=where)
        elif isinstance(node, _Pairs):
            if any(name == "role" and value in PROGRAMS for name, value in node):
                fate = "margin"
            waiting += [(value, f"{where}.{name}".lstrip("."), fate) for name, value in reversed(node)]
        elif isinstance(node, list):
            waiting += [(value, where, fate) for value in reversed(node)]

"""Reads a teacher's replies: JSON of one shape, or nothing of them is used."""

import json
import re
from dataclasses import dataclass
from typing import Any

_THOUGHT = re.compile(r"\A.*</think>", re.DOTALL)
_FENCED = re.compile(r"\A```\w*\s*\n(?P<inside>.*?)\n\s*```\Z", re.DOTALL)
_SPACE = re.compile(r"\s+")


class BadReplyError(Exception):
    """A reply that is not as asked for; its message is the reason that is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A question as a teacher wrote it."""

    question: str
    answer: str
    piece: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """Other wordings of one fact's question."""

    questions: tuple[str, ...] = ()
    translated: tuple[str, str] | None = None
    """Question and answer in the other language."""


def drafted(text: str) -> list[Drafted]:
    """Reads questions with answers and quotes.

    Args:
        text: The reply.

    Returns:
        Those that have all four texts.

    Raises:
        BadReplyError: It is no JSON list of objects.
    """
    return [
        Drafted(**{name: _line(item[name]) for name in Drafted.__slots__})
        for item in _items(text)
        if all(isinstance(item.get(name), str) for name in Drafted.__slots__)
    ]


def worded(text: str, count: int) -> dict[int, Worded]:
    """Reads wordings.

    Args:
        text: The reply.
        count: How many facts it was about.

    Returns:
        The fact's place, from 0 → its wordings; a fact that is spoken of twice has the first ones.

    Raises:
        BadReplyError: It is no JSON list of objects.
    """
    found: dict[int, Worded] = {}
    for place, item in _by_place(text, "fact", count).items():
        questions, other = item.get("questions"), item.get("translated")
        lines = [_line(one) for one in questions if isinstance(one, str)] if isinstance(questions, list) else []
        pair = (other.get("question"), other.get("answer")) if isinstance(other, dict) else (None, None)
        whole = isinstance(pair[0], str) and isinstance(pair[1], str)
        found[place] = Worded(
            questions=tuple(line for line in lines if line),
            translated=(_line(str(pair[0])), _line(str(pair[1]))) if whole else None,
        )
    return found


def answered(text: str, count: int) -> dict[int, str]:
    """Reads answers to questions; one that was not answered is missing.

    Raises:
        BadReplyError: It is no JSON list of objects.
    """
    found = _by_place(text, "question", count)
    return {place: item["answer"] for place, item in found.items() if isinstance(item.get("answer"), str)}


def _by_place(text: str, name: str, count: int) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for item in _items(text):
        number = item.get(name)
        if isinstance(number, int) and 1 <= number <= count:
            found.setdefault(number - 1, item)
    return found


def _items(text: str) -> list[dict[str, Any]]:
    bare = _THOUGHT.sub("", text).strip()
    fence = _FENCED.match(bare)
    try:
        content = json.loads(fence["inside"] if fence else bare)
    except (ValueError, RecursionError) as error:
        raise BadReplyError("reply is no JSON") from error
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise BadReplyError("reply is JSON of another shape")
    return content


def _line(text: str) -> str:
    # Half a surrogate pair and signs without a shape could not be written to a file, or would hide in one.
    return "".join(sign for sign in _SPACE.sub(" ", text).strip() if sign.isprintable())

"""Chats as JSON: OpenAI's messages, pairs of speaker and utterance, one conversation or many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.ingest.blocks import Hidden, Reading
from pipelines.ingest.readers.exchanges import Message, reading_of, role_of
from pipelines.ingest.readers.json.values import is_scalar, shown, unused
from pipelines.ingest.readers.moments import moment_of

TURNS = ("messages", "conversations", "conversation", "original", "turns", "dialogue")
IDS = ("convo_id", "conversation_id", "dialogue_id", "session_id", "thread_id", "id")
SPEAKERS = ("role", "from", "speaker", "sender", "author")
TEXTS = ("content", "value", "text", "utterance", "message")
TIMES = ("timestamp", "time", "created_at", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation of a file."""

    name: str
    """Its own id, else its place in the file from 1."""
    turns: Sequence[Any]
    rest: tuple[Hidden, ...]


def conversations_of(content: Any) -> list[Conversation]:  # noqa: ANN401
    """Returns the conversations of a file; none where it is no chat, or not all of it."""
    if _is_talk(content) or isinstance(content, dict):
        alone = _conversation(content, 1)
        if alone is not None:
            return [alone]
    groups = list(content.values()) if isinstance(content, dict) else [content]
    if not all(isinstance(group, list) for group in groups):
        return []
    records = [record for group in groups for record in group]
    found = [_conversation(record, number) for number, record in enumerate(records, 1)]
    known = [conversation for conversation in found if conversation is not None]
    return known if len(known) == len(records) else []


def read_chats(conversations: Sequence[Conversation]) -> Reading:
    """Reads conversations.

    Args:
        conversations: What `conversations_of` found.

    Returns:
        Their exchanges, with keys such as `convo 3592 #4` where turns have no times. What systems and tools said, and
        all that is known about a conversation beside its turns, nobody in it saw: it is hidden.
    """
    reading = reading_of(message for conversation in conversations for message in _messages(conversation))
    rest = tuple(hidden for conversation in conversations for hidden in conversation.rest)
    return Reading(blocks=reading.blocks, hidden=(*reading.hidden, *rest))


def _conversation(record: Any, number: int) -> Conversation | None:  # noqa: ANN401
    if _is_talk(record):
        return Conversation(name=str(number), turns=record, rest=())
    if not isinstance(record, dict):
        return None
    holder = next((name for name in TURNS if _is_talk(record.get(name))), None)
    if holder is None:
        return None
    own = next((name for name in IDS if name in record and is_scalar(record[name])), "")
    name = shown(record[own]) if own else str(number)
    extra = [
        hidden for place, turn in enumerate(record[holder], 1) for hidden in _extra(turn, f"convo {name} #{place}")
    ]
    rest = unused(record, {holder, own}, f"convo {name}")
    return Conversation(name=name, turns=record[holder], rest=(*rest, *extra))


def _is_talk(turns: Any) -> bool:  # noqa: ANN401
    return isinstance(turns, list) and bool(turns) and all(_speaker(turn) and role_of(_speaker(turn)) for turn in turns)


def _speaker(turn: Any) -> str:  # noqa: ANN401
    if isinstance(turn, list):
        return turn[0] if len(turn) == 2 and all(isinstance(part, str) for part in turn) else ""
    if not isinstance(turn, dict) or not any(name in turn for name in TEXTS):
        return ""
    return next((turn[name] for name in SPEAKERS if isinstance(turn.get(name), str)), "")


def _messages(conversation: Conversation) -> Iterator[Message]:
    for place, turn in enumerate(conversation.turns, 1):
        speaker = _speaker(turn)
        yield Message(
            speaker=speaker,
            text=_text(turn).strip(),
            role=role_of(speaker),
            when=moment_of(time) if (time := _field(turn, TIMES)) else "",
            place=f"convo {conversation.name} #{place}",
            conversation=conversation.name,
        )


def _text(turn: Any) -> str:  # noqa: ANN401
    """What a turn says; of several content parts the texts, since a picture or a sound says nothing here."""
    if isinstance(turn, list):
        return str(turn[1])
    content = next(turn[name] for name in TEXTS if name in turn)
    if isinstance(content, list):
        return "\n".join(shown(part.get("text") if isinstance(part, dict) else part) for part in content)
    return shown(content) if is_scalar(content) else ""


def _field(turn: Any, names: Sequence[str]) -> str:  # noqa: ANN401
    found = next((turn[name] for name in names if name in turn), None) if isinstance(turn, dict) else None
    return found if isinstance(found, str) else ""


def _extra(turn: Any, locator: str) -> tuple[Hidden, ...]:  # noqa: ANN401
    return unused(turn, {*SPEAKERS, *TEXTS, *TIMES}, locator) if isinstance(turn, dict) else ()

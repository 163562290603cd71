"""Exchanges: a customer's question in a chat and what was answered to it, from any kind of export.

A key is the time of an exchange's first message, `2024-05-03 14:02`; where an export has no times, the conversation's
own id and the turn, `convo 3592 #4`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from pipelines.ingest.blocks import Block, Hidden, Reading
from pipelines.language.script import HAN

Role = Literal["asker", "agent", "system", ""]

AGENT_NAME = re.compile(r"客服|小編|專員|助理|官方|Support|Service|Agent|Help", re.IGNORECASE)
ROLES: tuple[tuple[Role, str], ...] = (
    ("system", "system|developer|tool|function|action|event|系統(訊息)?"),
    ("agent", "assistant|agent|gpt|bot|model|support|staff|operator|account|.*客服.*|專員|小編|助理|店家|機器人"),
    ("asker", "user|customer|client|human|visitor|guest|member|顧客|客戶|客人|會員|消費者|用戶|使用者|訪客"),
)
ASKS = re.compile(
    r"[?？]|請問|嗎|呢|怎|多少|多久|幾|哪|什麼|\b(?:can|could|how|when|what|where|which)\b", re.IGNORECASE
)
ASKS_OUTRIGHT = re.compile(r"[?？]|請問|嗎")
REQUESTS = re.compile(r"[?？]|嗎|(?:請|麻煩您?)(?:提供|告知|給|問)|\bplease\b", re.IGNORECASE)
LONGEST_REMARK = (20, 30)
"""Characters, Chinese and other: a message up to here that asks nothing thanks or confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat."""

    speaker: str
    text: str
    role: Role = ""
    """Empty: to be told by the speaker's name."""
    when: str = ""
    """`2024-05-03 14:02`; empty where the export has no times."""
    place: str = ""
    """Conversation and turn, `convo 3592 #4`."""
    conversation: str = ""
    """Empty in an export of one chat, where only days part the conversations."""


@lru_cache(maxsize=1024)
def role_of(word: str) -> Role:
    """Returns the role that a word names, empty where it names none.

    >>> role_of("Customer"), role_of("客服專員"), role_of("Amy")
    ('asker', 'agent', '')
    """
    return next((role for role, words in ROLES if re.fullmatch(words, word.strip(), re.IGNORECASE)), "")


def reading_of(messages: Iterable[Message], *, partner: str = "") -> Reading:
    """Groups messages into exchanges.

    Args:
        messages: In order; those of one conversation together.
        partner: The customer with whom a chat between two was held, where the export names them.

    Returns:
        Exchanges: the messages of a customer and the answers up to the customer's next question. What a system or a
        tool said was not seen by those who spoke, and is hidden.
    """
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    for _, group in groupby(messages, key=lambda message: message.conversation):
        said = cast(list(group), partner)
        hidden += [
            unseen for message in said if message.role == "system" and message.text for unseen in _unseen(message)
        ]
        blocks += map(_block, _split([message for message in said if message.role != "system" and message.text]))
    return Reading(blocks=tuple(blocks), hidden=tuple(hidden))


def cast(messages: Sequence[Message], partner: str = "") -> list[Message]:
    """Gives every message of a conversation a role.

    Args:
        messages: The conversation.
        partner: The customer, where known; else who speaks first is, unless a name tells.
    """
    unknown = [message.speaker for message in messages if not message.role]
    agents = {name for name in unknown if AGENT_NAME.search(name)}
    if not agents and len(unknown) == len(messages) and len(set(unknown)) > 2:
        return _among_colleagues(messages)
    if not agents and unknown and all(message.role in ("", "system") for message in messages):
        agents = set(unknown) - {partner if partner in unknown else unknown[0]}
    if any(message.role == "asker" for message in messages):
        agents |= set(unknown)
    return [
        message if message.role else replace(message, role="agent" if message.speaker in agents else "asker")
        for message in messages
    ]


def _among_colleagues(messages: Sequence[Message]) -> list[Message]:
    """Where several speak and none is there to answer: who asks is the asker until someone else does.

    A question right after the asker's own is asked back, and belongs to the answer.
    """
    result: list[Message] = []
    asker, last = "", None
    for message in messages:
        waiting = last is not None and last.speaker == asker and ASKS.search(last.text)
        fresh = last is None or last.when[:10] != message.when[:10]
        if fresh or (ASKS_OUTRIGHT.search(message.text) and not waiting):
            asker = message.speaker
        result.append(replace(message, role="asker" if message.speaker == asker else "agent"))
        last = message
    return result


def _split(messages: Sequence[Message]) -> list[list[Message]]:
    exchanges: list[list[Message]] = []
    for message in messages:
        if not exchanges or _opens(message, exchanges[-1]):
            exchanges.append([])
        exchanges[-1].append(message)
    return exchanges


def _opens(message: Message, current: Sequence[Message]) -> bool:
    """Says whether a message begins a new exchange: another day, another asker, or the asker's next question."""
    last = current[-1]
    if not message.conversation and message.when[:10] != last.when[:10]:
        # The evening's question is answered in the morning.
        return message.role == "asker" or last.role == "agent" or not ASKS.search(last.text)
    if message.role == "agent":
        return False
    asker = next((said.speaker for said in current if said.role == "asker"), None)
    if asker is None:
        # In a conversation of its own, the agent's greeting belongs to what follows.
        return not message.conversation
    return asker != message.speaker or (last.role == "agent" and _asks_anew(message.text, current))


def _asks_anew(text: str, current: Sequence[Message]) -> bool:
    latest = current[max(place for place, said in enumerate(current) if said.role == "asker") + 1 :]
    if any(REQUESTS.search(said.text) for said in latest):  # the agent wanted to know something
        return ASKS_OUTRIGHT.search(text) is not None
    return ASKS.search(text) is not None or len(text) > LONGEST_REMARK[0 if HAN.search(text) else 1]


def _block(exchange: Sequence[Message]) -> Block:
    rows = tuple((message.speaker, message.role, message.text) for message in exchange)
    return Block(kind="exchange", label=exchange[0].when or exchange[0].place, rows=rows)


def _unseen(message: Message) -> Iterator[Hidden]:
    for text in (message.speaker, message.text):
        yield Hidden(kind="hidden_element", text=text, locator=message.when or message.place)

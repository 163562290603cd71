"""Questions that were really asked in a chat, answered from a citable section, never from what the agent remembered."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.near_miss_words import CLASSES
from pipelines.dataset.origins.faq import kinds_asked
from pipelines.language.tokens import token_set
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_THANKS = re.compile(r"^(?:了解|好的|收到|謝謝|感謝|OK|ok|早安|您好|你好|哈囉)[^？?。，A-Za-z0-9]{0,4}?[，,。！!\s]+")
_GREETING = re.compile(
    r"^(?:hi|hello|thanks?|thank you|ok(?:ay)?|good (?:morning|afternoon))\b[^,.!?]{0,20}[,.!]\s*", re.IGNORECASE
)
# 那寄到公司呢 asks on from what was said before.
_ASKS_ON = re.compile(r"^(?:那|所以|然後|可以.{0,4}嗎|and |then |so |but )", re.IGNORECASE)
_YES_OR_NO = re.compile(r"嗎[？?]?$|^(?:is|are|can|may|do|does)\b", re.IGNORECASE)
# Below this share of the question's words the answer is about something else.
_ENOUGH = 0.4
_LONGEST_ANSWER = {"zh": 64, "en": 200}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the customers' questions whose answer a citable section holds, value for value."""
    asked = [
        (question, cells.get("answer", ""))
        for section in sections
        if section.kind == "exchange"
        and len(question := asked_in((cells := dict(section.cells)).get("question", ""))) > 5
        and not _ASKS_ON.match(question)
    ]
    pieces = _by_value(section for section in sections if asked and section.citable and section.kind != "exchange")
    for question, answer in asked:
        made = _candidate(question, answer, pieces)
        if made is not None:
            yield made


def asked_in(message: str) -> str:
    """Returns the one question in a customer's message, without thanks and greetings; empty if there is none.

    >>> asked_in("了解，謝謝 冷凍跟冷藏的貨可以放同一箱寄嗎？"), asked_in("好的謝謝")
    ('冷凍跟冷藏的貨可以放同一箱寄嗎？', '')
    """
    found = re.search(r"[^。！!？?\n]*[？?]", message)
    if found is None:
        return ""
    question = found.group().strip()
    for _ in range(3):
        question = _GREETING.sub("", _THANKS.sub("", question).strip())
    first, _, rest = question.partition(" ")
    return rest if rest and re.search("謝謝|了解|收到", first) else question


def _pieces(section: Section) -> list[str]:
    return [text.strip() for text in re.split(r"[。；\n]|;\s|\.(?:\s|$)", section.text) if text.strip()]


class _Piece(NamedTuple):
    """A sentence of a citable section, with its values."""

    section: Section
    text: str
    values: list[Value]

    def tokens(self, question: str) -> frozenset[str]:
        """Those of its words and of its heading's, and of the FAQ's question unless yes or no is asked for."""
        own = token_set(self.text) | token_set(self.section.heading)
        if self.section.kind != "faq" or _YES_OR_NO.search(question):
            # 活的螃蟹可以寄嗎 is not what 海鮮可以寄嗎 asks: what is like it may be answered the other way.
            return own
        return own | token_set(dict(self.section.cells).get("question", ""))


def _by_value(sections: Iterable[Section]) -> dict[str, dict[int, _Piece]]:
    """Returns value → the sentences that hold it, numbered; one without a value answers nothing that can be checked."""
    found: dict[str, dict[int, _Piece]] = defaultdict(dict)
    pieces = ((section, text) for section in sections for text in _pieces(section))
    for number, (section, text) in enumerate(pieces):
        held = [] if text.startswith(("問：", "Q:")) else _checkable(text)
        for value in held:
            found[value.canonical][number] = _Piece(section, text, held)
    return found


def _candidate(question: str, answer: str, pieces: Mapping[str, Mapping[int, _Piece]]) -> Candidate | None:
    said = {value.canonical for value in _checkable(answer)}
    wanted = token_set(question)
    kinds = kinds_asked(question)
    # 寄去日本幾天 is not answered by what 澎湖 takes, however alike the questions are.
    named = {name for names in CLASSES for name in names if name in question}
    best: tuple[float, _Piece] | None = None
    near = {number: piece for value in said for number, piece in pieces.get(value, {}).items()}
    for _, piece in sorted(near.items()):
        kept = [value for value in piece.values if value.canonical in said]
        if any(name not in piece.text for name in named):
            continue
        if kept and (not kinds or any(value.kind in kinds for value in kept)):
            # Two of the agent's values in one sentence are hardly there by chance.
            agreed = 0.2 if len({value.canonical for value in kept}) > 1 else 0.1
            score = len(wanted & piece.tokens(question)) / max(len(wanted), 1) + agreed
            if best is None or score > best[0]:
                best = (score, piece)
    if best is None or best[0] < _ENOUGH:
        return None
    return _from_piece(question, best[1].section, best[1].text, said)


def _from_piece(question: str, section: Section, piece: str, said: set[str]) -> Candidate | None:
    statement = _clause(question, re.sub("^(?:答：|A: )", "", piece), said)
    found = [value for value in _checkable(statement) if value.canonical in said]
    fitting = [value for value in found if value.kind in kinds_asked(question)]
    kept = [value.text for value in fitting or found]
    if section.kind == "table" or len(statement) > _LONGEST_ANSWER[section.language] or not kept:
        return None
    return Candidate(
        section=section,
        origin="exchange",
        ask="text",
        questions=(question,),
        statement=statement[:1].upper() + statement[1:],
        values=(kept[0],),
        quote=statement,
    )


def _clause(question: str, piece: str, said: set[str]) -> str:
    """The one clause that names what the question names; the whole piece where none does alone."""
    named = [value.canonical for value in values(question) if value.kind == "code"]
    clauses = [text.strip() for text in piece.split("，")]
    for text in clauses if named and len(clauses) > 1 else ():
        found = {value.canonical for value in values(text)}
        if found & set(named) and found & said:
            return text
    return piece


def _checkable(text: str) -> list[Value]:
    return [value for value in values(text) if value.kind not in ("ordinal", "number", "code")]

"""Questions that were really asked in a chat, answered from a citable section, never from what the agent remembered."""

import re
from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.faq import kinds_asked
from pipelines.language.tokens import tokens
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_THANKS = re.compile(r"^(?:了解|好的|收到|謝謝|感謝|OK|ok|早安|您好|你好|哈囉)[^？?。，A-Za-z0-9]{0,4}?[，,。！!\s]+")
_LONGEST_ANSWER = 60


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the customers' questions whose answer a citable section holds, value for value."""
    citable = [section for section in sections if section.citable and section.kind != "exchange"]
    pieces = [(section, piece, set(tokens(piece))) for section in citable for piece in _pieces(section)]
    for section in sections:
        cells = dict(section.cells)
        question = asked_in(cells.get("question", ""))
        if section.kind == "exchange" and question:
            made = _candidate(question, cells.get("answer", ""), pieces)
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
        question = _THANKS.sub("", question).strip()
    first, _, rest = question.partition(" ")
    return rest if rest and re.search("謝謝|了解|收到", first) else question


def _pieces(section: Section) -> list[str]:
    return [text.strip() for text in re.split(r"[。；\n]", section.text) if text.strip()]


def _candidate(question: str, answer: str, pieces: list[tuple[Section, str, set[str]]]) -> Candidate | None:
    said = {value.canonical for value in _checkable(answer)}
    wanted = set(tokens(question))
    kinds = kinds_asked(question)
    best: tuple[float, Section, str] | None = None
    for section, piece, have in pieces:
        kept = [value for value in _checkable(piece) if value.canonical in said]
        if not kept or (kinds and not any(value.kind in kinds for value in kept)) or piece.startswith(("問：", "Q:")):
            continue
        score = len(wanted & (have | set(tokens(section.heading)))) / max(len(wanted), 1) + 0.1 * len(kept)
        if best is None or score > best[0]:
            best = (score, section, piece)
    if best is None or best[0] < 0.4:
        return None
    return _from_piece(question, best[1], best[2], said)


def _from_piece(question: str, section: Section, piece: str, said: set[str]) -> Candidate | None:
    statement = _clause(question, re.sub("^(?:答：|A: )", "", piece), said)
    found = [value for value in _checkable(statement) if value.canonical in said]
    fitting = [value for value in found if value.kind in kinds_asked(question)]
    kept = [value.text for value in fitting or found]
    if section.kind == "table" or len(statement) > _LONGEST_ANSWER or not kept:
        return None
    return Candidate(
        section=section,
        origin="exchange",
        ask="text",
        questions=(question,),
        statement=statement,
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

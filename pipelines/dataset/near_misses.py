"""Near misses: questions in the words of answerable ones that no section in force answers.

The same question of a place or product that no document names, or of a neighbour in the corpus's own columns and
headings of which nothing of the kind is said; the withdrawn edition; a step after the last one; and something asked of
a topic whose sections say nothing of that kind. All are checked against the whole corpus.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.draw import shuffled
from pipelines.dataset.near_miss_words import ASKS, CLASSES, SECTION_END, Said, said_in
from pipelines.dataset.origins.step import nth_step, steps_of
from pipelines.dataset.phrasing.lines import heading_of
from pipelines.dataset.verify import overlap
from pipelines.language.script import HAN
from pipelines.language.values import values
from pipelines.records.example import Origin
from pipelines.records.section import Language, Section

_OPENING = re.compile("(?:關於[^，]*，)?")
ELSEWHERE = "its section is not shown"
NO_SUCH_NAME = "a place, product or number that no document names"
NEIGHBOUR = "a neighbour of which nothing of the kind is said"
WITHDRAWN = "the withdrawn edition"
NO_SUCH_STEP = "a step after the last one"
NO_SUCH_ROW = "a row that the table does not have"
NOT_STATED = "something its topic does not state"
# A section with this part of a topic's words could speak of it.
_SPEAKS_OF = 0.6
# How many wordings of a fact, and how many neighbours of a name, are tried.
_WAYS, _TRIED = 4, 12
_CODE = re.compile(r"(?<![0-9A-Za-z-])(?P<letters>[A-Z]{1,4})(?P<dash>-?)(?P<digits>\d{1,3})(?![0-9A-Za-z-])")
_HALVES = re.compile(r"[\u4e00-\u9fff]{1,4}-[\u4e00-\u9fff]{1,4}")
_CASE = re.compile(r"(?P<head>[A-Z]{1,3}\d{4,}-?)(?P<digits>\d{2,4})(?![0-9])")
_CLASS = re.compile("|".join(re.escape(name) for names in CLASSES for name in names))
_CATCH_ALL = re.compile(r"其他|其餘|所有|各縣市|不限|任何|elsewhere|\bothers?\b|\ball\b|\bany\b|\bevery(?:body|one)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A question without an answer, near to a section."""

    section: Section
    """What it is near to."""
    question: str
    origin: Origin
    ask: str
    language: Language | None = None
    """The language of the question where it is not the section's own."""
    kind: str = ELSEWHERE
    """What makes it unanswerable."""


def text_of(corpus: Iterable[Section]) -> str:
    """Returns everything a corpus says, section after section."""
    return SECTION_END.join(f"{section.heading}\n{section.text}" for section in corpus)


def of_candidate(candidate: Candidate, said: str, seed: int) -> Iterator[NearMiss]:
    """Yields near misses of one candidate: its questions asked of another name, or of the withdrawn edition."""
    section = candidate.section
    for question in candidate.questions[:_WAYS]:
        yield from of_question(candidate, question, said, seed)
    for other in _withdrawn(section, candidate.questions[0]):
        yield NearMiss(section=section, question=other, origin=candidate.origin, ask=candidate.ask, kind=WITHDRAWN)


def of_question(candidate: Candidate, question: str, said: str, seed: int) -> Iterator[NearMiss]:
    """Yields near misses in the words of one question: the same is asked of another name, of which nothing is said."""
    if candidate.also is not None and candidate.relation is None:
        # Of two things that are asked for, the other one would still be answered.
        return
    known, section = said_in(said), candidate.section
    for other in _beyond(candidate, question):
        yield NearMiss(section=section, question=other, origin="step", ask="step", kind=NO_SUCH_STEP)
    swapped = [] if catches_all(section) else [*_swapped(question, known, seed)]
    made = [(other, NO_SUCH_NAME) for other in swapped]
    made += [(other, NEIGHBOUR) for other in _neighbours(candidate, question, known, seed)]
    for other, kind in made:
        yield NearMiss(section=section, question=other, origin=candidate.origin, ask=candidate.ask, kind=kind)


def _beyond(candidate: Candidate, question: str) -> Iterator[str]:
    """A question for a step by its number, asked of a number after the last one."""
    steps = len(steps_of(candidate.section)) if candidate.ask == "step" else 0
    if not steps:
        return
    for forms in zip(*(nth_step(candidate.section, number) for number in range(1, steps + 3)), strict=False):
        place = next((form for form in forms[:steps] if form.rstrip("？?") in question), None)
        if place is not None:
            yield question.replace(place.rstrip("？?"), forms[steps].rstrip("？?"))
            return


def catches_all(section: Section) -> bool:
    """Says whether a section speaks of all there are or of all others, and so of a name that it does not have."""
    return _CATCH_ALL.search(section.text) is not None


def _neighbours(candidate: Candidate, question: str, known: Said, seed: int) -> Iterator[str]:
    """The question asked of a neighbour of which no section says anything of the kind."""
    # What the rule on another heading is, whatever stands below that heading answers.
    if re.search('["「]', question) or candidate.ask == "step" or candidate.origin in ("sentence", "definition"):
        return
    for name, sibling in shuffled(known.siblings(question), seed, question)[:_TRIED]:
        if name in _OPENING.match(question).group():  # type: ignore[union-attr]
            continue
        swapped = question.replace(name, sibling)
        if known.silent(swapped, name, sibling, candidate.ask):
            yield swapped
            return


def _withdrawn(section: Section, question: str) -> Iterator[str]:
    if section.supersedes and section.language == "zh":
        yield f"在已廢止的 {section.supersedes} 版裡，{question.removeprefix('請問')}"
    elif section.supersedes:
        yield f"In the withdrawn edition {section.supersedes}: {question}"


def of_section(section: Section, origin: Origin, corpus: Sequence[Section], seed: int) -> Iterator[NearMiss]:
    """Yields near misses of a section: steps it does not have, and kinds of facts that its topic does not state."""
    steps = steps_of(section) if heading_of(section) else []
    beside = [other for other in corpus if other.heading_path == section.heading_path and other.id != section.id]
    if steps and not any(steps_of(other) for other in beside):
        for question in nth_step(section, len(steps) + 1) + nth_step(section, len(steps) + 2):
            yield NearMiss(section=section, question=question, origin="step", ask="step", kind=NO_SUCH_STEP)
    topic = heading_of(section)
    if not _is_topic(topic, section.language) or section.kind not in ("prose", "step"):
        return
    for kind, fits, forms in shuffled(ASKS[section.language], seed, section.id, "kind"):
        if re.search(rf"(?:{fits})$", topic.lower()) and not _is_stated(kind, topic, section, corpus):
            name = topic if section.language == "zh" or topic.isupper() else topic[0].lower() + topic[1:]
            for form in shuffled(forms, seed, section.id, "form"):
                question = form.format(name)
                yield NearMiss(section=section, question=question, origin=origin, ask=kind, kind=NOT_STATED)


def of_tables(candidates: Sequence[Candidate], said: str) -> Iterator[NearMiss]:
    """Yields questions for rows that a table does not have: the halves of two row names put together."""
    names = {made.section.id: made.section.cells[0][1] for made in candidates if made.section.cells}
    known = said_in(said)
    firsts = sorted({name.split("-", 1)[0] for name in names.values() if _HALVES.fullmatch(name)})
    for candidate in candidates:
        name = names.get(candidate.section.id, "")
        if candidate.origin != "table" or not _HALVES.fullmatch(name):
            continue
        half = name.split("-", 1)[1]
        for first in firsts:
            other = f"{first}-{half}"
            if not known.names(other) and name in candidate.questions[0]:
                yield NearMiss(
                    section=candidate.section,
                    question=candidate.questions[0].replace(name, other),
                    origin="table",
                    ask=candidate.ask,
                    kind=NO_SUCH_ROW,
                )


def _swapped(question: str, known: Said, seed: int) -> Iterator[str]:
    case = _CASE.search(question)
    if case:
        # What else the question says of the case belongs to the real one.
        other = case["head"] + str(int(case["digits"]) + 40).zfill(len(case["digits"]))
        if "「" not in question and not known.names(other):
            yield question.replace(case.group(), other)
        return
    for names in CLASSES if _CLASS.search(question) else ():
        inside = sorted((name for name in names if _named_in(name, question)), key=len, reverse=True)
        free = [name for name in names if not known.names(name)] if inside else []
        # One of several in a row cannot be exchanged alone, nor the one who acts where the act is asked about.
        if free and not re.search(rf"[由、與和及]{inside[0]}|{inside[0]}[、與和及]", question):
            yield question.replace(inside[0], shuffled(free, seed, question)[0])
    for match in _CODE.finditer(question):
        other = _other_code(match, known)
        if other:
            yield question[: match.start()] + other + question[match.end() :]


def _named_in(name: str, question: str) -> bool:
    """Says whether a question has a name as a word of its own: the Labor Standards Act is no Standard plan."""
    return name in question and (not name.isascii() or re.search(rf"\b{re.escape(name)}\b", question) is not None)


def _other_code(match: re.Match[str], known: Said) -> str | None:
    number = int(match["digits"])
    for step in (1, 2, 3, 5, 7):
        digits = str(number + step * (10 if number >= 10 else 1)).zfill(len(match["digits"]))
        other = f"{match['letters']}{match['dash']}{digits}"
        if not known.names(other):
            return other
    return None


def _is_topic(topic: str, language: str) -> bool:
    if language == "zh":
        return 3 <= len(topic) <= 10 and HAN.search(topic) is not None and "與" not in topic
    return 1 <= len(topic.split()) <= 4 and topic.isascii() and " and " not in topic


def _is_stated(kind: str, topic: str, section: Section, corpus: Sequence[Section]) -> bool:
    """Says whether the section, or any other whose text or heading could speak of its topic, states such a thing."""
    return any(
        _states(kind, other) and (other.id == section.id or overlap(topic, other) >= _SPEAKS_OF) for other in corpus
    )


def _states(kind: str, section: Section) -> bool:
    if kind == "role":
        words = (
            r"主管|經理|協理|部|室|人員|組長|課|中心|單位|公司|工程師|核准|員"
            if section.language == "zh"
            else (r"manager|officer|supervisor|leader|desk|team|department|inspector|clerk|company|approv")
        )
        return re.search(words, section.text) is not None
    if kind == "count" and section.language == "zh":
        return re.search(r"\d\s?次|[一二兩三]次", section.text) is not None
    return any(value.kind == kind for value in values(section.text))

"""Questions about numbered steps: what the third step is, who does it, and how long it may take."""

import re
from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate, from_cloze
from pipelines.dataset.phrasing import chinese, english
from pipelines.dataset.phrasing.lines import lines_of, topic_of
from pipelines.records.section import Section

_LABEL = re.compile(r"^(?:步驟\s?\d+|Step\s\d+|\d{1,2}[.、)]|[（(]\d{1,2}[）)])", re.IGNORECASE)
_HAN_NUMBERS = "零一二三四五六七八九"
_LONGEST = {"zh": 42, "en": 150}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the facts inside steps, and each step by its number where a section holds the whole procedure."""
    for section in sections:
        if section.kind != "step":
            continue
        lines = lines_of(section)
        phrasing = chinese if section.language == "zh" else english
        for cloze in phrasing.clozes("\n".join(lines), topic_of(section)):
            yield from_cloze(section, "step", cloze)
        yield from _numbered(section)


def steps_of(section: Section) -> list[str]:
    """Returns the numbered steps of a section, without their labels; empty where it holds no whole procedure."""
    printed = section.text.split("\n")
    numbered = [line for line in printed if _LABEL.match(line)]
    first = numbered[0] if numbered else ""
    if len(numbered) < 3 or not re.search("1", first):
        return []
    return [chinese.plain_line(line) for line in numbered]


def nth_step(section: Section, number: int) -> tuple[str, ...]:
    """Returns ways to ask for a step by its number, whether there is such a step or not."""
    topic = topic_of(section)
    if section.language == "zh":
        name = re.sub("(?:的)?步驟$|(?:作業|處理)?流程$|順序$", "", topic)
        count = _HAN_NUMBERS[number] if number < len(_HAN_NUMBERS) else str(number)
        return (
            f"{topic}的第{count}步是什麼？",
            f"{name}的第{count}個步驟要做什麼？",
            f"辦理{name}時，第{count}步要做什麼？",
        )
    name = re.sub(r"\ssteps$", "", topic, flags=re.IGNORECASE).lower()
    return (f"What is step {number} of {name}?", f"What happens in step {number} of the {name} procedure?")


def _numbered(section: Section) -> Iterator[Candidate]:
    for number, step in enumerate(steps_of(section), 1):
        whole = re.split("[。；;]|\\.(?:\\s|$)", step)[0].strip()
        clauses = whole.split("，")
        # The first clause alone is often only a condition or a deadline.
        statement = "，".join(clauses[:2]) if len("，".join(clauses[:2])) <= _LONGEST["zh"] else clauses[0]
        if section.language == "en":
            statement = whole
        if not statement or len(statement) > _LONGEST[section.language]:
            continue
        yield Candidate(
            section=section,
            origin="step",
            ask="step",
            questions=nth_step(section, number),
            statement=statement,
            values=(_kernel(statement),),
            quote=statement,
        )


def _kernel(statement: str) -> str:
    """The part of a step that a right answer must repeat: its longest clause, or its first words in English."""
    if "，" in statement or not statement.isascii():
        return max(statement.split("，"), key=len)
    return " ".join(statement.split()[:8])

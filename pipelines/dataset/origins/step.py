"""Questions about numbered steps: what the third step is, what comes next, who does it, and how long it may take."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.dataset.candidate import Candidate, from_cloze
from pipelines.dataset.phrasing import chinese, english
from pipelines.dataset.phrasing.decisive import kernel
from pipelines.dataset.phrasing.lines import heading_of, lines_of, topic_of
from pipelines.records.section import Section

_LABEL = re.compile(r"^(?:步驟\s?\d+|Step\s\d+|\d{1,2}[.、)]|[（(]\d{1,2}[）)])", re.IGNORECASE)
_NAMED_LABEL = re.compile(r"^(?:步驟|Step)", re.IGNORECASE)
# What an enumeration is of: things that are done one after another, or things that hold side by side.
_IN_ORDER = re.compile(r"步驟|流程|順序|依序|\bsteps?\b|procedure|in (?:this )?order|do the following", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(
    r"[下左]列|各款|規定|conditions?|circumstances|cases|requirements|exceptions?|any of the following|as follows",
    re.IGNORECASE,
)
_HAN_NUMBERS = "零一二三四五六七八九"
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_LONGEST = {"zh": 42, "en": 150}
_LONGEST_NAMED = {"zh": 24, "en": 70}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the facts inside steps, and each step by its number where a section holds the whole procedure."""
    places = Counter((section.document, section.heading_path) for section in sections if steps_of(section))
    for section in sections:
        if section.kind != "step":
            continue
        lines = lines_of(section)
        phrasing = chinese if section.language == "zh" else english
        for cloze in phrasing.clozes(
            "\n".join(lines), heading_of(section), section.title if section.heading_path else ""
        ):
            yield from_cloze(section, "step", cloze)
        if places[section.document, section.heading_path] == 1 and heading_of(section):
            yield from _procedure(section)


def steps_of(section: Section) -> list[str]:
    """Returns the numbered steps of a section, without their labels; empty where it holds no whole procedure.

    Conditions (a), (b), (c) of a clause and lists of things are numbered too, and are no procedure.
    """
    printed = section.text.split("\n") if section.kind == "step" else []
    numbered = [line for line in printed if _LABEL.match(line)]
    if len(numbered) < 3 or "1" not in _LABEL.match(numbered[0]).group():  # type: ignore[union-attr]
        return []
    opening = "\n".join(printed[: printed.index(numbered[0])])
    about = f"{heading_of(section)}\n{opening}"
    ordered = _NAMED_LABEL.match(numbered[0]) or _IN_ORDER.search(about)
    if not ordered and (not heading_of(section) or _SIDE_BY_SIDE.search(opening)):
        return []
    # A list of questions is no procedure.
    return (
        [] if any("?" in line or "？" in line for line in numbered) else [chinese.plain_line(line) for line in numbered]
    )


def nth_step(section: Section, number: int) -> tuple[str, ...]:
    """Returns ways to ask for a step by its number, whether there is such a step or not."""
    name = _name(section)
    if section.language == "zh":
        count = _HAN_NUMBERS[number] if number < len(_HAN_NUMBERS) else str(number)
        return (
            f"{topic_of(section)}的第{count}步是什麼？",
            f"{name}的第{count}個步驟要做什麼？",
            f"辦理{name}時，第{count}步要做什麼？",
            f"{name}第{count}步？",
        )
    asked = (f"What is step {number} of {name}?", f"What happens in step {number} of {name}?")
    return (*asked, f"In {name}, what is the {_ORDINALS[number]} step?") if number < len(_ORDINALS) else asked


def _name(section: Section) -> str:
    topic = topic_of(section)
    if section.language == "zh":
        return re.sub("(?:的)?步驟$|(?:作業|處理)?流程$|順序$", "", topic) or topic
    # Excursion steps are the excursion procedure; Scanning is no noun that steps are of.
    named = re.sub(r"\s(?:steps|procedure|process)$", " procedure", topic, flags=re.IGNORECASE)
    if named.endswith(" procedure") or re.search(r"(?:response|steps)\b", named, re.IGNORECASE):
        first, *rest = named.split(" ")
        return " ".join(["the", first if first.isupper() else first.lower(), *rest])
    return f'the procedure "{topic}"'


def _procedure(section: Section) -> Iterator[Candidate]:
    steps = [said(step, section.language) for step in steps_of(section)]
    name = _name(section)
    for number, statement in enumerate(steps, 1):
        yield from asked_for(section, nth_step(section, number), statement)
    for before, after in pairwise(steps):
        if is_name(before, section.language):
            yield from asked_for(section, after_step(section, before), after)
    if steps and all(steps):
        yield from _whole(section, name, steps)


def is_name(step: str, language: str) -> bool:
    """Says whether a step is short enough to be named in a question."""
    return 0 < len(step) <= _LONGEST_NAMED[language]


def after_step(section: Section, before: str) -> tuple[str, ...]:
    """Returns ways to ask for the step that comes after another one."""
    name = _name(section)
    if section.language == "zh":
        return (
            f"{name}時，「{before}」的下一步是什麼？",
            f"{name}：{before}，然後呢？",
            f"{before}之後，接著要做什麼？",
        )
    return (f'In {name}, what comes after "{before}"?', f'After "{before}", what is the next step of {name}?')


def _whole(section: Section, name: str, steps: list[str]) -> Iterator[Candidate]:
    if section.language == "zh":
        asked: tuple[str, ...] = (f"{name}有哪些步驟？", f"{name}要怎麼做，依序有哪幾步？", f"{name}的完整流程是什麼？")
        statement = "；".join(steps)
    else:
        asked = (f"What are the steps of {name}?", f"What does {name} look like from start to end?")
        statement = "; ".join(steps)
    printed = [line for line in section.text.split("\n") if _LABEL.match(line)]
    quote = section.text[section.text.index(printed[0]) :]
    yield Candidate(
        section=section,
        origin="step",
        ask="step",
        questions=asked,
        statement=statement,
        values=tuple(dict.fromkeys(kernel(step, section.language) for step in steps)),
        quote=quote[: quote.index(printed[-1]) + len(printed[-1])],
    )


def said(step: str, language: str) -> str:
    """Returns what a step says first; empty where that is too long to be asked for."""
    whole = re.split("[。；;]|\\.(?:\\s|$)", step)[0].strip()
    clauses = whole.split("，")
    # The first clause alone is often only a condition or a deadline.
    said = "，".join(clauses[:2]) if len("，".join(clauses[:2])) <= _LONGEST["zh"] else clauses[0]
    said = whole if language == "en" else said
    return said if len(said) <= _LONGEST[language] else ""


def asked_for(section: Section, asked: tuple[str, ...], statement: str) -> Iterator[Candidate]:
    """Yields the fact that a step is, unless it says nothing that can be stated."""
    if statement:
        yield Candidate(
            section=section,
            origin="step",
            ask="step",
            questions=asked,
            statement=statement,
            values=(kernel(statement, section.language),),
            quote=statement,
        )

"""Questions about procedures whose numbered steps are sections of their own: the third step, and what comes next."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import step
from pipelines.dataset.phrasing.cases import mine
from pipelines.dataset.phrasing.lines import heading_of
from pipelines.records.section import Section

_NUMBER = re.compile(r"(?:›|§|\s)(\d{1,2})$")
# Roles and Responsibilities are numbered too, and are not done one after another.
_DONE = re.compile(r"^(?:how (?:to|do|can|should)\b|\w+ing\b)|\b(?:steps|procedure)\b|步驟|流程|順序", re.IGNORECASE)
_FEWEST = 3


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields each step by its number and by the step before it, of procedures that have all their steps."""
    places: dict[tuple[str, ...], dict[int, Section]] = defaultdict(dict)
    for section in sections:
        number = _NUMBER.search(section.key) if section.kind in ("prose", "step") else None
        if number is not None and _DONE.search(heading_of(section)):
            places[(section.document, section.edition or "", *section.heading_path)][int(number[1])] = section
    for steps in places.values():
        if len(steps) >= _FEWEST and sorted(steps) == list(range(1, len(steps) + 1)):
            yield from _procedure([steps[number] for number in sorted(steps)])


def _procedure(sections: list[Section]) -> Iterator[Candidate]:
    said = [step.said(section.text.split("\n")[0], section.language) for section in sections]
    for number, (section, statement) in enumerate(zip(sections, said, strict=True), 1):
        if _is_whole(statement):
            yield from step.asked_for(section, _nth(section, number), statement)
    for (_, before), (after, statement) in pairwise(zip(sections, said, strict=True)):
        if step.is_name(before, after.language) and _is_whole(before) and _is_whole(statement):
            yield from step.asked_for(after, _after(after, before), statement)


def _is_whole(statement: str) -> bool:
    """Says whether a step says what to do: the list that it announces is not in it, and what happens is no step."""
    passive = re.match(r"(?:This|That|It|These|You will)\b|\S+ \S+ will\b", statement)
    return passive is None and not re.search(r"[:：]$|\b(?:this|these|below|following)\b", statement)


def _nth(section: Section, number: int) -> tuple[str, ...]:
    doing = _doing(section)
    if not doing:
        return step.nth_step(section, number)
    return (f"What is step {number} {doing}?", f"What do I do in step {number} {doing}?")


def _after(section: Section, before: str) -> tuple[str, ...]:
    doing = _doing(section)
    if not doing:
        return step.after_step(section, before)
    doing = re.sub("^of ", "in ", doing)
    return (f'What comes after "{before}" {doing}?', f'What is the next step after "{before}" {doing}?')


def _doing(section: Section) -> str:
    """How to Book a hotel in Concur: when I book a hotel in Concur. Reporting phishing: of reporting phishing."""
    heading = re.sub(r"\s?\([^)]*\)?|\?$", "", heading_of(section))
    heading = re.sub(r"\b(?:A|An|The|And|For|In|Of|To)\b(?<!^)", lambda word: word.group().lower(), heading)
    how = re.match(r"how (?:to|do I|can I|should I)\s(?P<what>.+)", heading, re.IGNORECASE)
    if how:
        return f"when I {mine(how['what'][:1].lower() + how['what'][1:])}"
    return f"of {heading[:1].lower()}{heading[1:]}" if re.match(r"[A-Z][a-z]+ing\s", heading) else ""

"""Pairs: a source set shown again without its golden source, or with another value in it."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.sets import Shown, hash_of
from pipelines.dataset.verify import fault
from pipelines.language.counterfactual import swap_for
from pipelines.language.values import holds, values
from pipelines.records.section import Section

WITHOUT, CHANGED = "without its source", "with another value"


def without(shown: Shown, golden: Sequence[Section]) -> Shown | None:
    """Returns the same sources with the next ones that do not answer in the golden ones' places.

    Args:
        shown: A source set.
        golden: The sections that leave it.

    Returns:
        The set; None where retrieval finds too few further sections.
    """
    leaving = {section.id for section in golden}
    if len(shown.near) < len(leaving):
        return None
    coming = iter(shown.near)
    sections = tuple(next(coming) if section.id in leaving else section for section in shown.sections)
    name = f"{golden[0].key}·{hash_of([section.id for section in sections])} {WITHOUT}"
    return replace(shown, name=name, sections=sections, near=tuple(coming))


def changed(shown: Shown, candidate: Candidate, question: str) -> tuple[Shown, Candidate] | None:
    """Changes a value in a golden source, and the answer with it.

    Only the text that this one set shows is changed; the section in the corpus and in the index stays.

    Args:
        shown: A source set that holds the candidate's section.
        candidate: The fact that is asked for.
        question: How it is asked for.

    Returns:
        The set and the fact that is true in it; None where no value can be changed so that one answer is right.
    """
    section = candidate.section
    swap = swap_for(candidate.values, question, section.text, candidate.id)
    if swap is None or holds(section.heading, swap.old.text):
        return None
    cells = tuple((header, swap.of(text)) for header, text in section.cells)
    new = replace(section, text=swap.of(section.text), cells=cells)
    fact = replace(
        candidate,
        section=new,
        questions=(question,),
        statement=swap.of(candidate.statement),
        values=tuple(swap.of(value) for value in candidate.values),
        quote=swap.of(candidate.quote),
    )
    sections = tuple(new if other.id == new.id else other for other in shown.sections)
    there = replace(shown, name=f"{shown.name} {CHANGED}", sections=sections)
    true = fault(fact) is None and not holds(fact.statement, swap.old.text) and there.answers(fact, question)
    return (there, fact) if true else None


def as_shown(candidates: Sequence[Candidate], section: Section) -> list[Candidate]:
    """Returns the facts that are still true of a section's text as it is shown, with questions that still make sense.

    Args:
        candidates: Facts of the section as it is in the corpus.
        section: The section as it is shown.

    Returns:
        All of them where nothing was changed.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        if candidate.section.text == section.text:
            kept.append(candidate)
            continue
        gone = [value.text for value in values(candidate.section.text) if not holds(section.text, value.text)]
        questions = tuple(asked for asked in candidate.questions if not any(holds(asked, value) for value in gone))
        moved = replace(candidate, section=section, questions=questions)
        if questions and fault(moved) is None:
            kept.append(moved)
    return kept

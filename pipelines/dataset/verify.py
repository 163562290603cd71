"""Proof that a label is true: the golden section holds the answer, and no other shown section does."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.decisive import is_weak
from pipelines.dataset.ranks import is_first
from pipelines.language.refusal import is_refusal
from pipelines.language.tokens import token_set
from pipelines.language.values import holds, values
from pipelines.records.section import Section

_LONGEST_STATEMENT = {"zh": 64, "en": 230}
# 但雇主經工會同意者，不在此限: what stands before it is not all that is to be said.
_EXCEPT = re.compile(r"[。；;.，]?\s*(?:但(?!書)|惟(?!一)|(?:however|unless|except)\b)", re.IGNORECASE)
# A question that shares this part of its tokens with a section, compared with its golden section, is about it too.
_ABOUT_TOO = 0.75


def fault(candidate: Candidate) -> str | None:
    """Returns why a candidate's label cannot be proven, or None where it can."""
    found = _fault_of_values(candidate) or _fault_of_statement(candidate)
    return found if found or candidate.also is None else fault(candidate.also)


def _fault_of_values(candidate: Candidate) -> str | None:
    text = candidate.section.text
    if not candidate.values or not all(candidate.values):
        return "no checkable value"
    if all(is_weak(value, candidate.ask) for value in candidate.values):
        return "value that wrong answers hold as well"
    if candidate.quote not in text:
        return "quote not in the golden section"
    if _EXCEPT.match(text[text.index(candidate.quote) + len(candidate.quote) :]):
        return "rule with an exception behind it"
    if not all(holds(text, value) for value in candidate.values):
        return "value not in the golden section"
    return None if all(holds(candidate.statement, value) for value in candidate.values) else "value not in the answer"


def _fault_of_statement(candidate: Candidate) -> str | None:
    if not all(_told(candidate.section, value.text) for value in values(candidate.statement)):
        return "number in the answer that is not in the golden section"
    if len(candidate.statement) > _LONGEST_STATEMENT[candidate.language] or "\n" in candidate.statement:
        return "answer too long"
    if is_refusal(candidate.statement) or any(_given_away(question, candidate) for question in candidate.questions):
        return "answer in the question"
    proven = candidate.relation is None or _stands_first(candidate)
    return None if proven else "comparison that the values do not prove"


def _stands_first(candidate: Candidate) -> bool:
    """Says whether the values themselves prove a comparison: they are one column's, and the first is above or below."""
    columns = [
        {header for header, text in fact.section.cells if text.strip() == fact.quote} for fact in candidate.facts
    ]
    first, *others = candidate.facts
    apart = len({fact.section.id for fact in candidate.facts}) == len(candidate.facts)
    quotes = tuple(fact.quote for fact in others)
    return (
        apart and bool(set.intersection(*columns)) and is_first(first.quote, quotes, most=candidate.relation == "most")
    )


def may_answer(section: Section, question: str, candidate: Candidate) -> bool:
    """Says whether a section that is not golden could answer a question as well.

    A section that holds one of the answer's values may: hard distractors must differ in the value itself. Words such as
    a role's name stand in many sections; there it counts when the section is about the question too.

    Args:
        section: Any other section.
        question: The question.
        candidate: The fact that is asked for.
    """
    if candidate.quote in section.text or (candidate.also and may_answer(section, question, candidate.also)):
        return True
    if not any(holds(section.text, value) for value in candidate.values):
        return False
    if all(values(value) for value in candidate.values):
        return True
    return overlap(question, section) >= _ABOUT_TOO * overlap(question, candidate.section)


def ambiguous_with(section: Section, question: str, candidate: Candidate) -> bool:
    """Says whether a section answers a question as well as its golden ones do: same values, same subject."""
    if not all(holds(section.text, value) for fact in candidate.facts for value in fact.values):
        return False
    return overlap(question, section) >= _ABOUT_TOO * overlap(question, candidate.section)


def overlap(question: str, section: Section) -> float:
    """Returns the share of the question's tokens that a section has, 0 to 1."""
    asked = token_set(question)
    return len(asked & section_tokens(section)) / len(asked) if asked else 0.0


def section_tokens(section: Section) -> frozenset[str]:
    """Returns the tokens of a section's heading and text."""
    return _whole(section.heading, section.text)


# What is looked at again and again are the neighbours of what was looked at last.
@lru_cache(maxsize=16_384)
def _whole(heading: str, text: str) -> frozenset[str]:
    return token_set(heading) | token_set(text)


def none_may_answer(sections: Iterable[Section], question: str, candidate: Candidate) -> bool:
    """Says whether a question is without an answer over some sections."""
    return not any(may_answer(section, question, candidate) for section in sections)


def _told(section: Section, value: str) -> bool:
    return holds(section.text, value) or holds(section.heading, value)


def _given_away(question: str, candidate: Candidate) -> bool:
    return all(holds(question, value) for value in candidate.values)

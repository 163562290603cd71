"""Source sets: a few sections shown together, with the questions asked over them."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.draw import shuffled
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.verify import none_may_answer, section_tokens
from pipelines.language.refusal import refusal_for
from pipelines.language.tokens import token_set
from pipelines.records.example import Example
from pipelines.records.section import Section
from pipelines.records.source import Source
from pipelines.retrieval.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which sections one side of the split may show."""

    ids: frozenset[str]
    size: int
    """How many sections a prompt shows."""
    audience: str
    as_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Sections in the order in which a prompt shows them."""

    name: str
    sections: tuple[Section, ...]
    near: tuple[Section, ...] = ()
    """What retrieval ranks next and is proven not to answer the question of the set."""
    audience: str = "all"

    def holds(self, section: Section) -> bool:
        """Says whether a section is among them."""
        return any(shown.id == section.id for shown in self.sections)

    def answers(self, candidate: Candidate, question: str) -> bool:
        """Says whether a label is true here: its golden sections are shown as they are, and no other can answer."""
        golden = {section.id: section.text for section in candidate.golden}
        as_proven = {shown.id for shown in self.sections if shown.text == golden.get(shown.id)}
        others = [shown for shown in self.sections if shown.id not in golden]
        return as_proven == golden.keys() and none_may_answer(others, question, candidate)

    def refuses(self, candidate: Candidate, question: str) -> bool:
        """Says whether a refusal is the true label of a candidate's question here."""
        shown = any(self.holds(section) for section in candidate.golden)
        return not shown and none_may_answer(self.sections, question, candidate)


def show(anchor: Candidate, question: str, index: Index, allowed: Allowed, *, seed: int) -> Shown | None:
    """Chooses what is shown around a golden section: what retrieval ranks highest and is proven not to answer.

    Args:
        anchor: The fact whose section is golden.
        question: The question that retrieval is asked.
        index: The index over the corpus.
        allowed: Which sections may be shown, and how many.
        seed: Draws their order.

    Returns:
        The set; None where too few sections are near enough.
    """
    golden = {section.key: section for section in anchor.golden}
    room = allowed.size - len(golden)
    near: dict[str, Section] = {}
    for hit in index.search(question, 12 * allowed.size, audience=allowed.audience, as_of=allowed.as_of):
        section = hit.section
        if section.id in allowed.ids and section.key not in golden and none_may_answer([section], question, anchor):
            near.setdefault(section.key, section)
    if not 0 <= room <= len(near):
        return None
    others = tuple(near.values())
    sections = [*golden.values(), *others[:room]]
    order = shuffled([section.id for section in sections], seed, question, "order")
    by_id = {section.id: section for section in sections}
    return Shown(
        name=f"{anchor.section.key}·{hash_of(order)}",
        sections=tuple(by_id[id_] for id_ in order),
        near=others[room:],
        audience=allowed.audience,
    )


def hash_of(order: Sequence[str]) -> int:
    """Returns a short number for an order of ids, the same on every machine."""
    return zlib.crc32("\n".join(order).encode())


def answerable(shown: Shown, candidate: Candidate, question: str, group: str) -> Example:
    """Makes the example of a question whose golden section is shown."""
    keys = tuple(section.key for section in candidate.golden)
    empty = _unlabelled(shown, question, candidate.section, group)
    return replace(
        empty,
        answer=candidate.answer,
        citations=keys,
        quotes=tuple(fact.quote for fact in candidate.facts),
        lineage=tuple(section.id for section in candidate.golden),
        origin=candidate.origin,
        language=candidate.language,
        answerable=True,
        sources=tuple(replace(source, golden=source.key in keys) for source in empty.sources),
    )


def unanswerable(shown: Shown, miss: NearMiss, group: str) -> Example:
    """Makes the example of a question that nothing shown answers."""
    empty = _unlabelled(shown, miss.question, miss.section, group)
    return replace(empty, origin=miss.origin, language=miss.language or miss.section.language)


def _unlabelled(shown: Shown, question: str, section: Section, group: str) -> Example:
    sources = tuple(
        Source(key=other.key, section_id=other.id, heading=other.heading, text=other.text) for other in shown.sections
    )
    return Example(
        id=f"{shown.name}·{hash_of([question])}",
        language=section.language,
        audience=shown.audience,
        question=question,
        sources=sources,
        answer=refusal_for(question),
        citations=(),
        quotes=(),
        origin="heading",
        answerable=False,
        group=group,
        source_set=shown.name,
        lineage=(section.id,),
    )


def nearest(shown: Shown, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yields candidates whose sections are not shown, those first whose question the shown sections seem to answer."""
    held = [section_tokens(section) for section in shown.sections]

    def seeming(candidate: Candidate) -> float:
        asked = token_set(candidate.questions[0])
        return max(len(asked & section) for section in held) / max(len(asked), 1)

    absent = [candidate for candidate in candidates if not shown.holds(candidate.section)]
    return iter(sorted(absent, key=lambda candidate: (-seeming(candidate), candidate.id)))

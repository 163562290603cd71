"""Which sources a question is answered from: as retrieved, or arranged to diagnose a model."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.answering.arms import Shown
from pipelines.answering.nearest import Likeness
from pipelines.language.counterfactual import changed_one
from pipelines.language.values import holds
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.records.source import Source
from pipelines.retrieval.index import Index
from pipelines.runtime.errors import UserError

# How deep the ranking is searched for the golden section, and for sections that do not hold the answer.
DEPTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The sections that answers may come from, ready to be searched."""

    index: Index
    by_hash: dict[str, Section]
    """Content hash → section; of two editions with one text, the one in force."""
    sources: int
    """How many sources a prompt shows."""
    as_of: str | None = None
    """ISO date whose editions count; None: those in force."""

    @classmethod
    def of(cls, index: Index, *, sources: int, as_of: str | None = None) -> "Library":
        """Makes an index ready for answering.

        Args:
            index: The index over every section of the corpus; it leaves out itself what may not be shown.
            sources: How many sources a prompt shows.
            as_of: ISO date whose editions count; None: those in force.

        Returns:
            The library.
        """
        ordered = sorted(index.sections, key=lambda section: (section.effective_until is None, section.id))
        by_hash = {section.content_hash: section for section in ordered}
        return cls(index=index, by_hash=by_hash, sources=sources, as_of=as_of)

    @property
    def likeness(self) -> Likeness | None:
        """Compares a question with texts in meaning; None where sections are found by words alone."""
        return None if self.index.embedder is None else self.index.likeness

    def search(self, asked: Iterable[tuple[str, str]], count: int) -> list[list[Section]]:
        """Finds the sections nearest to each of many questions, searched together.

        Args:
            asked: Each question with the audience of its reader.
            count: How many sections a question may have.

        Returns:
            The sections of each question in their order, best first.
        """
        readers: dict[str, list[int]] = defaultdict(list)
        texts: list[str] = []
        for text, audience in asked:
            readers[audience].append(len(texts))
            texts.append(text)
        found: list[list[Section]] = [[] for _ in texts]
        for audience, places in sorted(readers.items()):
            queries = [texts[place] for place in places]
            hits = self.index.search_many(queries, count, audience=audience, as_of=self.as_of)
            for place, ranked in zip(places, hits, strict=True):
                found[place] = [hit.section for hit in ranked]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the sources it is to be answered from."""

    id: str
    question: str
    sources: tuple[Source, ...]
    ranked: bool = False
    """True where the sources are in the order of retrieval, best first."""
    closed_book: bool = False
    golden_rank: int | None = None
    """As in `Answer`: where retrieval found the first golden section."""


def ask_retrieved(texts: Sequence[str], library: Library, *, audience: str = "all") -> list[Asked]:
    """Shows questions the sections that retrieval finds for them.

    Args:
        texts: The questions as their authors typed them.
        library: What may be shown.
        audience: The readers' group.

    Returns:
        The questions with at most `library.sources` sources each, best first.
    """
    found = library.search(((text, audience) for text in texts), library.sources)
    return [
        Asked(id="asked", question=text, sources=tuple(map(_source, sections)), ranked=True)
        for text, sections in zip(texts, found, strict=True)
    ]


def ask_all(questions: Sequence[Question], shown: Shown, library: Library) -> list[Asked]:
    """Arranges the sources of every question in one way.

    Args:
        questions: The held-out questions.
        shown: `retrieved`: what retrieval finds. `golden`: the golden sections among retrieved sections without the
            answer. `distractors`: only such sections. `counterfactual`: as `golden`, with one value of the golden
            section changed; questions that cannot be changed are left out. `closed_book`: nothing.
        library: What may be shown.

    Returns:
        The questions that can be asked this way, in their order.

    Raises:
        UserError: A golden section is not in the library as the question's author saw it.
    """
    if shown == "closed_book":
        return [Asked(id=one.id, question=one.question, sources=(), closed_book=True) for one in questions]
    found = library.search(((one.question, one.audience) for one in questions), DEPTH)
    arranged = (_ARRANGE[shown](one, ranked, library) for one, ranked in zip(questions, found, strict=True))
    return [asked for asked in arranged if asked is not None]


def _retrieved(question: Question, found: Sequence[Section], library: Library) -> Asked:
    golden = {library.by_hash[one].id for one in question.golden_hashes if one in library.by_hash}
    sources = tuple(_source(section, golden=section.id in golden) for section in found[: library.sources])
    rank = next((place for place, section in enumerate(found, 1) if section.id in golden), 0)
    golden_rank = rank if question.golden_hashes else None
    return Asked(id=question.id, question=question.question, sources=sources, ranked=True, golden_rank=golden_rank)


def _golden(question: Question, found: Sequence[Section], library: Library) -> Asked:
    golden = tuple(_source(section, golden=True) for section in _golden_sections(question, library))
    return _among_distractors(question, golden, found, library)


def _distractors(question: Question, found: Sequence[Section], library: Library) -> Asked:
    return _among_distractors(question, (), found, library)


def _counterfactual(question: Question, found: Sequence[Section], library: Library) -> Asked | None:
    golden = _golden_sections(question, library)
    change = changed_one(question, [section.text for section in golden])
    if change is None:
        return None
    place, text, _ = change
    if _holds_any(golden[place].heading, question):
        return None
    source = replace(_source(golden[place], golden=True), text=text)
    return _among_distractors(question, (source,), found, library)


_ARRANGE: dict[Shown, Callable[[Question, Sequence[Section], Library], Asked | None]] = {
    "retrieved": _retrieved,
    "golden": _golden,
    "distractors": _distractors,
    "counterfactual": _counterfactual,
}


def _golden_sections(question: Question, library: Library) -> list[Section]:
    missing = [key for key, found in _golden_pairs(question) if found not in library.by_hash]
    if missing:
        raise UserError(
            f"question {question.id} rests on sections that are not in the corpus as its author saw them",
            details=missing,
            hint="the documents changed after the questions were made; run `make refresh`, then "
            "`python -m pipelines.dataset`",
        )
    return [library.by_hash[found] for found in question.golden_hashes]


def _golden_pairs(question: Question) -> Iterable[tuple[str, str]]:
    return zip(question.golden_keys, question.golden_hashes, strict=True)


def _among_distractors(
    question: Question, golden: tuple[Source, ...], found: Sequence[Section], library: Library
) -> Asked:
    plain = [section for section in found if section.content_hash not in question.golden_hashes]
    free = [section for section in plain if not _holds_any(f"{section.heading}\n{section.text}", question)]
    others = [_source(section) for section in free[: max(0, library.sources - len(golden))]]
    place = int(hashlib.sha256(question.id.encode()).hexdigest()[:8], 16) % (len(others) + 1)
    sources = (*others[:place], *golden, *others[place:])
    return Asked(id=question.id, question=question.question, sources=sources)


def _holds_any(text: str, question: Question) -> bool:
    # One value of several is enough: a source that holds half of the answer is no proven distractor.
    return any(holds(text, value) for value in question.values)


def _source(section: Section, *, golden: bool = False) -> Source:
    return Source(key=section.key, section_id=section.id, heading=section.heading, text=section.text, golden=golden)

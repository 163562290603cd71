"""Training and validation examples: source sets around golden sections, each with several questions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.groups import Groups
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.sets import Allowed, Shown, answerable, nearest, show, unanswerable
from pipelines.records.example import Example
from pipelines.retrieval.bm25 import Index

# After this many passes over all golden sections there is nothing new left to ask.
_PASSES = 8
_USES_OF_A_FACT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one side of the split is made of."""

    candidates: Sequence[Candidate]
    near_misses: Sequence[NearMiss]
    allowed: Allowed
    index: Index
    groups: Groups


@dataclass(slots=True, kw_only=True)
class _Ledger:
    """What has been made so far."""

    examples: list[Example] = field(default_factory=list)
    uses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    asked: set[tuple[str, bool]] = field(default_factory=set)
    refused: int = 0

    def add(self, example: Example) -> None:
        self.examples.append(example)
        self.origins[example.origin] += 1
        self.asked.add((example.question, example.answerable))
        self.refused += not example.answerable


def examples(material: Material, wanted: int, config: Config, name: str) -> list[Example]:
    """Makes the examples of one side of the split.

    Args:
        material: Candidates and near misses of the side, and what it may show.
        wanted: How many examples to aim at.
        config: Shares and sizes.
        name: Names the side in the draws.

    Returns:
        The examples, set by set; fewer than wanted where the corpus gives no more.
    """
    ledger = _Ledger()
    by_section: dict[str, list[Candidate]] = {}
    for candidate in material.candidates:
        by_section.setdefault(candidate.section.id, []).append(candidate)
    for number in range(_PASSES):
        for id_ in shuffled(by_section, config.seed, name, number):
            if len(ledger.examples) >= wanted:
                return ledger.examples
            anchor = _next(by_section[id_], ledger, config, wanted)
            if anchor is not None:
                _add_set(anchor, material, ledger, config, wanted)
    return ledger.examples


def _next(candidates: Sequence[Candidate], ledger: _Ledger, config: Config, wanted: int) -> Candidate | None:
    fresh = [
        candidate
        for candidate in candidates
        if ledger.uses[candidate.id] < min(_USES_OF_A_FACT, len(candidate.questions))
        and ledger.origins[candidate.origin] < config.dataset.largest_origin * wanted * 0.95
    ]
    return min(
        fresh, key=lambda candidate: (ledger.uses[candidate.id], chance(config.seed, candidate.id)), default=None
    )


def _phrased(candidate: Candidate, ledger: _Ledger, seed: int) -> str:
    # Spoken forms come after the document's own wording; they are drawn first more often than not.
    order = shuffled(candidate.questions, seed, candidate.id)
    return order[ledger.uses[candidate.id] % len(order)]


def _add_set(anchor: Candidate, material: Material, ledger: _Ledger, config: Config, wanted: int) -> None:
    question = _phrased(anchor, ledger, config.seed)
    shown = show(anchor, question, material.index, material.allowed, seed=config.seed)
    if shown is None or not shown.answers(anchor, question):
        return
    refusals = _refusals_due(ledger, config)
    room = config.dataset.questions_per_set - refusals
    for candidate, phrased in _answerables(anchor, question, shown, material, ledger, config, wanted):
        if room:
            ledger.add(answerable(shown, candidate, phrased, material.groups.name(candidate.section.id)))
            ledger.uses[candidate.id] += 1
            room -= 1
    for miss in _refusals(shown, material, ledger, config):
        if refusals:
            group = material.groups.name(miss.section.id)
            ledger.add(unanswerable(shown, miss.section, miss.question, miss.origin, group))
            refusals -= 1


def _refusals_due(ledger: _Ledger, config: Config) -> int:
    due = config.dataset.share_unanswerable * (len(ledger.examples) + config.dataset.questions_per_set)
    return max(0, min(2, round(due - ledger.refused)))


def _answerables(
    anchor: Candidate, question: str, shown: Shown, material: Material, ledger: _Ledger, config: Config, wanted: int
) -> Iterator[tuple[Candidate, str]]:
    yield anchor, question
    sections = [anchor.section, *(section for section in shown.sections if section.id != anchor.section.id)]
    taken = {anchor.id}
    for _ in range(2):
        for section in sections:
            others = [c for c in material.candidates if c.section.id == section.id and c.id not in taken]
            candidate = _next(others, ledger, config, wanted)
            if candidate is None:
                continue
            taken.add(candidate.id)
            phrased = _phrased(candidate, ledger, config.seed)
            if shown.answers(candidate, phrased) and (phrased, True) not in ledger.asked:
                yield candidate, phrased


def _refusals(shown: Shown, material: Material, ledger: _Ledger, config: Config) -> Iterator[NearMiss]:
    """Near misses for what is shown: neighbours' questions and questions nobody can answer, by turns."""
    language = shown.sections[0].language
    ids = {section.id for section in shown.sections}
    absent = (
        NearMiss(section=candidate.section, question=question, origin=candidate.origin, ask=candidate.ask)
        for candidate in nearest(shown, [c for c in material.candidates if c.section.language == language])
        for question in (_phrased(candidate, ledger, config.seed),)
        if shown.refuses(candidate, question)
    )
    nowhere = iter(shuffled_misses([miss for miss in material.near_misses if miss.section.id in ids], config.seed))
    turns = [absent, nowhere] if chance(config.seed, shown.name) % 2 else [nowhere, absent]
    for turn in (*turns, *turns):
        miss = next((miss for miss in turn if (miss.question, False) not in ledger.asked), None)
        if miss is not None:
            yield miss


def shuffled_misses(misses: Sequence[NearMiss], seed: int) -> list[NearMiss]:
    """Returns near misses in drawn order, kind after kind."""
    return sorted(misses, key=lambda miss: (chance(seed, miss.question), miss.question))

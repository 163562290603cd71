"""Training and validation examples: source sets around golden sections, each with several questions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.groups import Groups
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.sets import Allowed, Shown, answerable, nearest, show, unanswerable
from pipelines.records.example import Example
from pipelines.retrieval import Index

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
        """Keeps an example and counts what it is."""
        self.examples.append(example)
        self.origins[example.origin] += 1
        self.asked.add((example.question, example.answerable))
        self.refused += not example.answerable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One side in the making."""

    material: Material
    ledger: _Ledger
    config: Config
    wanted: int

    def next(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Returns the least used candidate that may still be used."""
        most = self.config.dataset.largest_origin * self.wanted * 0.95
        fresh = [
            candidate
            for candidate in candidates
            if self.ledger.uses[candidate.id] < min(_USES_OF_A_FACT, len(candidate.questions))
            and self.ledger.origins[candidate.origin] < most
        ]
        return min(fresh, key=lambda made: (self.ledger.uses[made.id], chance(self.config.seed, made.id)), default=None)

    def phrased(self, candidate: Candidate) -> str:
        """Returns the wording whose turn it is."""
        order = shuffled(candidate.questions, self.config.seed, candidate.id)
        return order[self.ledger.uses[candidate.id] % len(order)]


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
    run = _Run(material=material, ledger=_Ledger(), config=config, wanted=wanted)
    by_section: dict[str, list[Candidate]] = {}
    for candidate in material.candidates:
        by_section.setdefault(candidate.section.id, []).append(candidate)
    for number in range(_PASSES):
        for id_ in shuffled(by_section, config.seed, name, number):
            if len(run.ledger.examples) >= wanted:
                return run.ledger.examples
            anchor = run.next(by_section[id_])
            if anchor is not None:
                _add_set(anchor, run)
    return run.ledger.examples


def _add_set(anchor: Candidate, run: _Run) -> None:
    question = run.phrased(anchor)
    shown = show(anchor, question, run.material.index, run.material.allowed, seed=run.config.seed)
    if shown is None or not shown.answers(anchor, question):
        return
    ledger, groups = run.ledger, run.material.groups
    refusals = _refusals_due(ledger, run.config)
    room = run.config.dataset.questions_per_set - refusals
    for candidate, phrased in islice(_answerables(anchor, question, shown, run), room):
        ledger.add(answerable(shown, candidate, phrased, groups.name(candidate.section.id)))
        ledger.uses[candidate.id] += 1
    for miss in islice(_refusals(shown, run), refusals):
        ledger.add(unanswerable(shown, miss, groups.name(miss.section.id)))


def _refusals_due(ledger: _Ledger, config: Config) -> int:
    due = config.dataset.share_unanswerable * (len(ledger.examples) + config.dataset.questions_per_set)
    return max(0, min(2, round(due - ledger.refused)))


def _answerables(anchor: Candidate, question: str, shown: Shown, run: _Run) -> Iterator[tuple[Candidate, str]]:
    yield anchor, question
    sections = [anchor.section, *(section for section in shown.sections if section.id != anchor.section.id)]
    taken = {anchor.id}
    for section in (*sections, *sections):
        offered = run.material.candidates
        candidate = run.next([made for made in offered if made.section.id == section.id and made.id not in taken])
        if candidate is None:
            continue
        taken.add(candidate.id)
        phrased = run.phrased(candidate)
        if shown.answers(candidate, phrased) and (phrased, True) not in run.ledger.asked:
            yield candidate, phrased


def _refusals(shown: Shown, run: _Run) -> Iterator[NearMiss]:
    """Near misses for what is shown: questions nobody can answer, then those of sections that are not shown."""
    ids = {section.id for section in shown.sections}
    misses = [miss for miss in run.material.near_misses if miss.section.id in ids]
    nowhere = iter(shuffled_misses(misses, run.config.seed))
    absent = _absent(shown, run)
    for turn in (nowhere, absent, nowhere, absent):
        miss = next((miss for miss in turn if (miss.question, False) not in run.ledger.asked), None)
        if miss is not None:
            yield miss


def _absent(shown: Shown, run: _Run) -> Iterator[NearMiss]:
    """Questions that other sections answer, in the language of what is shown."""
    language = shown.sections[0].language
    for candidate in nearest(shown, [made for made in run.material.candidates if made.section.language == language]):
        question = run.phrased(candidate)
        if shown.refuses(candidate, question):
            yield NearMiss(section=candidate.section, question=question, origin=candidate.origin, ask=candidate.ask)


def shuffled_misses(misses: Sequence[NearMiss], seed: int) -> list[NearMiss]:
    """Returns near misses in drawn order, kind after kind."""
    return sorted(misses, key=lambda miss: (chance(seed, miss.question), miss.question))

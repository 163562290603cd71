"""Training and validation examples: source sets around golden sections, each with several questions."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.groups import Groups
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.pairs import CHANGED, WITHOUT, as_shown, changed, without
from pipelines.dataset.pool import Pool
from pipelines.dataset.sets import Allowed, Shown, answerable, nearest, show, unanswerable
from pipelines.records.example import Example
from pipelines.retrieval.index import Index

# After this many passes over all golden sections there is nothing new left to ask.
_PASSES = 8
_USES_OF_A_FACT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one side of the split is made of."""

    sections: frozenset[str]
    """Ids of the sections it may ask about."""
    pool: Pool
    near_misses: Callable[[str], Sequence[NearMiss]]
    """Section id → questions near to it that no section answers."""
    allowed: Allowed
    index: Index
    groups: Groups


@dataclass(slots=True, kw_only=True)
class _Ledger:
    """What has been made so far."""

    examples: list[Example] = field(default_factory=list)
    uses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    sets: Counter[str] = field(default_factory=Counter)
    """Source sets by what is done to their golden source."""
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

    @property
    def full(self) -> bool:
        """Whether there are as many examples as wanted."""
        return len(self.ledger.examples) >= self.config.dataset.examples

    def next(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Returns the least used candidate that may still be used."""
        most = self.config.dataset.largest_origin * self.config.dataset.examples * 0.95
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

    def due(self, kind: str, share: float) -> bool:
        """Says whether sets of a kind are behind their share of all sets."""
        return not self.full and self.ledger.sets[kind] + 1 <= share * (self.ledger.sets.total() + 1)


def examples(material: Material, config: Config, name: str) -> list[Example]:
    """Makes the examples of one side of the split.

    Args:
        material: Golden sections of the side, their facts and near misses, and what it may show.
        config: How many examples to aim at, shares and sizes.
        name: Names the side in the draws.

    Returns:
        The examples, set by set; fewer than wanted where the corpus gives no more.
    """
    run = _Run(material=material, ledger=_Ledger(), config=config)
    for number in range(_PASSES):
        order = shuffled(material.sections, config.seed, name, number)
        # The first sets need at most so many sections; one search for all is far quicker than one for each.
        material.pool.of(*order[: config.dataset.examples // 2])
        for id_ in order:
            if run.full:
                return run.ledger.examples
            anchor = run.next(material.pool.of(id_))
            if anchor is not None:
                _add_sets(anchor, run)
    return run.ledger.examples


def _add_sets(anchor: Candidate, run: _Run) -> None:
    question = run.phrased(anchor)
    shown = show(anchor, question, run.material.index, run.material.allowed, seed=run.config.seed)
    if shown is None or not shown.answers(anchor, question):
        return
    _fill(shown, "", run, first=[(anchor, question)])
    shares = run.config.dataset
    bare = without(shown, anchor.section) if run.due(WITHOUT, shares.share_without_golden) else None
    if bare is not None and bare.refuses(anchor, question) and (question, False) not in run.ledger.asked:
        _fill(bare, WITHOUT, run, refused=[_missed(anchor, question)])
    other = changed(shown, anchor, question) if run.due(CHANGED, shares.share_changed) else None
    if other is not None and run.next([other[1]]) is not None:
        _fill(other[0], CHANGED, run, first=[(other[1], question)])


def _missed(candidate: Candidate, question: str) -> NearMiss:
    return NearMiss(
        section=candidate.section,
        question=question,
        origin=candidate.origin,
        ask=candidate.ask,
        language=candidate.asked_in,
    )


def _fill(
    shown: Shown,
    kind: str,
    run: _Run,
    *,
    first: Sequence[tuple[Candidate, str]] = (),
    refused: Sequence[NearMiss] = (),
) -> None:
    """Asks questions over a source set: those given, then others that it answers, then others that it does not."""
    ledger, groups = run.ledger, run.material.groups
    refusals = max(_refusals_due(ledger, run.config), len(refused))
    room = run.config.dataset.questions_per_set - refusals
    ledger.sets[kind] += 1
    for candidate, phrased in islice(_answerables(first, shown, run), room):
        ledger.add(answerable(shown, candidate, phrased, groups.name(candidate.section.id)))
        ledger.uses[candidate.id] += 1
    others = islice(_refusals(shown, run), refusals - len(refused))
    for miss in (*refused, *others):
        ledger.add(unanswerable(shown, miss, groups.name(miss.section.id)))


def _refusals_due(ledger: _Ledger, config: Config) -> int:
    due = config.dataset.share_unanswerable * (len(ledger.examples) + config.dataset.questions_per_set)
    return max(0, min(2, round(due - ledger.refused)))


def _answerables(first: Sequence[tuple[Candidate, str]], shown: Shown, run: _Run) -> Iterator[tuple[Candidate, str]]:
    yield from first
    taken = {candidate.id for candidate, _ in first}
    golden = {candidate.section.id for candidate, _ in first}
    sections = sorted(shown.sections, key=lambda section: section.id not in golden)
    for section in (*sections, *sections):
        if section.id not in run.material.sections:
            continue
        offered = as_shown(run.material.pool.of(section.id), section)
        candidate = run.next([made for made in offered if made.id not in taken])
        if candidate is None:
            continue
        taken.add(candidate.id)
        phrased = run.phrased(candidate)
        if shown.answers(candidate, phrased) and (phrased, True) not in run.ledger.asked:
            yield candidate, phrased


def _refusals(shown: Shown, run: _Run) -> Iterator[NearMiss]:
    """Near misses for what is shown: questions nobody can answer, then those of sections that are not shown."""
    misses = [miss for section in shown.sections for miss in run.material.near_misses(section.id)]
    nowhere = iter(shuffled_misses(misses, run.config.seed))
    absent = _absent(shown, run)
    for turn in (nowhere, absent, nowhere, absent):
        miss = next((miss for miss in turn if (miss.question, False) not in run.ledger.asked), None)
        if miss is not None:
            yield miss


def _absent(shown: Shown, run: _Run) -> Iterator[NearMiss]:
    """Questions that the sections which retrieval ranks next answer, in the language of what is shown."""
    language = shown.sections[0].language
    near = [section.id for section in shown.near if section.language == language]
    for candidate in nearest(shown, run.material.pool.of(*near)):
        question = run.phrased(candidate)
        if candidate.section.id in run.material.sections and shown.refuses(candidate, question):
            yield _missed(candidate, question)


def shuffled_misses(misses: Sequence[NearMiss], seed: int) -> list[NearMiss]:
    """Returns near misses in drawn order, kind after kind."""
    return sorted(misses, key=lambda miss: (chance(seed, miss.question), miss.question))

"""Training and validation examples: source sets around golden sections, each with several questions."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, zip_longest

from pipelines.dataset.balance import fair_total, loosest_needed, room
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.contrast import Asked, alike
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
# How often fewer are made, until no origin is above its share.
_TRIES = 4
# Of fewer examples than this a share says little, and leaving some out would leave nothing.
_FEW = 40
# An origin may have more than its share where fewer than this part of all examples would be left.
_KEPT = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one side of the split is made of."""

    sections: frozenset[str]
    """Ids of the sections it may ask about."""
    pool: Pool
    near_misses: Callable[[str], Sequence[NearMiss]]
    """Section id → questions near to it that no section answers."""
    beside: Callable[[Candidate, str], Sequence[NearMiss]]
    """A fact and a question for it → the question asked of names of which no section says anything."""
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

    def has_room(self, origin: str) -> bool:
        """Says whether an origin is below its largest share of all examples that are wanted."""
        return self.ledger.origins[origin] < room(self.config.dataset.examples, self.config.dataset.largest_origin)

    def may_use(self, candidate: Candidate) -> bool:
        """Says whether a fact is of this side alone, has not been used too often, and its origin has room."""
        return (
            all(section.id in self.material.sections for section in candidate.golden)
            and self.ledger.uses[candidate.id] < min(_USES_OF_A_FACT, len(candidate.questions))
            and self.has_room(candidate.origin)
        )

    def next(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Returns the least used candidate that may still be used; one time in three of the origin that is rarest."""
        ledger, seed = self.ledger, self.config.seed
        rare = chance(seed, len(ledger.examples), "rare") % 3 == 0
        return min(
            filter(self.may_use, candidates),
            key=lambda made: (ledger.uses[made.id], rare and ledger.origins[made.origin], chance(seed, made.id)),
            default=None,
        )

    def phrased(self, candidate: Candidate) -> str:
        """Returns the wording whose turn it is."""
        order = shuffled(candidate.questions, self.config.seed, candidate.id)
        return order[self.ledger.uses[candidate.id] % len(order)]

    def due(self, kind: str, share: float) -> bool:
        """Says whether sets of a kind are behind their share of all sets."""
        return not self.full and self.ledger.sets[kind] + 1 <= share * (self.ledger.sets.total() + 1)


def examples(material: Material, config: Config, name: str) -> list[Example]:
    """Makes the examples of one side of the split.

    Where the corpus gives fewer than wanted, and one origin more than its share of them, fewer still are made, so that
    it keeps its share; as long as that leaves two thirds of them.

    Args:
        material: Golden sections of the side, their facts and near misses, and what it may show.
        config: How many examples to aim at, shares and sizes.
        name: Names the side in the draws.

    Returns:
        The examples, set by set; fewer than wanted where the corpus gives no more.
    """
    made = _made(material, config, name)
    if len(made) < _FEW:
        return made
    largest = loosest_needed(_origins(made), config.dataset.largest_origin, len(made), _KEPT)
    if largest > config.dataset.largest_origin:
        looser = replace(config.dataset, largest_origin=largest)
        made = _made(material, replace(config, dataset=looser), name)
    for _ in range(_TRIES):
        total = fair_total(_origins(made), largest, len(made))
        if total == len(made):
            break
        fewer = replace(config.dataset, examples=total, largest_origin=largest)
        made = _made(material, replace(config, dataset=fewer), name)
    return made


def _origins(made: Sequence[Example]) -> Counter[str]:
    return Counter(example.origin for example in made)


def _made(material: Material, config: Config, name: str) -> list[Example]:
    run = _Run(material=material, ledger=_Ledger(), config=config)
    for number in range(_PASSES):
        order = _in_turn(material, config, f"{name} {number}")
        # The first sets need at most so many sections; one search for all is far quicker than one for each.
        material.pool.of(*order[: config.dataset.examples // 2])
        for id_ in order:
            if run.full:
                return run.ledger.examples
            anchor = run.next(material.pool.of(id_))
            if anchor is not None:
                _add_sets(anchor, run)
    return run.ledger.examples


def _in_turn(material: Material, config: Config, name: str) -> list[str]:
    """Sections in drawn order, one of every group after another, so that a long table is no more than a short one."""
    groups: dict[str, list[str]] = {}
    for id_ in shuffled(material.sections, config.seed, name):
        groups.setdefault(material.groups.name(id_), []).append(id_)
    return [id_ for row in zip_longest(*groups.values()) for id_ in row if id_ is not None]


def _add_sets(anchor: Candidate, run: _Run) -> None:
    question = run.phrased(anchor)
    shown = show(anchor, question, run.material.index, run.material.allowed, seed=run.config.seed)
    if shown is None or not shown.answers(anchor, question):
        return
    _fill(shown, "", run, first=[(anchor, question)])
    shares = run.config.dataset
    bare = without(shown, anchor.golden) if run.due(WITHOUT, shares.share_without_golden) else None
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
    first: Sequence[Asked] = (),
    refused: Sequence[NearMiss] = (),
) -> None:
    """Asks questions over a source set: those given, then others that it answers, then others that it does not."""
    ledger, groups = run.ledger, run.material.groups
    refusals = max(_refusals_due(ledger, run.config), len(refused), _has_twin(first, run))
    answers = run.config.dataset.questions_per_set - refusals
    ledger.sets[kind] += 1
    asked: list[Asked] = []
    for candidate, phrased in islice(_answerables(first, shown, asked, run), answers):
        asked.append((candidate, phrased))
        ledger.add(answerable(shown, candidate, phrased, groups.name(candidate.section.id)))
        ledger.uses[candidate.id] += 1
    others = islice(_refusals(shown, asked, run), refusals - len(refused))
    for miss in chain(refused, others):
        ledger.add(unanswerable(shown, miss, groups.name(miss.section.id)))


def _has_twin(first: Sequence[Asked], run: _Run) -> bool:
    """Says whether what is asked first has a name, so that the same can be asked of another one."""
    share = run.config.dataset.share_unanswerable
    return share > 0 and any(made.named or run.material.beside(made, question) for made, question in first)


def _refusals_due(ledger: _Ledger, config: Config) -> int:
    due = config.dataset.share_unanswerable * (len(ledger.examples) + config.dataset.questions_per_set)
    return max(0, min(2, round(due - ledger.refused)))


def _answerables(first: Sequence[Asked], shown: Shown, asked: Sequence[Asked], run: _Run) -> Iterator[Asked]:
    """Facts that a set answers: those given, then of every section one that asks as another was asked, or any."""
    yield from first
    taken = {candidate.id for candidate, _ in first}
    golden = {candidate.section.id for candidate, _ in first}
    sections = sorted(shown.sections, key=lambda section: section.id not in golden)
    for section in (*sections, *sections):
        if section.id not in run.material.sections:
            continue
        offered = [made for made in as_shown(run.material.pool.of(section.id), section) if made.id not in taken]
        other = run.next(offered)
        several = [*alike(filter(run.may_use, offered), asked), *([(other, run.phrased(other))] if other else [])]
        for candidate, phrased in several:
            if shown.answers(candidate, phrased) and (phrased, True) not in run.ledger.asked:
                taken.add(candidate.id)
                yield candidate, phrased
                break


def _refusals(shown: Shown, asked: Sequence[Asked], run: _Run) -> Iterator[NearMiss]:
    """Near misses for what is shown: one in the words of what was asked, then others, then of what is not shown."""
    misses = [miss for section in shown.sections for miss in run.material.near_misses(section.id)]
    contrasts = _contrasts(shown, asked, run)
    others = [iter(shuffled_misses(misses, run.config.seed)), _absent(shown, run)]
    turn = chance(run.config.seed, shown.name, "refusals") % 2
    for kind in (contrasts, others[turn], others[1 - turn], contrasts, *others):
        miss = next((miss for miss in kind if _may_refuse(miss, run)), None)
        if miss is not None:
            yield miss


def _may_refuse(miss: NearMiss, run: _Run) -> bool:
    return (miss.question, False) not in run.ledger.asked and run.has_room(miss.origin)


def _contrasts(shown: Shown, asked: Sequence[Asked], run: _Run) -> Iterator[NearMiss]:
    """What was asked over a set, asked of a name that nobody knows, or of a row that is not shown."""
    for candidate, question in shuffled_asked(asked, run.config.seed):
        nobody = run.material.beside(candidate, question)
        hidden = [section.id for section in shown.near if section.kind == "table"] if candidate.named else []
        rows = alike(run.material.pool.of(*hidden), [(candidate, question)])
        real = [_missed(other, same) for other, same in rows if _is_missing(other, same, shown, run)]
        both = (nobody, real) if chance(run.config.seed, question, "contrast") % 2 else (real, nobody)
        yield from (miss for kind in both for miss in kind)


def _absent(shown: Shown, run: _Run) -> Iterator[NearMiss]:
    """Questions that the sections which retrieval ranks next answer, in the language of what is shown."""
    language = shown.sections[0].language
    near = [section.id for section in shown.near if section.language == language]
    for candidate in nearest(shown, run.material.pool.of(*near)):
        question = run.phrased(candidate)
        if _is_missing(candidate, question, shown, run):
            yield _missed(candidate, question)


def _is_missing(candidate: Candidate, question: str, shown: Shown, run: _Run) -> bool:
    own = all(section.id in run.material.sections for section in candidate.golden)
    return own and shown.refuses(candidate, question)


def shuffled_asked(asked: Sequence[Asked], seed: int) -> list[Asked]:
    """Returns what was asked in drawn order, so that it is not always the first question that has a twin."""
    return sorted(asked, key=lambda pair: (chance(seed, pair[1], "twin"), pair[1]))


def shuffled_misses(misses: Sequence[NearMiss], seed: int) -> list[NearMiss]:
    """Returns near misses in drawn order, kind after kind."""
    return sorted(misses, key=lambda miss: (chance(seed, miss.question), miss.question))

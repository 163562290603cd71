"""Training and validation examples: source sets around golden sections, each with several questions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest

from pipelines.dataset.balance import fair_total, shares_from
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.contrast import Asked, alike
from pipelines.dataset.draw import shuffled
from pipelines.dataset.ledger import Ledger, Material, Run
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.pairs import CHANGED, WITHOUT, as_shown, changed, without
from pipelines.dataset.refusals import missed, refusals_for
from pipelines.dataset.sets import Shown, answerable, show, unanswerable
from pipelines.records.example import Example

# After this many passes over all golden sections there is nothing new left to ask.
_PASSES = 8
# How often fewer are made, until no origin is above its share.
_TRIES = 4
# Of fewer examples than this a share says little, and leaving some out would leave nothing.
_FEW = 40
# An origin may have more than its share where fewer than this part of all examples would be left.
_KEPT = 2 / 3


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
    most, share = config.dataset.examples, config.dataset.largest_origin
    made = _made(material, config, name)
    if len(made) < _FEW:
        return made
    # What an origin would give beyond its share is there as well.
    there = len(made) if len(made) >= most else len(_made(material, _of(config, most, 1), name))
    largest = share
    for largest in shares_from(share):
        made = made if largest == share else _made(material, _of(config, most, largest), name)
        if fair_total(_origins(made), largest, len(made)) >= min(most, there) * _KEPT:
            break
    for _ in range(_TRIES):
        total = fair_total(_origins(made), largest, len(made))
        if total == len(made):
            break
        made = _made(material, _of(config, total, largest), name)
    return made


def _of(config: Config, wanted: int, largest: float) -> Config:
    return replace(config, dataset=replace(config.dataset, examples=wanted, largest_origin=largest))


def _origins(made: Sequence[Example]) -> Counter[str]:
    return Counter(example.origin for example in made)


def _made(material: Material, config: Config, name: str) -> list[Example]:
    run = Run(material=material, ledger=Ledger(), config=config)
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


def _add_sets(anchor: Candidate, run: Run) -> None:
    question = run.phrased(anchor)
    shown = show(anchor, question, run.material.index, run.material.allowed, seed=run.config.seed)
    if shown is None or not shown.answers(anchor, question):
        return
    _fill(shown, "", run, first=[(anchor, question)])
    shares = run.config.dataset
    bare = without(shown, anchor.golden) if run.due(WITHOUT, shares.share_without_golden) else None
    if bare is not None and bare.refuses(anchor, question) and (question, False) not in run.ledger.asked:
        _fill(bare, WITHOUT, run, refused=[missed(anchor, question)])
    other = changed(shown, anchor, question) if run.due(CHANGED, shares.share_changed) else None
    if other is not None and run.next([other[1]]) is not None:
        _fill(other[0], CHANGED, run, first=[(other[1], question)])


def _fill(
    shown: Shown,
    kind: str,
    run: Run,
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
    others = islice(refusals_for(shown, asked, run), refusals - len(refused))
    for miss in chain(refused, others):
        ledger.add(unanswerable(shown, miss, groups.name(miss.section.id)))


def _has_twin(first: Sequence[Asked], run: Run) -> bool:
    """Says whether what is asked first has a name, so that the same can be asked of another one."""
    share = run.config.dataset.share_unanswerable
    return share > 0 and any(made.named or run.material.beside(made, question) for made, question in first)


def _refusals_due(ledger: Ledger, config: Config) -> int:
    due = config.dataset.share_unanswerable * (len(ledger.examples) + config.dataset.questions_per_set)
    return max(0, min(2, round(due - ledger.refused)))


def _answerables(first: Sequence[Asked], shown: Shown, asked: Sequence[Asked], run: Run) -> Iterator[Asked]:
    """Facts that a set answers: those given, then of every section one that asks as another was asked, or any."""
    yield from first
    taken = {candidate.id for candidate, _ in first}
    golden = {candidate.section.id for candidate, _ in first}
    sections = sorted(shown.sections, key=lambda section: section.id not in golden)
    for again, section in ((again, section) for again in (False, True) for section in sections):
        if section.id not in run.material.sections:
            continue
        offered = [made for made in as_shown(run.material.pool.of(section.id), section) if made.id not in taken]
        other = run.next(offered, rare=again)
        twins = [] if again else alike(filter(run.may_use, offered), asked)
        several = [*twins, *([(other, run.phrased(other))] if other else [])]
        for candidate, phrased in several:
            if shown.answers(candidate, phrased) and (phrased, True) not in run.ledger.asked:
                taken.add(candidate.id)
                yield candidate, phrased
                break

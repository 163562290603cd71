"""Held-out questions: each is bound to its golden section, or proven to have no answer anywhere in force."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from pipelines.dataset.balance import fair_total, loosest_needed, room
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.leaks import normal
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.phrasing.varied import without_politeness
from pipelines.dataset.refusals import shuffled_misses
from pipelines.dataset.sets import hash_of
from pipelines.language.refusal import refusal_for
from pipelines.records.question import Question

T = TypeVar("T")


def held_out(
    by_group: Mapping[str, Sequence[Candidate]], misses: Mapping[str, Sequence[NearMiss]], config: Config
) -> list[Question]:
    """Makes the held-out questions.

    Args:
        by_group: Unambiguous candidates of each held-out group.
        misses: Near misses of each held-out group, unanswerable from the whole corpus.
        config: How many, and which share of them without an answer.

    Returns:
        The questions in order of their ids.
    """
    most = round(config.dataset.held_out * (1 - config.dataset.share_unanswerable))
    # What two sections answer together is held out where both are.
    here = {fact.section.id for facts in by_group.values() for fact in facts}
    whole = {
        name: [fact for fact in facts if all(one.id in here for one in fact.golden)] for name, facts in by_group.items()
    }
    drawn_facts = list(_in_turn({name: _spread(whole[name], config) for name in whole}, config.seed))
    chosen = _balanced(drawn_facts, most, config.dataset.largest_origin)
    found = [_answerable(candidate, group, config) for candidate, group in chosen]
    share = config.dataset.share_unanswerable
    wanted = round(len(found) * share / (1 - share)) if share < 1 else 0
    asked = {_plain(question.question) for question in found}
    kinds: Counter[str] = Counter()
    without: list[Question] = []
    drawn = {name: shuffled_misses(misses[name], config.seed)[:6] for name in misses}
    for miss, group in _in_turn(drawn, config.seed):
        often = kinds[group] >= 2 or kinds[miss.origin] >= config.dataset.largest_origin * wanted
        if len(without) < wanted and _plain(miss.question) not in asked and not often:
            asked.add(_plain(miss.question))
            kinds.update((group, miss.origin))
            without.append(_unanswerable(miss, group, config))
    return sorted(found + without, key=lambda question: question.id)


def _plain(question: str) -> str:
    """Asked politely it is the same question, and would be counted twice."""
    return normal(without_politeness(question))


def _in_turn(by_group: Mapping[str, Sequence[T]], seed: int) -> Iterator[tuple[T, str]]:
    names = shuffled(by_group, seed, "turn")
    for row in zip_longest(*(by_group[name] for name in names)):
        for name, item in zip(names, row, strict=True):
            if item is not None:
                yield item, name


def _balanced(drawn: list[tuple[Candidate, str]], most: int, largest: float) -> list[tuple[Candidate, str]]:
    """Takes as many candidates as there can be with no origin above its largest share, in turn.

    Where that leaves less than half of them, since nearly all have one origin, it may have more.
    """
    there = Counter(made.origin for made, _ in drawn)
    largest = loosest_needed(there, largest, most)
    total = fair_total(there, largest, most)
    taken: list[tuple[Candidate, str]] = []
    origins: Counter[str] = Counter()
    for made, group in drawn:
        if len(taken) < total and origins[made.origin] < room(total, largest):
            taken.append((made, group))
            origins[made.origin] += 1
    return taken


def _spread(candidates: Sequence[Candidate], config: Config) -> list[Candidate]:
    """A few facts of a group, one section after another, no fact twice."""
    by_section: dict[str, dict[str, Candidate]] = {}
    for candidate in candidates:
        by_section.setdefault(candidate.section.id, {}).setdefault(candidate.id, candidate)
    ordered = [
        sorted(facts.values(), key=lambda fact: chance(config.seed, fact.id))
        for _, facts in sorted(by_section.items(), key=lambda item: chance(config.seed, item[0]))
    ]
    spread = [fact for row in zip_longest(*ordered) for fact in row if fact is not None]
    return spread[: config.dataset.held_out_per_group]


def _answerable(candidate: Candidate, group: str, config: Config) -> Question:
    forms = candidate.questions[1:] or candidate.questions
    question = shuffled(forms, config.seed, candidate.id)[0]
    section = candidate.section
    # Whoever shows golden sections in this order would show the one that wins a comparison first.
    golden = tuple(sorted(candidate.golden, key=lambda one: one.id)) if candidate.relation else candidate.golden
    return Question(
        id=f"{section.key}·{hash_of([question])}",
        language=candidate.language,
        audience=config.dataset.audience,
        question=question,
        reference=candidate.reference,
        values=candidate.wanted,
        golden_keys=tuple(one.key for one in golden),
        golden_hashes=tuple(one.content_hash for one in golden),
        origin=candidate.origin,
        answerable=True,
        group=group,
        lineage=tuple(one.id for one in golden),
    )


def _unanswerable(miss: NearMiss, group: str, config: Config) -> Question:
    section = miss.section
    return Question(
        id=f"{section.key}·{hash_of([miss.question])}",
        language=section.language,
        audience=config.dataset.audience,
        question=miss.question,
        reference=refusal_for(miss.question),
        values=(),
        golden_keys=(),
        golden_hashes=(),
        origin=miss.origin,
        answerable=False,
        group=group,
        lineage=(section.id,),
    )

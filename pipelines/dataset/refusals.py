"""Which questions a source set is shown with that it does not answer."""

from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.contrast import Asked, alike
from pipelines.dataset.draw import chance
from pipelines.dataset.ledger import Run
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.sets import Shown, nearest


def refusals_for(shown: Shown, asked: Sequence[Asked], run: Run) -> Iterator[NearMiss]:
    """Near misses for what is shown: in the words of what was asked, then others, then of what is not shown."""
    misses = [miss for section in shown.sections for miss in run.material.near_misses(section.id)]
    contrasts = _contrasts(shown, asked, run)
    nowhere, absent = iter(shuffled_misses(misses, run.config.seed)), _absent(shown, run)
    for kind in (contrasts, nowhere, absent, contrasts, nowhere, absent):
        miss = next((miss for miss in kind if _may_refuse(miss, run)), None)
        if miss is not None:
            yield miss


def _may_refuse(miss: NearMiss, run: Run) -> bool:
    return (miss.question, False) not in run.ledger.asked and run.has_room(miss.origin)


def _contrasts(shown: Shown, asked: Sequence[Asked], run: Run) -> Iterator[NearMiss]:
    """What was asked over a set, asked of a name that nobody knows, or of a row that is not shown."""
    for candidate, question in _shuffled_asked(asked, run.config.seed):
        nobody = run.material.beside(candidate, question)
        hidden = [section.id for section in shown.near if section.kind == "table"] if candidate.named else []
        rows = alike(run.material.pool.of(*hidden), [(candidate, question)])
        real = [missed(other, same) for other, same in rows if _is_missing(other, same, shown, run)]
        # A name that nobody knows first: retrieval shows the row of every other name, so people meet that case alone.
        yield from (*nobody, *real)


def _absent(shown: Shown, run: Run) -> Iterator[NearMiss]:
    """Questions that the sections which retrieval ranks next answer, in the language of what is shown."""
    language = shown.sections[0].language
    near = [section.id for section in shown.near if section.language == language]
    for candidate in nearest(shown, run.material.pool.of(*near)):
        question = run.phrased(candidate)
        if _is_missing(candidate, question, shown, run):
            yield missed(candidate, question)


def _is_missing(candidate: Candidate, question: str, shown: Shown, run: Run) -> bool:
    own = all(section.id in run.material.sections for section in candidate.golden)
    return own and shown.refuses(candidate, question)


def _shuffled_asked(asked: Sequence[Asked], seed: int) -> list[Asked]:
    """Returns what was asked in drawn order, so that it is not always the first question that has a twin."""
    return sorted(asked, key=lambda pair: (chance(seed, pair[1], "twin"), pair[1]))


def shuffled_misses(misses: Sequence[NearMiss], seed: int) -> list[NearMiss]:
    """Returns near misses in drawn order, kind after kind."""
    return sorted(misses, key=lambda miss: (chance(seed, miss.question), miss.question))


def missed(candidate: Candidate, question: str) -> NearMiss:
    """Returns the question of a fact as one that what is shown does not answer."""
    return NearMiss(
        section=candidate.section,
        question=question,
        origin=candidate.origin,
        ask=candidate.ask,
        language=candidate.asked_in,
    )

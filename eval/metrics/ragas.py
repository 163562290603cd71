"""RAGAS at the boundary: its own metric classes in a loop of ours, so that a failure stays a failure.

RAGAS turns a failure into NaN and leaves it out of the mean; here it becomes a result without a value.
"""

import asyncio
import warnings
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from eval.metrics.base import Case, Measured, Metric, scored, unscored
from pipelines.language.citations import without_citations

Row = dict[str, Any]
Ask = Callable[[Row], Coroutine[Any, Any, float]]


def _similarity(cases: Sequence[Case]) -> list[Measured]:
    from ragas.metrics.collections import NonLLMStringSimilarity

    metric = NonLLMStringSimilarity()

    async def ask(row: Row) -> float:
        return float((await metric.ascore(**row)).value)

    return _loop(ask, [_texts(case) for case in cases])


def _context_precision(cases: Sequence[Case]) -> list[Measured]:
    return _loop(_by_ids("IDBasedContextPrecision"), [_ids(case) for case in cases])


def _context_recall(cases: Sequence[Case]) -> list[Measured]:
    return _loop(_by_ids("IDBasedContextRecall"), [_ids(case) for case in cases])


def _by_ids(name: str) -> Ask:
    from ragas.dataset_schema import SingleTurnSample

    with warnings.catch_warnings():
        # RAGAS names a new home for these two classes that does not have them yet.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ragas.metrics

        metric = getattr(ragas.metrics, name)()

    async def ask(row: Row) -> float:
        # The public method prepares a usage report even where reports are off, and for it reads and writes a user id
        # in the home folder.
        return float(await metric._single_turn_ascore(SingleTurnSample(**row), callbacks=[]))  # noqa: SLF001

    return ask


def _loop(ask: Ask, rows: Sequence[Row | Measured]) -> list[Measured]:
    async def one(row: Row | Measured) -> Measured:
        if isinstance(row, Measured):
            return row
        try:
            return scored(await ask(row))
        except Exception as error:  # noqa: BLE001 - whatever the library raises is this row's reason
            return unscored(f"RAGAS failed: {type(error).__name__}")

    async def every() -> list[Measured]:
        return [await one(row) for row in rows]

    return asyncio.run(every())


def _texts(case: Case) -> Row | Measured:
    if case.answer.refused and case.question.answerable:
        return unscored("a refusal is not compared with a reference")
    return {
        "reference": case.question.reference,
        "response": without_citations(case.answer.text),
    }


def _ids(case: Case) -> Row | Measured:
    if not case.question.golden_keys or not case.question.answerable:
        return unscored("the question has no golden section")
    if not case.answer.sources:
        return unscored("no source was shown")
    return {
        "retrieved_context_ids": [source.key for source in case.answer.sources],
        "reference_context_ids": list(case.question.golden_keys),
    }


STRING_SIMILARITY = Metric(
    name="string_similarity",
    source="RAGAS 0.4 NonLLMStringSimilarity: one minus the normalised Levenshtein distance to the reference",
    direction="higher",
    low=0.0,
    high=1.0,
    score=_similarity,
)
CONTEXT_PRECISION = Metric(
    name="context_precision",
    source="RAGAS 0.4 IDBasedContextPrecision: share of the keys shown that are golden",
    direction="higher",
    low=0.0,
    high=1.0,
    score=_context_precision,
)
CONTEXT_RECALL = Metric(
    name="context_recall",
    source="RAGAS 0.4 IDBasedContextRecall: share of the golden keys that are shown",
    direction="higher",
    low=0.0,
    high=1.0,
    score=_context_recall,
)

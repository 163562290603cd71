"""What a judge is asked about an answer, and what of it has to agree with people before it counts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from eval.judges.dialogue import Dialogue, Judge, JudgementError, Prompt, name_of
from eval.judges.library import Reader, Row, ask_library
from eval.judges.prompts import SYSTEM, escaped, right_prompt
from eval.judges.reading import read
from eval.metrics.base import Case, Direction, Measured, scored, unscored
from eval.metrics.statements import statements
from pipelines.language.citations import without_citations
from pipelines.records.section import Language

FAILED = "judgement failed: "
"""How the reason begins where a judge was asked and no value came of it; everything else is unscored by design."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMetric:
    """One number that a judge gives an answer."""

    name: str
    source: str
    """Where the definition comes from."""
    calls: str
    """Calls a question and arm at most."""
    row: Callable[[Case], Row | Measured]
    """What the judge is shown, escaped; or why it is not asked."""
    ask: Callable[[Row, Language, Judge], Dialogue[float]]
    yes: Callable[[float], bool]
    """Turns a value into what people say as well: yes or no."""
    embeds: bool = False
    """True where questions have to be embedded."""
    direction: Direction = "higher"
    low: float = 0.0
    high: float = 1.0


def judgement(metric: JudgedMetric, case: Case, judge: Judge) -> Dialogue[Measured]:
    """Leads one metric over one answer.

    Args:
        metric: What is asked.
        case: The question with the answer.
        judge: Whether questions can be embedded.

    Yields:
        Prompts; none where the metric is not for this answer.

    Returns:
        A value in the metric's range, or the reason why there is none.
    """
    row = metric.row(case)
    if isinstance(row, Measured):
        return row
    try:
        value = yield from metric.ask(row, case.question.language, judge)
    except JudgementError as error:
        return unscored(f"{FAILED}{error}")
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a reply is this answer's reason
        return unscored(f"{FAILED}{type(error).__name__}")
    made = scored(value)
    if made.value is None:
        return unscored(f"{FAILED}{made.reason}")
    if not metric.low - 1e-6 <= value <= metric.high + 1e-6:
        return unscored(f"{FAILED}the value is outside of the metric's range")
    return scored(min(metric.high, max(metric.low, value)))


def about(cases: Iterable[Case]) -> Iterator[str]:
    """Yields the names of all texts that may be judged, so that what was said about others can go."""
    for case in cases:
        for metric in JUDGED:
            row = metric.row(case)
            if not isinstance(row, Measured):
                yield _about(row)


def _about(row: Row) -> str:
    flat: list[str] = []
    for value in row.values():
        flat += [value] if isinstance(value, str) else value
    return name_of(flat)


class _Right(BaseModel):
    reason: str
    verdict: int


def _ask_right(row: Row, language: Language, _judge: Judge) -> Dialogue[float]:
    prompt = Prompt(system=SYSTEM[language], user=right_prompt(language, **row), about=_about(row), form=_Right)
    return float(read((yield prompt), _Right).verdict)


def _library(name: str) -> Callable[[Row, Language, Judge], Dialogue[float]]:
    def ask(row: Row, language: Language, judge: Judge) -> Dialogue[float]:
        at_least = len(statements(row.get("reference", "")))
        return (yield from ask_library(name, row, Reader(language, _about(row), at_least), judge.embed))

    return ask


def _right_row(case: Case) -> Row | Measured:
    if not case.answer.text.strip():
        return unscored("the answer is empty")
    return {
        "question": escaped(case.question.question),
        "sources": _sources(case),
        "expected": escaped(case.question.reference),
        "answer": escaped(without_citations(case.answer.text)),
    }


def _faithful_row(case: Case) -> Row | Measured:
    if (stated := _stated(case)) is None:
        return unscored("a refusal or an empty answer states nothing")
    if not case.answer.sources:
        return unscored("no source was shown")
    return {"user_input": escaped(case.question.question), "response": stated, "retrieved_contexts": _sources(case)}


def _relevant_row(case: Case) -> Row | Measured:
    if (stated := _stated(case)) is None:
        return unscored("a refusal or an empty answer states nothing")
    return {"user_input": escaped(case.question.question), "response": stated}


def _factual_row(case: Case) -> Row | Measured:
    if (stated := _stated(case)) is None:
        return unscored("a refusal or an empty answer states nothing")
    if not case.question.answerable:
        return unscored("the question has no answer to agree with")
    return {"response": stated, "reference": escaped(case.question.reference)}


def _context_row(case: Case) -> Row | Measured:
    if not case.question.answerable:
        return unscored("the question has no answer that sources could hold")
    if not case.answer.sources:
        return unscored("no source was shown")
    return {
        "user_input": escaped(case.question.question),
        "reference": escaped(case.question.reference),
        "retrieved_contexts": _sources(case),
    }


def _stated(case: Case) -> str | None:
    text = escaped(without_citations(case.answer.text)).strip()
    return None if case.answer.refused or not text else text


def _sources(case: Case) -> list[str]:
    return [escaped(f"{source.heading}\n{source.text}".strip()) for source in case.answer.sources]


def _whole(value: float) -> bool:
    return value > 0.99


JUDGED: tuple[JudgedMetric, ...] = (
    JudgedMetric(
        name="judged_right",
        source="ours: the judge is asked what a reviewer is asked, whether the answer is right",
        calls="1",
        row=_right_row,
        ask=_ask_right,
        yes=_whole,
    ),
    JudgedMetric(
        name="faithfulness",
        source="RAGAS 0.4 Faithfulness: share of the answer's statements that the sources shown support",
        calls="2",
        row=_faithful_row,
        ask=_library("Faithfulness"),
        yes=_whole,
    ),
    JudgedMetric(
        name="factual_correctness",
        source="RAGAS 0.4 FactualCorrectness: F1 of the claims of answer and reference that support each other",
        calls="4",
        row=_factual_row,
        ask=_library("FactualCorrectness"),
        # One claim too many beside a right one leaves .67.
        yes=lambda value: value >= 0.8,
    ),
    JudgedMetric(
        name="response_relevancy",
        source="RAGAS 0.4 AnswerRelevancy: likeness of the question to the one the answer answers; 0 if it is evasive",
        calls="1",
        row=_relevant_row,
        ask=_library("AnswerRelevancy"),
        yes=lambda value: value > 0,
        embeds=True,
        low=-1.0,
    ),
    JudgedMetric(
        name="judged_context_precision",
        source="RAGAS 0.4 ContextPrecision: average precision of the sources that help to the reference",
        calls="one a source, shared by arms with equal sources",
        row=_context_row,
        ask=_library("ContextPrecision"),
        yes=_whole,
    ),
    JudgedMetric(
        name="judged_context_recall",
        source="RAGAS 0.4 ContextRecall: share of the reference's statements that the sources hold",
        calls="1, shared by arms with equal sources",
        row=_context_row,
        ask=_library("ContextRecall"),
        yes=_whole,
    ),
)
"""In the order in which tables show them."""


def judged_named(names: Iterable[str]) -> list[JudgedMetric]:
    """Returns the metrics of these names, in the order of `JUDGED`.

    Raises:
        KeyError: There is no such metric.
    """
    wanted = set(names)
    if unknown := sorted(wanted - {metric.name for metric in JUDGED}):
        raise KeyError(unknown[0])
    return [metric for metric in JUDGED if metric.name in wanted]

"""Every answer gets every metric, or a reason."""

import io
import math
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from eval.metrics import METRICS, Case
from eval.metrics.base import Measured, Metric, unscored
from pipelines.records import Answer, Question, Score

NO_ANSWER = "the arm has no answer to this question"
NOT_A_RESULT = "the metric returned something that is not a result"
FAILURES = (
    NO_ANSWER,
    NOT_A_RESULT,
    "the metric failed: ",
    "the metric returned a value that is not a finite number",
    "judgement failed: ",
    "RAGAS failed: ",
)
"""How a reason begins where a value was due and none came; every other reason is one by design."""


def cases_of(questions: Sequence[Question], answers: Sequence[Answer]) -> list[Case]:
    """Pairs questions with an arm's answers, in the order of the questions; a question without one is left out."""
    said = {answer.question_id: answer for answer in answers}
    return [Case(question=question, answer=said[question.id]) for question in questions if question.id in said]


def score_arm(
    questions: Sequence[Question], answers: Sequence[Answer], *, arm: str, metrics: Sequence[Metric] = METRICS
) -> list[Score]:
    """Scores one arm.

    Args:
        questions: The held-out questions, labelled for this arm.
        answers: The arm's answers.
        arm: Its name.
        metrics: What is measured. A metric that raises costs the answers it raises on a value and nothing else, and
            what it prints is dropped, since it may hold text of documents.

    Returns:
        One score for each question and metric, in the order of the questions; a question that the arm did not answer
        has scores without values.
    """
    cases = cases_of(questions, answers)
    found: dict[tuple[str, str], Score] = {}
    for metric in metrics:
        for case, measured in zip(cases, _measure(metric, cases), strict=True):
            found[case.question.id, metric.name] = Score(
                question_id=case.question.id,
                arm=arm,
                metric=metric.name,
                value=measured.value,
                reason=measured.reason,
            )
    return [
        found.get((question.id, metric.name), _missing(question, arm, metric.name))
        for question in questions
        for metric in metrics
    ]


def failed(score: Score) -> bool:
    """Says whether a value was due and none came; a mean over what is left would be one over survivors."""
    return score.value is None and (score.reason or "").startswith(FAILURES)


def _measure(metric: Metric, cases: Sequence[Case]) -> list[Measured]:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            found = list(metric.score(cases))
            if len(found) == len(cases):
                return [_checked(one) for one in found]
        except Exception:  # noqa: BLE001 - whatever a metric does, the other answers keep their scores
            found = []
        # One answer broke the batch, so each is measured on its own and only that one is without a value.
        return [_measure_one(metric, case) for case in cases]


def _measure_one(metric: Metric, case: Case) -> Measured:
    try:
        (found,) = metric.score([case])
    except Exception as error:  # noqa: BLE001 - the reason names it
        return unscored(f"the metric failed: {type(error).__name__}")
    return _checked(found)


def _checked(found: object) -> Measured:
    # A metric from elsewhere may return anything; what is not a finite number or a reason must not look like one.
    if not isinstance(found, Measured) or (found.value is None and not found.reason):
        return unscored(NOT_A_RESULT)
    if found.value is not None and not (isinstance(found.value, int | float) and math.isfinite(found.value)):
        return unscored("the metric returned a value that is not a finite number")
    return found


def _missing(question: Question, arm: str, metric: str) -> Score:
    return Score(question_id=question.id, arm=arm, metric=metric, value=None, reason=NO_ANSWER)

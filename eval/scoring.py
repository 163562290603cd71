"""Every answer gets every metric, or a reason."""

from collections.abc import Sequence

from eval.metrics import METRICS, Case
from pipelines.records import Answer, Question, Score

NO_ANSWER = "the arm has no answer to this question"


def cases_of(questions: Sequence[Question], answers: Sequence[Answer]) -> list[Case]:
    """Pairs questions with an arm's answers, in the order of the questions; a question without one is left out."""
    said = {answer.question_id: answer for answer in answers}
    return [Case(question=question, answer=said[question.id]) for question in questions if question.id in said]


def score_arm(questions: Sequence[Question], answers: Sequence[Answer], *, arm: str) -> list[Score]:
    """Scores one arm.

    Args:
        questions: The held-out questions, labelled for this arm.
        answers: The arm's answers.
        arm: Its name.

    Returns:
        One score for each question and metric, in the order of the questions; a question that the arm did not answer
        has scores without values.
    """
    cases = cases_of(questions, answers)
    found: dict[tuple[str, str], Score] = {}
    for metric in METRICS:
        for case, measured in zip(cases, metric.score(cases), strict=True):
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
        for metric in METRICS
    ]


def _missing(question: Question, arm: str, metric: str) -> Score:
    return Score(question_id=question.id, arm=arm, metric=metric, value=None, reason=NO_ANSWER)

"""What a question expects of an arm that was shown something else than what retrieval found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.answering.arms import Arm
from pipelines.language.counterfactual import changed_one
from pipelines.language.refusal import refusal_for
from pipelines.records import Answer, Question


def labelled(
    arm: Arm, questions: Sequence[Question], answers: Sequence[Answer], texts: Mapping[str, str]
) -> list[Question]:
    """Labels the questions as one arm has to be judged.

    Args:
        arm: The arm.
        questions: The held-out questions.
        answers: The arm's answers; a counterfactual arm answers only the questions that could be changed.
        texts: Content hash → text of the sections; needed for a counterfactual arm alone.

    Returns:
        The questions: with the golden section withheld all of them must be refused; with a value changed in it the
        answer must follow the change; otherwise as they are.
    """
    if arm.sources == "distractors":
        return [_unanswerable(question) for question in questions]
    if arm.sources == "counterfactual":
        asked = {answer.question_id for answer in answers}
        followed = (_changed(question, texts) for question in questions if question.id in asked)
        return [question for question in followed if question is not None]
    return list(questions)


def _unanswerable(question: Question) -> Question:
    return replace(
        question,
        answerable=False,
        reference=refusal_for(question.question),
        values=(),
        golden_keys=(),
        golden_hashes=(),
    )


def _changed(question: Question, texts: Mapping[str, str]) -> Question | None:
    if not all(found in texts for found in question.golden_hashes):
        return None
    change = changed_one(question, [texts[found] for found in question.golden_hashes])
    return change[2] if change else None

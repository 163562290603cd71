"""The tables of a run: what any number of arms said, laid side by side by the page that compares tables."""

from collections.abc import Sequence

from eval.scoring import failed
from pipelines.records import Score, Source
from pipelines.score.filed import Filed

ANSWERS = "answers.json"


def answers_table(filed: Filed) -> dict[str, list[str]]:
    """Lays out one arm's answers.

    Args:
        filed: The arm.

    Returns:
        Column → values, a row a question. The page groups rows by the first column and compares the second as it opens.
    """
    grounded = {score.question_id: score for score in filed.scores if score.metric == "grounded"}
    asked = list(filed.asked())
    return {
        "question": [f"{question.id} {question.question}" for question, _ in asked],
        "answer": ["" if answer is None else answer.text for _, answer in asked],
        "reference": [question.reference for question, _ in asked],
        "grounded": [_grounded(grounded.get(question.id)) for question, _ in asked],
        "golden": [" · ".join(question.golden_keys) for question, _ in asked],
        "shown": [" · ".join(_keys(answer.sources)) if answer else "" for _, answer in asked],
        "outcome": [filed.marks.get(question.id, {}).get("outcome", "") for question, _ in asked],
        "language": [question.language for question, _ in asked],
        "origin": [question.origin for question, _ in asked],
    }


def _keys(sources: Sequence[Source]) -> list[str]:
    return [source.key for source in sources]


def _grounded(score: Score | None) -> str:
    if score is None or score.value is None:
        return "error" if score is not None and failed(score) else "not scored"
    return "yes" if score.value else "no"

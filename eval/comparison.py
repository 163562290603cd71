"""Two arms on the same questions."""

from collections.abc import Sequence

from eval.metrics import PRIMARY
from eval.statistics import Paired, paired
from eval.summaries import find
from pipelines.records import Question, Score, Summary

BASELINES = ("extractive", "base_few_shot", "base")
"""What tuning has to beat: no model at all, and the base model with the same prompt, with and without examples."""


def compare(
    scores: Sequence[Score],
    questions: Sequence[Question],
    arms: tuple[str, str],
    *,
    language: str = "all",
) -> Paired | None:
    """Compares two arms by the primary metric, question by question.

    Args:
        scores: Scores of both arms.
        questions: The held-out questions.
        arms: The arm under test, and the one it is compared with.
        language: `zh`, `en` or `all`.

    Returns:
        First − second; None where an arm lacks a value for any question, or there are fewer than two groups.
    """
    asked = [question for question in questions if language in ("all", question.language)]
    values = {(one.arm, one.question_id): one.value for one in scores if one.metric == PRIMARY}
    differences: list[float] = []
    for question in asked:
        first, second = (values.get((arm, question.id)) for arm in arms)
        if first is None or second is None:
            return None
        differences.append(first - second)
    if len({question.group for question in asked}) < 2:
        return None
    return paired(differences, [question.group for question in asked])


def compare_common(
    scores: Sequence[Score], questions: Sequence[Question], arms: tuple[str, str], metric: str
) -> Paired | None:
    """Compares two arms by any metric on the questions where both have a value.

    Unlike `compare` it leaves questions out, so it may inform and never decide; `n` says how many are left.

    Args:
        scores: Scores of both arms.
        questions: The held-out questions.
        arms: The arm under test, and the one it is compared with.
        metric: A metric with a range from 0 to 1.

    Returns:
        First − second; None where the questions left belong to fewer than two groups.
    """
    values = {(one.arm, one.question_id): one.value for one in scores if one.metric == metric and one.arm in arms}
    found = [
        (first - second, question.group)
        for question in questions
        if (first := values.get((arms[0], question.id))) is not None
        and (second := values.get((arms[1], question.id))) is not None
    ]
    if len({group for _, group in found}) < 2:
        return None
    return paired([difference for difference, _ in found], [group for _, group in found])


def best_baseline(summaries: Sequence[Summary], baselines: Sequence[str] = BASELINES) -> str | None:
    """Returns the baseline with the highest primary metric; of equals the first named; None where none was scored."""
    found = [(one, name) for name in baselines if (one := find(summaries, name, PRIMARY)) and one.value is not None]
    return max(found, key=lambda pair: pair[0].value or 0.0)[1] if found else None

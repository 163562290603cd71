"""An arm in numbers: each metric's mean with its interval, in each language and over all."""

from collections.abc import Iterator, Mapping, Sequence

from eval.arm_metrics import ARM_METRICS
from eval.metrics import METRICS, Metric
from eval.metrics.retrieval import GOLDEN_SHOWN_AT
from eval.scoring import cases_of, failed
from eval.statistics import Estimate, mean
from pipelines.language.query_class import CLASSES, QueryClass
from pipelines.records import Answer, Question, Score, Summary

LANGUAGES = ("zh", "en", "all")
_Values = Mapping[str, Mapping[str, float | None]]
"""Metric → question id → value; None where one was due and none came."""


def summarize_arm(
    questions: Sequence[Question],
    answers: Sequence[Answer],
    scores: Sequence[Score],
    classes: Mapping[str, QueryClass] | None = None,
) -> list[Summary]:
    """Summarizes one arm.

    Args:
        questions: The held-out questions, labelled for this arm.
        answers: The arm's answers.
        scores: The arm's scores of these questions.
        classes: Question id → its class, of the questions that have one; None: nothing is told by class.

    Returns:
        One summary a metric and language, those of single answers before those of an arm as a whole, then one a class
        for each metric of retrieval. Where a value was due and failed there is no mean, but a reason: a mean over the
        others would be one over survivors.
    """
    arm = scores[0].arm if scores else ""
    values = _values(scores)
    by_language = [
        _summary(estimate, (arm, metric, language), len(asked))
        for language in LANGUAGES
        for asked in [[question for question in questions if language in ("all", question.language)]]
        for metric, estimate in _estimates(asked, answers, values)
    ]
    by_class = [
        _summary(_mean_of(metric, asked, values), (arm, metric.name, "all"), len(asked), query_class)
        for query_class in (CLASSES if classes is not None else ())
        for asked in [[one for one in questions if classes is not None and classes.get(one.id) == query_class]]
        for metric in GOLDEN_SHOWN_AT
    ]
    return by_language + by_class


def _estimates(
    questions: Sequence[Question], answers: Sequence[Answer], values: _Values
) -> Iterator[tuple[str, Estimate]]:
    for metric in METRICS:
        yield metric.name, _mean_of(metric, questions, values)
    cases = cases_of(questions, answers)
    for arm_metric in ARM_METRICS:
        whole = len(cases) == len(questions)
        groups = [case.question.group for case in cases]
        yield arm_metric.name, arm_metric.estimate(cases) if whole else _incomplete(groups, len(questions))


def ideal_answered(questions: Sequence[Question], language: str = "all") -> float | None:
    """Returns the answered ratio that a perfect arm would have: the share of answerable questions."""
    asked = [question.answerable for question in questions if language in ("all", question.language)]
    return sum(asked) / len(asked) if asked else None


def find(
    summaries: Sequence[Summary], arm: str, metric: str, language: str = "all", query_class: str = "all"
) -> Summary | None:
    """Returns the summary of one arm, metric, language and class of questions, or None."""
    wanted = (arm, metric, language, query_class)
    return next(
        (one for one in summaries if (one.arm, one.metric, one.language, one.query_class) == wanted),
        None,
    )


def _values(scores: Sequence[Score]) -> _Values:
    found: dict[str, dict[str, float | None]] = {}
    for score in scores:
        if score.value is not None or failed(score):
            found.setdefault(score.metric, {})[score.question_id] = score.value
    return found


def _mean_of(metric: Metric, questions: Sequence[Question], values: _Values) -> Estimate:
    known = values.get(metric.name, {})
    due = [(known[question.id], question.group) for question in questions if question.id in known]
    found = [(value, group) for value, group in due if value is not None]
    if len(found) < len(due):
        return _incomplete([group for _, group in found], len(due))
    return mean([value for value, _ in found], [group for _, group in found], low=metric.low, high=metric.high)


def _incomplete(groups: Sequence[str], due: int) -> Estimate:
    # What is left are the survivors, and their mean would say something else than it seems to.
    reason = f"{due - len(groups)} of {due} values failed or are missing"
    return Estimate(value=None, low=None, high=None, n=len(groups), groups=len(set(groups)), reason=reason)


def _summary(estimate: Estimate, name: tuple[str, str, str], asked: int, query_class: str = "all") -> Summary:
    arm, metric, language = name
    return Summary(
        arm=arm,
        metric=metric,
        language=language,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        groups=estimate.groups,
        unscored=asked - estimate.n,
        query_class=query_class,
        reason=estimate.reason,
    )

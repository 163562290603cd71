"""Every answer gets a judge's scores, or a reason: first the licence, then, where it is granted, the answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.judges.dialogue import Judge
from eval.judges.identity import name_with_hash, prompt_hash
from eval.judges.licence import Label, Licence, license_judge
from eval.judges.metrics import JudgedMetric, judged_named, judgement
from eval.metrics.base import Case, Measured, unscored
from eval.scoring import NO_ANSWER, cases_of, failed
from eval.statistics import mean
from eval.summaries import LANGUAGES
from pipelines.records import Answer, Question, Score, Summary

NO_EMBEDDER = "no embedding model is configured for the judge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a judge is asked, and when it counts."""

    metrics: Sequence[str]
    floor: float
    """What the lower end of κ's interval has to be above."""
    labels: Sequence[Label] = ()
    """What reviewers say to answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a judge."""

    scores: Sequence[Score]
    """One an answer and metric; without values where the judge has no licence."""
    summaries: Sequence[Summary]
    licences: Sequence[Licence]


def judge_arms(
    judge: Judge, questions: Mapping[str, Sequence[Question]], answers: Mapping[str, Sequence[Answer]], terms: Terms
) -> Judged:
    """Licenses a judge and lets it score what it is licensed for; for nothing else is it asked.

    Args:
        judge: The judge.
        questions: Arm → the held-out questions, labelled for this arm.
        answers: Arm → its answers.
        terms: What is asked, and when it counts.

    Returns:
        Scores in the order of arms, questions and metrics, their summaries, and the licences.
    """
    metrics = judged_named(terms.metrics)
    hashed = prompt_hash(judge.embedder, held_to_form=judge.held_to_form)
    able = [metric for metric in metrics if not metric.embeds or judge.embed is not None]
    licences = license_judge(judge, able, hashed, terms.floor, terms.labels)
    barred = {metric.name: NO_EMBEDDER for metric in metrics if metric not in able}
    barred |= {licence.metric: licence.reason for licence in licences if licence.reason is not None}
    places = [place for arm, said in answers.items() for place in _places(arm, questions[arm], said, metrics)]
    measured = _measured(judge, places, barred)
    identity = name_with_hash(judge, hashed)
    scores = [
        Score(
            question_id=place.question.id,
            arm=place.arm,
            metric=place.metric.name,
            value=found.value,
            reason=found.reason,
            judge=identity,
        )
        for place, found in zip(places, measured, strict=True)
    ]
    return Judged(scores=scores, summaries=list(_summaries(places, scores)), licences=licences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A question of an arm and a metric: where one score belongs."""

    arm: str
    question: Question
    metric: JudgedMetric
    case: Case | None
    """None where the arm has no answer."""


def _places(
    arm: str, questions: Sequence[Question], answers: Sequence[Answer], metrics: Sequence[JudgedMetric]
) -> Iterator[_Place]:
    cases = {case.question.id: case for case in cases_of(questions, answers)}
    for question in questions:
        for metric in metrics:
            yield _Place(arm=arm, question=question, metric=metric, case=cases.get(question.id))


def _measured(judge: Judge, places: Sequence[_Place], barred: Mapping[str, str]) -> Iterator[Measured]:
    """Yields what each place measures; the judge is asked once, about all that it may be asked about."""
    asked = [place for place in places if place.case is not None and place.metric.name not in barred]
    said = iter(judge.converse([judgement(one.metric, one.case, judge) for one in asked if one.case is not None]))
    for place in places:
        if place.metric.name in barred:
            yield unscored(barred[place.metric.name])
        elif place.case is None:
            yield unscored(NO_ANSWER)
        else:
            yield next(said)


def _summaries(places: Sequence[_Place], scores: Sequence[Score]) -> Iterator[Summary]:
    by_name: dict[tuple[str, str], list[tuple[_Place, Score]]] = {}
    for place, score in zip(places, scores, strict=True):
        by_name.setdefault((place.arm, place.metric.name), []).append((place, score))
    for found in by_name.values():
        for language in LANGUAGES:
            told = [one for one in found if language in ("all", one[0].question.language)]
            yield _summary(language, told, found[0][0])


def _summary(language: str, found: Sequence[tuple[_Place, Score]], first: _Place) -> Summary:
    metric = first.metric
    given = [(score.value, place.question.group) for place, score in found if score.value is not None]
    lost = [place.question.group for place, score in found if failed(score)]
    # Failed judgements could have been anything: with one of them there is no mean, and the interval holds them all.
    worst, best = (
        mean(
            [*(value for value, _ in given), *(edge for _ in lost)],
            [*(group for _, group in given), *lost],
            low=metric.low,
            high=metric.high,
        )
        for edge in (metric.low, metric.high)
    )
    groups = {group for _, group in given}
    return Summary(
        arm=first.arm,
        metric=metric.name,
        language=language,
        value=None if lost else worst.value,
        low=worst.low,
        high=best.high,
        n=len(given),
        groups=len(groups),
        unscored=len(found) - len(given),
        reason=_why_no_mean(found, len(given), len(lost)),
    )


def _why_no_mean(found: Sequence[tuple[_Place, Score]], given: int, lost: int) -> str | None:
    if lost:
        return f"{lost} of {given + lost} judgements failed"
    if given:
        return None
    reasons = Counter(score.reason for _, score in found)
    return reasons.most_common(1)[0][0] if reasons else "there was nothing to judge"

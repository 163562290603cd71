"""The licence: a judge votes on a metric only where it was seen to agree with people.

It is found anew whenever answers are judged, from replies that are kept, and so it can belong to no other model and to
no other prompt.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from eval.judges.agreement import Agreement, Verdict, agreement
from eval.judges.calibration import calibration
from eval.judges.dialogue import Judge
from eval.judges.metrics import JudgedMetric, judgement
from eval.metrics.base import Case, Measured

REVIEWER = "reviewer"
"""The kind of an item that a reviewer labelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a reviewer says to one answer, by one metric."""

    metric: str
    case: Case
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What a judge got wrong."""

    item: str
    kind: str
    person: str
    """`yes` or `no`."""
    judge: str
    """`yes`, `no`, or why its judgement failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Whether one metric of one judge counts."""

    metric: str
    model: str
    prompt_hash: str
    floor: float
    kappa: float | None
    low: float | None
    high: float | None
    items: int
    """Items of the calibration set and labels of reviewers together."""
    groups: int
    failed: int
    """Judgements that failed; each counts as one that is wrong."""
    reviewers: int
    """Labels of reviewers among the items."""
    granted: bool
    reason: str | None
    """Why it is not."""
    wrong: tuple[Wrong, ...]


def license_judge(
    judge: Judge, metrics: Sequence[JudgedMetric], hashed: str, floor: float, labels: Sequence[Label] = ()
) -> list[Licence]:
    """Holds a judge against the calibration set and against reviewers' labels.

    Args:
        judge: The judge.
        metrics: What it is to be licensed for.
        hashed: The hash of its prompts.
        floor: What the lower end of κ's interval has to be above.
        labels: What reviewers say to answers, where they said something.

    Returns:
        One licence a metric, granted or not.
    """
    asked = [(metric, *one) for metric in metrics for one in _asked(metric, labels)]
    said: list[Measured] = judge.converse([judgement(metric, case, judge) for metric, case, _ in asked])
    verdicts: dict[str, list[Verdict]] = {metric.name: [] for metric in metrics}
    for (metric, _, verdict), measured in zip(asked, said, strict=True):
        yes = None if measured.value is None else metric.yes(measured.value)
        verdicts[metric.name].append(replace(verdict, said=yes, reason=measured.reason))
    return [_licence(name, found, _Terms(judge.model, hashed, floor)) for name, found in verdicts.items()]


class _Terms(NamedTuple):
    """Whose licence it is, and what it needs."""

    model: str
    prompt_hash: str
    floor: float


def _asked(metric: JudgedMetric, labels: Iterable[Label]) -> Iterator[tuple[Case, Verdict]]:
    """Yields what is judged with what a person says; the judge has not said anything yet."""
    for item in calibration():
        truth = item.truth(metric.name)
        if truth is not None:
            yield item.case, Verdict(id=item.id, kind=item.kind, group=item.group, truth=truth, said=None)
    for label in labels:
        if label.metric == metric.name and not isinstance(metric.row(label.case), Measured):
            question, arm = label.case.question, label.case.answer.arm
            name, group = f"{question.id} {arm}", f"reviewers {question.group}"
            yield label.case, Verdict(id=name, kind=REVIEWER, group=group, truth=label.yes, said=None)


def _licence(metric: str, verdicts: Sequence[Verdict], terms: _Terms) -> Licence:
    by_reviewers = [verdict for verdict in verdicts if verdict.kind == REVIEWER]
    failed = sum(verdict.said is None for verdict in verdicts)
    # Of a judge that said nothing at all there is no agreement to tell.
    found = agreement(verdicts if failed < len(verdicts) else ())
    reason = _why_not(found, agreement(by_reviewers), terms.floor)
    return Licence(
        metric=metric,
        model=terms.model,
        prompt_hash=terms.prompt_hash,
        floor=terms.floor,
        kappa=found.kappa,
        low=found.low,
        high=found.high,
        items=len(verdicts),
        groups=len({verdict.group for verdict in verdicts}),
        failed=failed,
        reviewers=len(by_reviewers),
        granted=reason is None,
        reason=reason,
        wrong=tuple(
            Wrong(item=one.id, kind=one.kind, person=_word(one.truth), judge=one.reason or _word(one.said is True))
            for one in verdicts
            if one.counted != one.truth
        ),
    )


def _why_not(found: Agreement, by_reviewers: Agreement, floor: float) -> str | None:
    if found.kappa is None or found.low is None or found.high is None:
        return "judge not licensed: it told nothing apart"
    if found.low <= floor:
        return f"judge not licensed: κ {found.kappa:.2f} [{found.low:.2f}, {found.high:.2f}] is not above {floor:g}"
    if by_reviewers.high is not None and by_reviewers.high <= floor:
        # Our own texts are easy; whoever knows the documents outweighs them.
        return f"judge not licensed: with reviewers its κ is {by_reviewers.kappa:.2f}, surely not above {floor:g}"
    return None


def _word(yes: bool) -> str:  # noqa: FBT001
    return "yes" if yes else "no"

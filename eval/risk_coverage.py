"""What an arm would get wrong if it answered only where it is surest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.base import Case
from eval.metrics.grounded import is_grounded
from eval.statistics import Estimate, Numbers, resampled


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What happens where every answer below a confidence is turned into a refusal."""

    confidence: float
    """The least that is still answered."""
    coverage: float
    """Share of all questions that are answered: [0, 1]."""
    risk: float
    """Share of these answers that are not grounded: [0, 1], lower is better."""


def risk_coverage(cases: Sequence[Case]) -> list[Point]:
    """Draws the risk–coverage curve of one arm (El-Yaniv and Wiener 2010).

    What the arm refuses by itself is covered at no confidence. Answers of one confidence share a point, so that the
    curve does not depend on their order.

    Args:
        cases: The arm's answers.

    Returns:
        The points from the surest on; none where an answer has no confidence.
    """
    surest = _by_confidence(cases)
    wrong = np.cumsum([not is_grounded(case) for case in surest])
    ends = _last_of_equals(surest)
    return [
        Point(
            confidence=surest[end].answer.confidence or 0.0,
            coverage=(end + 1) / len(cases),
            risk=float(wrong[end]) / (end + 1),
        )
        for end in sorted(set(ends))
    ]


def surest_of(points: Sequence[Point], share: float) -> Point:
    """Returns the point of the curve at which a share of the arm's own answers is given.

    Args:
        points: A curve; it must not be empty.
        share: Of the answers, (0, 1]; where answers of one confidence stand at the edge, all of them are given.

    Returns:
        The point; its confidence is the threshold.
    """
    wanted = share * points[-1].coverage
    return next(point for point in points if point.coverage >= wanted - 1e-9)


def aurc(cases: Sequence[Case]) -> Estimate:
    """Estimates the area under the curve, risk averaged over the answers from the surest on.

    Args:
        cases: The arm's answers.

    Returns:
        The area with a bootstrap interval over groups: [0, 1], lower is better. An arm whose confidence says nothing
        has the share of its answers that are not grounded.
    """
    surest = _by_confidence(cases)
    if not surest:
        reason = "an answer has no confidence" if any(not case.answer.refused for case in cases) else "nothing answered"
        return Estimate(value=None, low=None, high=None, n=0, groups=0, reason=reason)
    wrong = np.asarray([not is_grounded(case) for case in surest], dtype=np.float64)
    ends = np.asarray(_last_of_equals(surest))

    def area(weights: Numbers) -> Numbers:
        covered, lost = np.cumsum(weights, axis=1), np.cumsum(weights * wrong, axis=1)
        risk = np.divide(lost[:, ends], covered[:, ends], out=np.zeros_like(weights), where=covered[:, ends] > 0)
        total: Numbers = weights.sum(axis=1)
        found: Numbers = np.divide(
            (risk * weights).sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0
        )
        return found

    return resampled([case.question.group for case in surest], area)


def _by_confidence(cases: Sequence[Case]) -> list[Case]:
    answered = [case for case in cases if not case.answer.refused]
    if any(case.answer.confidence is None for case in answered):
        return []
    return sorted(answered, key=lambda case: (-(case.answer.confidence or 0.0), case.question.id))


def _last_of_equals(surest: Sequence[Case]) -> list[int]:
    ends = list(range(len(surest)))
    for place in range(len(surest) - 2, -1, -1):
        if surest[place].answer.confidence == surest[place + 1].answer.confidence:
            ends[place] = ends[place + 1]
    return ends

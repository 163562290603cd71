"""One metric of one answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A value in the metric's own range, or None with the reason why there is none; never NaN."""

    question_id: str
    arm: str
    metric: str
    value: float | None
    reason: str | None = None
    judge: str | None = None
    """Name and prompt hash of the judging model; None for metrics computed without one."""

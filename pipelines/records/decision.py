"""What the gate concluded, rule by rule."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["promoted", "rejected", "cannot_tell", "not_comparable", "not_measured"]

EXIT_CODES: dict[Verdict, int] = {
    "promoted": 0,
    "rejected": 10,
    "cannot_tell": 11,
    "not_comparable": 12,
    "not_measured": 13,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the gate."""

    name: str
    passed: bool | None
    """None: could not be decided."""
    found: str
    required: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict on one candidate, with the evidence it rests on."""

    verdict: Verdict
    reason: str
    rules: tuple[Rule, ...]
    candidate: str
    """Hash of the candidate's adapter."""
    champion: str | None
    """Hash of the champion's adapter; None when there is none yet."""
    best_baseline: str | None
    difference: float | None
    """Candidate − best baseline on the primary metric, paired by question."""
    low: float | None
    high: float | None
    p_value: float | None
    smallest_detectable: float | None
    """The smallest difference this many questions could have shown (two-sided α = .05, power = .8)."""
    more_questions: int | None
    """How many more questions the observed difference would need; None where it is clear already."""
    evidence: dict[str, str]
    """File → sha256 of what was judged."""

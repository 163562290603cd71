"""What a person said of one answer: the label that metrics and judges are checked against."""

from dataclasses import dataclass
from typing import Literal

ReviewedMetric = Literal["correctness", "faithfulness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's verdict on one metric of one answer, bound to the answer's text."""

    question_id: str
    arm: str
    answer_hash: str
    """sha256 of the answer's text: the same arm says something else after the next training."""
    metric: ReviewedMetric
    """`correctness`: it agrees with what is right; `faithfulness`: the sources shown support all of it."""
    value: float
    """1.0 for yes, 0.0 for no."""
    who: str
    """First 16 digits of the sha256 of the reviewer's name in the tracking store."""

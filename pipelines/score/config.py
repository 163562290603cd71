"""The configuration of `score`."""

from dataclasses import dataclass, field

from pipelines.answering.config import ArmsConfig
from pipelines.runtime.tracking import TrackingConfig
from pipelines.score.judge_config import JudgeConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreConfig:
    """How answers are scored; the metrics are always the same ones, all of them."""

    traces: bool = True
    """Files one trace a question and arm in the tracking store; about 4 seconds a hundred."""
    review_sample: int = 20
    """The candidate's answers, drawn at random, that people are asked to look at beside those that regressed; 0: none.
    With twenty verdicts an agreement of .9 has a 95% interval from .68 to .99."""
    judge: JudgeConfig = field(default_factory=JudgeConfig)
    """A model that scores besides; none by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one run of `score` needs to know."""

    arms: ArmsConfig = field(default_factory=ArmsConfig)
    score: ScoreConfig = field(default_factory=ScoreConfig)
    tracking: TrackingConfig = field(default_factory=TrackingConfig)
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Draws the answers that people review; intervals have a fixed seed, so that equal answers have equal intervals."""

"""The configuration of `score`."""

from dataclasses import dataclass, field

from pipelines.answering.config import ArmsConfig
from pipelines.runtime.tracking import TrackingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreConfig:
    """How answers are scored; the metrics are always the same ones, all of them."""

    traces: bool = True
    """Files one trace a question and arm in the tracking store; about 4 seconds a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one run of `score` needs to know."""

    arms: ArmsConfig = field(default_factory=ArmsConfig)
    score: ScoreConfig = field(default_factory=ScoreConfig)
    tracking: TrackingConfig = field(default_factory=TrackingConfig)
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Kept with the run; scoring draws from a fixed seed of its own, so that equal answers have equal intervals."""

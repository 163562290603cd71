"""The configuration of `promote`."""

from dataclasses import dataclass, field

from pipelines.answering.config import AnswerConfig
from pipelines.models.config import ModelConfig
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.tracking import TrackingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteConfig:
    """What a candidate must show. Raising a floor keeps more candidates out of the registry."""

    grounded: float = 0.3
    """Share of questions, 0 to 1: the lowest `grounded` of a challenger."""
    citation_precision: float = 0.6
    """Share of citations, 0 to 1: the lowest citation precision of a challenger."""
    refusal_f1: float = 0.4
    """0 to 1: the lowest refusal F1 of a challenger."""
    answered_deviation: float = 0.25
    """0 to 1: how far the answered ratio may be from its ideal, on either side."""
    champion_margin: float = 0.05
    """0 to 1: how much worse than the champion the lower end of the interval may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one run of `promote` needs to know; model, retrieval and answer are those the answers were written with."""

    model: ModelConfig
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    answer: AnswerConfig = field(default_factory=AnswerConfig)
    promote: PromoteConfig = field(default_factory=PromoteConfig)
    tracking: TrackingConfig = field(default_factory=TrackingConfig)
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Kept with the decision; the gate draws from a fixed seed of its own, so that equal scores decide alike."""

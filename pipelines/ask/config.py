"""The configuration of `ask`."""

from dataclasses import dataclass, field

from pipelines.answering.config import AnswerConfig
from pipelines.models.config import ModelConfig
from pipelines.retrieval.config import RetrievalConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `ask` needs to know; a champion brings its own model and answer settings."""

    question: str = ""
    """What is asked, a question a line; it may hold any character, and be typed as plain words without `question=`."""
    model: ModelConfig
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    answer: AnswerConfig = field(default_factory=AnswerConfig)
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Kept for all stages alike; decoding is greedy and draws nothing."""

"""The configuration of `answer`."""

from dataclasses import dataclass, field

from pipelines.answering.config import AnswerConfig
from pipelines.models.config import ModelConfig
from pipelines.retrieval.config import RetrievalConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one run of `answer` needs to know."""

    model: ModelConfig
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    answer: AnswerConfig = field(default_factory=AnswerConfig)
    arm: str = ""
    """Which arm answers, such as `candidate`; one run, one arm, one model in memory."""
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Kept with the run; decoding is greedy and draws nothing."""

"""The configuration of `index`."""

from dataclasses import dataclass, field

from pipelines.retrieval.config import RetrievalConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of `python -m pipelines.index`."""

    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    data_dir: str = "data"
    """The data folder."""
    seed: int = 7
    """Not used by `index`, which has nothing random; every stage has it."""

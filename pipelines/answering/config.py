"""Which arms a run compares, and how their answers are written."""

from dataclasses import dataclass, field
from typing import Literal

from pipelines.answering.engine_config import EngineConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsConfig:
    """The arms of a run."""

    names: tuple[str, ...] = ("extractive", "base_few_shot", "base", "candidate")
    """Names of the arms that are answered and scored; each model arm costs one pass over the questions."""
    folder: Literal["scores", "evaluation"] = "scores"
    """Where below the data folder their scores go; `promote` decides on `scores`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConfig:
    """How answers are written; decoding is always greedy."""

    max_new_tokens: int = 64
    """Tokens an answer may have; one that needs more is cut and marked `length`. A base model often writes them all."""
    batch_size: int = 128
    """Answers written together; raising it is faster and changes no answer. With the default model each takes about
    15 MB while it is written, less where questions share sources; larger models take more."""
    cite_shown_only: bool = False
    """Keeps a model from writing the handle of a source that is not shown; nothing else of its text changes."""
    quote: bool = False
    """Answers with the sentence of the sources that is nearest to the question, where the model answers at all and the
    sentence is in the question's language; false leaves the model its own words."""
    refuse_from: float = 0.5
    """Probability from which a model's refusal stands where answers are quoted, [0, 1]; lowering it refuses more, down
    to 0, where each stands. Greedy writing alone refuses where no single wording of an answer is as probable."""
    engine: EngineConfig = field(default_factory=EngineConfig)
    """An engine that answers instead of a model in this process."""

    def __post_init__(self) -> None:
        """Refuses what cannot be, or what only a model in this process can do.

        Raises:
            ValueError: Citations are to be constrained, and an engine is to answer, or a probability is none.
        """
        if not 0 <= self.refuse_from <= 1:
            raise ValueError(f"`refuse_from` is {self.refuse_from:g}, and it goes from 0 to 1")
        if self.cite_shown_only and self.engine.url:
            raise ValueError("`cite_shown_only` needs a model in this process, and `engine.url` is set")

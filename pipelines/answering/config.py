"""Which arms a run compares, and how their answers are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsConfig:
    """The arms of a run."""

    names: tuple[str, ...] = ("extractive", "base_few_shot", "base", "candidate")
    """Names of the arms that are answered and scored; each model arm costs one pass over the questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConfig:
    """How answers are written; decoding is always greedy."""

    max_new_tokens: int = 64
    """Tokens an answer may have; one that needs more is cut and marked `length`. A base model often writes them all."""
    batch_size: int = 128
    """Answers written together; raising it is faster and changes no answer. With the default model 109 at once take
    1.7 GB more than 32, and 3.2 GB more where worked examples stand in the prompt; larger models take more."""

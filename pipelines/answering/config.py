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
    """Answers written together; raising it is faster and changes no answer. With the default model each takes about
    15 MB while it is written, less where questions share sources; larger models take more."""
    cite_shown_only: bool = False
    """Keeps a model from writing the handle of a source that is not shown; nothing else of its text changes."""

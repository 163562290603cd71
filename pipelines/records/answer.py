"""What one arm said to one question."""

from dataclasses import dataclass
from typing import Literal

from pipelines.records.source import Source

FinishReason = Literal["stop", "length"]
IN_PROCESS = "transformers"
"""The engine of a model that was loaded in the process that answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer with everything that led to it. Wall time is kept apart, so that equal answers are equal bytes."""

    question_id: str
    arm: str
    text: str
    """The answer as a person sees it: citations are keys in square brackets."""
    citations: tuple[str, ...]
    """Keys cited, in order of first mention."""
    invented: tuple[str, ...]
    """What was cited but not shown, as the model wrote it."""
    refused: bool
    sources: tuple[Source, ...]
    """In prompt order; empty for the closed book."""
    model: str
    """Name of the base model; `extractive` where none was used."""
    prompt_hash: str
    adapter_hash: str | None
    index_hash: str
    finish_reason: FinishReason
    """`length`: the answer was cut at the token limit."""
    prompt_tokens: int
    completion_tokens: int
    golden_rank: int | None = None
    """Rank, from 1, of the first golden section in what retrieval found; 0: not among the first 50; None: the sources
    are not what retrieval found, or the question has no golden section."""
    confidence: float | None = None
    """Mean log-probability of the tokens written, the end token among them, as greedy decoding saw them before any
    constraint: at most 0, higher is surer. None where no model wrote the answer, or its engine does not tell. Two
    decimals hide what other answers in a batch move; a value on the edge between two may still fall to either side."""
    engine: str | None = None
    """What ran the model: `transformers` in this process, else what the endpoint says of itself or is called by the
    configuration, such as `vllm 0.11.0`. None where no model was used."""
    dtype: str | None = None
    """What the engine computes in or keeps weights in, such as `float32`; None where it does not tell."""

    @property
    def written_by(self) -> str:
        """Engine and dtype in words; an empty text where no model was used."""
        return f"{self.engine} ({self.dtype or 'dtype unknown'})" if self.engine else ""

"""What can be configured about an engine that answers instead of a model in this process."""

from dataclasses import dataclass
from typing import Literal

from pipelines.models.address import problem_with
from pipelines.records.answer import IN_PROCESS


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """An engine behind an endpoint that writes the answers of every arm with a model; none by default."""

    url: str = ""
    """An OpenAI-compatible endpoint up to its version, such as `http://localhost:8000/v1` of vLLM; questions and the
    sources shown are sent there and nowhere else. Empty: the model is loaded in this process."""
    base: str = ""
    """What the endpoint calls the base model."""
    candidate: str = ""
    """What it calls the base model with the candidate's adapter. It stays with a promoted model: give every adapter a
    name of its own."""
    champion: str = ""
    """What it calls the base model with the champion's adapter."""
    name: str = ""
    """What records call the engine; empty: what it says of itself, with its version."""
    dtype: str = ""
    """What records say it computes in, such as `bfloat16`; empty: what it says itself, which most do not."""
    prompt: Literal["tokens", "text"] = "tokens"
    """`tokens` sends a prompt as the tokens that this process would read; `text` as one text, for engines such as
    Ollama that take nothing else and may cut it into other tokens."""
    api_key_env: str = ""
    """Name of the environment variable that holds the key, never the key itself; empty: the endpoint needs none."""
    concurrency: int = 8
    """Calls at a time; as many as the endpoint works on at once keep it busy. On some engines what else is in a batch
    moves an answer: 1 keeps that out."""
    timeout: float = 300
    """Seconds for one call; one that takes longer is made again."""
    retries: int = 5
    """Times a call is made again when the endpoint is busy, fails or takes too long; the waits in between grow."""

    def __post_init__(self) -> None:
        """Refuses an engine that cannot be asked.

        Raises:
            ValueError: A value is missing or out of its range.
        """
        named = [key for key in ("base", "candidate", "champion") if getattr(self, key)]
        problem = problem_with(self.url, "named" if self.url else "")
        if self.url and not named:
            problem = "`url` is set, and none of `base`, `candidate` and `champion`: name what the endpoint serves"
        if named and not self.url:
            problem = f"`{named[0]}` is set and `url` is not"
        if self.name == IN_PROCESS:
            problem = f"`name` is `{IN_PROCESS}`, which records call a model in this process: `{IN_PROCESS} serve`"
        if self.concurrency < 1 or self.timeout <= 0 or self.retries < 0:
            problem = "`concurrency` goes from 1, `retries` from 0, and `timeout` is above 0"
        if problem is not None:
            raise ValueError(problem)

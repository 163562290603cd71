"""The `train` group of the configuration, and what the stage reads of the others."""

from dataclasses import dataclass

from pipelines.models.config import ModelConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """How an adapter is trained."""

    epochs: int = 1
    """Passes over all examples; time grows with it, and so does learning by heart."""
    learning_rate: float = 5e-4
    """Peak of the cosine schedule; too high forgets the language, too low leaves the format unlearnt."""
    warmup: float = 0.1
    """Share of the steps in which the rate rises to its peak, [0, 1)."""
    rank: int = 16
    """Rank of the adapter's matrices; size and time of the adapter grow with it."""
    alpha: int = 32
    """Strength of the adapter: its output is multiplied by alpha / rank."""
    dropout: float = 0.0
    """Share of the adapter's inputs that are zeroed in training, [0, 1); more slows learning by heart, and learning."""
    rehearsal: int = 24
    """Source sets of the starter's own practice that are learnt again among a company's; fewer forgets how people ask,
    more takes longer. No more than the starter brings; none without a starter."""
    token_budget: int = 150_000
    """Tokens that one pass computes at most, a source set's sources once; the embedded models take 12 to 20 minutes
    for as many on two cores. Of a company's source sets those with most questions are then learnt from; 0: all."""
    batch_rows: int = 2
    """Source sets in one optimizer step; more is steadier and gives fewer steps. Memory stays the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Configuration of the stage."""

    model: ModelConfig
    train: TrainConfig
    data_dir: str = "data"
    """Folder of everything that is read and made."""
    seed: int = 7
    """Of the adapter's first weights and of the order of the rows."""

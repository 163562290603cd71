"""What an adapter is, where it came from, and what it may be used for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterCard:
    """Everything needed to load an adapter again and to know what it learned from."""

    base_model: str
    base_hash: str
    """sha256 of the base model's weights."""
    licence: str
    template: str
    """Name of the turn template the adapter was trained with."""
    prompt_hash: str
    dataset_hash: str
    audience: str
    adapter_hash: str
    """sha256 of the adapter's weights."""
    starter_hash: str | None = None
    """sha256 of the weights that training started from; None: from nothing."""
    rehearsed: int = 0
    """Examples of the starter's own practice that were learnt again; `examples` does not count them."""
    rank: int
    alpha: int
    target_modules: tuple[str, ...]
    seed: int
    epochs: int
    learning_rate: float
    examples: int
    source_sets: int
    computed_tokens: int
    """Tokens that passed through the model in one epoch; a shared prefix counts once."""
    supervised_tokens: int
    """Tokens with a loss in one epoch."""
    longest_row: int
    """Tokens of the longest packed row."""
    steps: int
    first_loss: float
    last_loss: float
    validation_loss: float | None

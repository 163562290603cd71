"""Lengths in training, in tokens of the model that is to be trained, beside the limit that training keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.dataset.card.markdown import share, table
from pipelines.models.config import ModelConfig
from pipelines.models.lengths import SetLength, set_lengths
from pipelines.models.tokenizer import load_tokenizer
from pipelines.records.example import Example
from pipelines.runtime.errors import UserError

_NEAR = 0.8
_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Source sets in tokens, or why they could not be counted."""

    model: str
    limit: int = 0
    sets: tuple[SetLength, ...] = ()
    missing: str = ""
    """Why there are none."""

    @property
    def rows(self) -> list[int]:
        """Tokens of each source set with its questions, ascending."""
        return sorted(one.row for one in self.sets)

    @property
    def alone(self) -> list[int]:
        """Tokens of each example by itself, ascending."""
        return sorted(length for one in self.sets for length in one.alone)

    @property
    def too_long(self) -> list[SetLength]:
        """Source sets that training refuses."""
        return [one for one in self.sets if one.row > self.limit]


def lengths(examples: Sequence[Example], config: ModelConfig, models_dir: Path) -> Lengths:
    """Counts the tokens of examples, where the model's tokenizer can be had.

    Args:
        examples: The training examples.
        config: The model that is to be trained.
        models_dir: Where embedded models are kept.

    Returns:
        The lengths; a model that is not there leaves the reason in their place.
    """
    if not config.name:
        return Lengths(model="", missing="no model is configured")
    try:
        tokenizer = load_tokenizer(config, models_dir)
    except UserError as error:
        return Lengths(model=config.name, missing="; ".join((error.message, *error.details)))
    return Lengths(model=config.name, limit=tokenizer.max_length, sets=tuple(set_lengths(examples, tokenizer)))


def lengths_part(found: Lengths, examples: Sequence[Example]) -> str:
    """Returns the card's part on lengths."""
    shown = [sum(len(source.text) for source in example.sources) for example in examples]
    header = ("", "half have at most", "nine of ten have at most", "longest")
    characters = [
        _spread("sources shown, in characters", shown),
        _spread("answer, in characters", [len(example.answer) for example in examples]),
    ]
    if found.missing or not found.sets:
        why = found.missing or "there are no examples"
        return f"Tokens are not counted, since the tokenizer could not be had: {why}.\n\n{table(header, characters)}"
    prefixes = sum(one.shared for one in found.sets)
    computed, alone = sum(found.rows), sum(found.alone)
    tokens = [
        _spread("source set with its questions, in tokens", found.rows),
        _spread("one example alone, in tokens", found.alone),
    ]
    return "\n\n".join(
        [
            f"Counted with the tokenizer of {found.model}, over the prompt as it is rendered and its answer. Training "
            f"lays a source set out as one row, and refuses rows above {found.limit:,} tokens; nothing is cut off.",
            table(header, [*tokens, *characters]),
            _limit(found),
            f"An epoch computes {computed:,} tokens, {prefixes:,} of them rules and sources that the questions of a "
            f"set share; examples one by one would take {alone:,} ({alone / computed:.1f} times as many).",
        ]
    )


def _limit(found: Lengths) -> str:
    near = sum(1 for row in found.rows if _NEAR * found.limit < row <= found.limit)
    longest = found.rows[-1]
    text = (
        f"The longest row has {longest:,} tokens, {share(longest, found.limit)} of the limit; {near:,} of "
        f"{len(found.rows):,} are within a fifth of it, and {len(found.too_long):,} above it."
    )
    if not found.too_long:
        return text
    named = ", ".join(f"`{one.name}` ({one.row:,})" for one in found.too_long[:_NAMED])
    return (
        f"{text} **Training will refuse these**: {named}. Raise `model.max_length` up to what the model can read, or "
        "lower `retrieval.sources` or `dataset.questions_per_set`."
    )


def _spread(name: str, numbers: Sequence[int]) -> tuple[str, ...]:
    ordered = sorted(numbers) or [0]
    picked = (ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10], ordered[-1])
    return (name, *(f"{number:,}" for number in picked))

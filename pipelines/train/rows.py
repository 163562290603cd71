"""Examples that show the same sources, laid out as one row that reads the sources once.

    tokens     rules sources | question 1 answer 1 | question 2 answer 2 | …
    branch     0 0 0 0 0 0 0 | 1 1 1 1 1 1 1 1 1 1 | 2 2 2 2 2 2 2 2 2 2 |
    position   0 … p-1       | p p+1 …             | p p+1 …             |

A branch sees the shared part and itself, and its positions go on from the shared part, so that loss and gradients are
those of separate rows. The last token of an answer is only predicted, never read, and so is not part of the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.language.prompt import label, render
from pipelines.models.base import LoadedModel
from pipelines.models.tokens import control_tokens, encode_completion, encode_prompt
from pipelines.records import Example
from pipelines.runtime.errors import UserError

NO_LABEL = -100
SHOWN = 5
"""Rows an error names before it only counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One source set with all its questions."""

    examples: tuple[str, ...]
    """Ids, in branch order."""
    tokens: tuple[int, ...]
    branches: tuple[int, ...]
    positions: tuple[int, ...]
    labels: tuple[int, ...]
    """The token to be written next, where an answer is written; elsewhere `NO_LABEL`."""
    prompt_lengths: tuple[int, ...]
    """Tokens of each example's whole prompt."""

    @property
    def supervised(self) -> int:
        """How many tokens have a loss."""
        return sum(label != NO_LABEL for label in self.labels)

    def columns(self) -> dict[str, Any]:
        """Returns what the trainer's data set holds of a row."""
        return {name: list(getattr(self, name)) for name in ("tokens", "branches", "positions", "labels")}


def build_rows(examples: Sequence[Example], loaded: LoadedModel) -> list[Row]:
    """Lays out examples as rows, one for each source set.

    Args:
        examples: What to learn.
        loaded: The model they are for.

    Returns:
        The rows in the order in which their source sets come first; nothing is ever cut off.

    Raises:
        UserError: A row is longer than the model's limit, or one source set shows different sources.
    """
    sets: dict[str, list[Example]] = {}
    for example in examples:
        sets.setdefault(example.source_set, []).append(example)
    marks = control_tokens(loaded.tokenizer)
    rows = [_row(members, loaded, marks) for members in sets.values()]
    too_long = [row for row in rows if len(row.tokens) > loaded.max_length]
    if too_long:
        raise UserError(
            f"{len(too_long)} of {len(rows)} source sets are too long for the model {loaded.name}, which takes "
            f"{loaded.max_length} tokens; nothing is cut off",
            details=[f"{len(row.tokens)} tokens: examples {', '.join(row.examples)}" for row in too_long[:SHOWN]],
            hint="raise `model.max_length=`, or make the dataset again with fewer or shorter sources",
        )
    return rows


def _row(members: Sequence[Example], loaded: LoadedModel, marks: tuple[str, ...]) -> Row:
    shared, _ = _prompt(members[0], loaded, marks)
    tokens, branches, positions = list(shared), [0] * len(shared), list(range(len(shared)))
    labels, prompt_lengths = [NO_LABEL] * len(shared), []
    for branch, example in enumerate(members, 1):
        prefix, question = _prompt(example, loaded, marks)
        if prefix != shared:
            raise UserError(f"the examples of source set {example.source_set} show different sources")
        answer = encode_completion(loaded.tokenizer, _label(example, marks), loaded.template)
        read = question + answer[:-1]
        tokens += read
        branches += [branch] * len(read)
        positions += range(len(shared), len(shared) + len(read))
        labels += [NO_LABEL] * (len(question) - 1) + answer
        prompt_lengths.append(len(shared) + len(question))
    return Row(
        examples=tuple(example.id for example in members),
        tokens=tuple(tokens),
        branches=tuple(branches),
        positions=tuple(positions),
        labels=tuple(labels),
        prompt_lengths=tuple(prompt_lengths),
    )


def _prompt(example: Example, loaded: LoadedModel, marks: tuple[str, ...]) -> tuple[list[int], list[int]]:
    prompt = render(example.question, example.sources, control_tokens=marks)
    rules, sources, question = encode_prompt(loaded.tokenizer, prompt, loaded.template)
    return rules + sources, question


def _label(example: Example, marks: tuple[str, ...]) -> str:
    try:
        return label(example.answer, example.sources, control_tokens=marks)
    except ValueError as error:
        raise UserError(f"the example {example.id} cites a source that it does not show") from error

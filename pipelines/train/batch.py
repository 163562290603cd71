"""Rows as tensors with the masks that keep their branches apart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipelines.models.masks import attention_masks
from pipelines.train.rows import NO_LABEL

PADDING = -1
"""The branch of padding; it belongs to none."""


def collator(config: Any, dtype: Any) -> Callable[[Sequence[Mapping[str, Any]]], dict[str, Any]]:  # noqa: ANN401
    """Returns what makes one batch of several rows' columns.

    Args:
        config: The model's configuration.
        dtype: The dtype of its attention scores.

    Returns:
        A function from rows to the arguments of the model, and `labels`.
    """

    def collate(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        width = max(len(row["tokens"]) for row in rows)
        positions = _padded(rows, "positions", width, 0)
        visible, distance = _relations(_padded(rows, "branches", width, PADDING), positions)
        return {
            "input_ids": _padded(rows, "tokens", width, 0),
            "position_ids": positions,
            "attention_mask": attention_masks(config, visible, distance, dtype),
            "labels": _padded(rows, "labels", width, NO_LABEL),
        }

    return collate


def labelled_logits(model: Any, batch: Mapping[str, Any]) -> tuple[Any, Any]:  # noqa: ANN401
    """Runs a model over a batch, its head over the labelled positions only.

    Returns:
        Logits, labelled tokens × vocabulary, and their labels.
    """
    inputs = {name: value for name, value in batch.items() if name != "labels"}
    labelled = batch["labels"] != NO_LABEL
    logits = model(**inputs, use_cache=False, logits_to_keep=labelled).logits
    return logits, batch["labels"][labelled]


def summed_loss(model: Any, batch: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Returns the cross entropy summed over the labelled tokens of a batch, in nats."""
    import torch

    logits, labels = labelled_logits(model, batch)
    return torch.nn.functional.cross_entropy(logits.float(), labels, reduction="sum")


def on_device(batch: Mapping[str, Any], device: Any) -> dict[str, Any]:  # noqa: ANN401
    """Returns a batch with its tensors, masks by layer type included, on a device."""
    return {
        name: on_device(value, device) if isinstance(value, Mapping) else value.to(device)
        for name, value in batch.items()
    }


def _padded(rows: Sequence[Mapping[str, Any]], column: str, width: int, filler: int) -> Any:  # noqa: ANN401
    import torch

    return torch.tensor([[*row[column], *[filler] * (width - len(row[column]))] for row in rows])


def _relations(branches: Any, positions: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Returns who may see whom, and from how far: rows × queries × keys."""
    query, key = branches[:, :, None], branches[:, None, :]
    distance = positions[:, :, None] - positions[:, None, :]
    return ((key == 0) | (key == query)) & (distance >= 0), distance

"""Attention masks from true positions, for training and for answering alike.

A row may hold a shared prefix, several branches with restarted positions, or padding. What a token sees follows from
two tables alone: which keys are visible to it, and how far back they stand by position. A sliding window counts that
distance, not the place in the row, so that sharing and padding change nothing.
"""

from typing import Any

FULL = "full_attention"
SLIDING = "sliding_attention"


def attention_masks(config: Any, visible: Any, distance: Any, dtype: Any) -> Any:  # noqa: ANN401
    """Builds what a decoder takes as its `attention_mask`.

    Args:
        config: The model's configuration.
        visible: Booleans, rows × queries × keys: which keys a query may see, were there no window.
        distance: Integers of the same shape: the query's position minus the key's.
        dtype: The dtype of the attention scores.

    Returns:
        A mask added to the scores, rows × 1 × queries × keys; by layer type for models that mix types.
    """
    window = getattr(config, "sliding_window", None)
    full = _added(visible, dtype)
    sliding = _added(visible & (distance < window), dtype) if window else full
    if getattr(config, "layer_types", None) is None:
        return sliding
    return {kind: sliding if kind == SLIDING else full for kind in sorted(set(config.layer_types))}


def causal_masks(config: Any, queries: Any, keys: Any, dtype: Any) -> Any:  # noqa: ANN401
    """Builds the masks of plain rows from the positions of queries and keys, each rows × tokens.

    A key whose position lies behind every query, such as padding at `HIDDEN`, is seen by none.
    """
    distance = queries[:, :, None] - keys[:, None, :]
    return attention_masks(config, distance >= 0, distance, dtype)


HIDDEN = 1 << 40
"""A position no query reaches."""


def _added(visible: Any, dtype: Any) -> Any:  # noqa: ANN401
    import torch

    # The lowest finite value: a query that sees nothing, as padding may, then gives numbers and not NaN.
    mask = torch.zeros(visible.shape, dtype=dtype, device=visible.device)
    return mask.masked_fill_(~visible, torch.finfo(dtype).min)[:, None]

"""How sure a model is of what it wrote, told by the logits that it chose from; nothing is read for it again."""

from collections.abc import Sequence
from typing import Any

DECIMALS = 2
"""Digits of a confidence: few enough to hide what other rows in a batch move; see docs/decisions/confidence.md."""
ROWS = 8
"""Rows at once: their copies stay in the processor's cache, where 128 rows took five times as long."""


def log_probabilities(logits: Any, tokens: Any) -> list[float]:  # noqa: ANN401
    """Returns the log-probability of one token in each row.

    Args:
        logits: A tensor, rows × vocabulary, of any floating type; the sums are those of float32.
        tokens: A tensor, rows: the tokens.

    Returns:
        One value a row, at most 0.
    """
    import torch

    told = [
        part.float().log_softmax(dim=-1).gather(1, of_part[:, None])
        for part, of_part in zip(logits.split(ROWS), tokens.split(ROWS), strict=True)
    ]
    return [min(0.0, value) for value in torch.cat(told)[:, 0].tolist()]


def confidence_of(told: Sequence[float]) -> float:
    """Returns the mean of log-probabilities, rounded so that an answer's batch does not show.

    >>> confidence_of([-0.25, -0.5])
    -0.38
    """
    # 0.0 is added since -0.0 would be another text.
    return round(sum(told) / len(told), DECIMALS) + 0.0

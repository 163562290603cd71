"""Who sees whom, by position."""

from typing import Any

import pytest

from pipelines.models.masks import HIDDEN, causal_masks


class Settings:
    """A model's configuration as far as masks ask for it."""

    def __init__(self, window: int | None = None, kinds: list[str] | None = None) -> None:
        self.sliding_window = window
        if kinds:
            self.layer_types = kinds


def seen(mask: Any) -> list[list[int]]:
    """Returns the keys each query of the first row sees."""
    return [[place for place, value in enumerate(row) if value == 0] for row in mask[0, 0].tolist()]


def masks(settings: Settings, queries: list[int], keys: list[int]) -> Any:
    """Returns the masks of one row."""
    import torch

    return causal_masks(settings, torch.tensor([queries]), torch.tensor([keys]), torch.float32)


def test_a_token_sees_itself_and_what_stands_before_it() -> None:
    assert seen(masks(Settings(), [0, 1, 2], [0, 1, 2])) == [[0], [0, 1], [0, 1, 2]]


def test_padding_is_seen_by_none_wherever_it_stands() -> None:
    assert seen(masks(Settings(), [2], [0, 1, HIDDEN, HIDDEN, 2])) == [[0, 1, 4]]


def test_a_window_counts_positions_and_not_places() -> None:
    assert seen(masks(Settings(window=2), [5], [3, 4, HIDDEN, HIDDEN, HIDDEN, 5])) == [[1, 5]]


def test_mixed_layers_get_a_mask_for_each_type() -> None:
    both = masks(Settings(window=2, kinds=["sliding_attention", "full_attention"]), [3], [0, 1, 2, 3])
    assert seen(both["full_attention"]) == [[0, 1, 2, 3]]
    assert seen(both["sliding_attention"]) == [[2, 3]]


@pytest.mark.parametrize("window", [None, 3])
def test_a_query_that_sees_nothing_gives_numbers(window: int | None) -> None:
    import torch

    mask = masks(Settings(window=window), [0], [HIDDEN, HIDDEN])
    assert torch.softmax(mask, dim=-1).isfinite().all()

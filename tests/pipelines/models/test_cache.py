"""The cache holds what it was given, in order, for the rows that stay."""

from typing import Any

from pipelines.models.cache import KeyValues


def block(rows: int, tokens: int, value: float) -> Any:
    """Returns keys or values of one number."""
    import torch

    return torch.full((rows, 2, tokens, 3), value)


def test_new_tokens_come_after_the_earlier_ones() -> None:
    cache = KeyValues(4)
    cache.update(block(1, 2, 1.0), block(1, 2, 5.0), 0)
    keys, values = cache.update(block(1, 1, 2.0), block(1, 1, 6.0), 0)
    assert keys[0, 0, :, 0].tolist() == [1.0, 1.0, 2.0]
    assert values[0, 1, :, 2].tolist() == [5.0, 5.0, 6.0]
    assert cache.get_seq_length() == 3


def test_layers_are_kept_apart() -> None:
    cache = KeyValues(4)
    cache.update(block(1, 2, 1.0), block(1, 2, 1.0), 0)
    assert cache.get_seq_length(1) == 0


def test_a_shared_cache_is_copied_for_every_row_and_stays_as_it_is() -> None:
    shared = KeyValues(2)
    shared.update(block(1, 2, 1.0), block(1, 2, 1.0), 0)
    copy = shared.expanded(3, 5)
    keys, _ = copy.update(block(3, 1, 9.0), block(3, 1, 9.0), 0)
    assert keys[:, 0, :, 0].tolist() == [[1.0, 1.0, 9.0]] * 3
    assert shared.get_seq_length() == 2


def test_only_the_rows_kept_go_on() -> None:
    import torch

    cache = KeyValues(3)
    cache.update(torch.arange(3.0)[:, None, None, None].expand(3, 2, 1, 3), block(3, 1, 0.0), 0)
    cache.keep(torch.tensor([2, 0]))
    keys, _ = cache.update(block(2, 1, 7.0), block(2, 1, 7.0), 0)
    assert keys[:, 0, :, 0].tolist() == [[2.0, 7.0], [0.0, 7.0]]


def test_rows_read_apart_stand_in_the_whole_cache_and_the_columns_they_leave_are_zero() -> None:
    shared = KeyValues(1)
    shared.update(block(1, 1, 1.0), block(1, 1, 1.0), 0)
    cache = shared.expanded(2, 4)
    cache.rows(0, 1).update(block(1, 2, 2.0), block(1, 2, 2.0), 0)
    cache.rows(1, 2).update(block(1, 1, 3.0), block(1, 1, 3.0), 0)
    cache.skip_to(3)
    keys, _ = cache.update(block(2, 1, 9.0), block(2, 1, 9.0), 0)
    assert keys[:, 0, :, 0].tolist() == [[1.0, 2.0, 2.0, 9.0], [1.0, 3.0, 0.0, 9.0]]

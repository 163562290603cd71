"""Levels hold what they were given, and rows find their line again whatever became of the others."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.models.cache import A_LINE_EACH, Level, Reading, lines_of


def block(rows: int, tokens: int, value: float) -> Any:
    """Returns keys or values of one number."""
    import torch

    return torch.full((rows, 2, tokens, 3), value)


def test_what_is_read_first_stands_first() -> None:
    level = Level(1, 4)
    segments, _ = Reading(level, [], rows=(0, 1), width=2).update(block(1, 2, 1.0), block(1, 2, 5.0), 0)
    assert segments[0].keys[0, 0, :, 0].tolist() == [1.0, 1.0]
    assert segments[0].values[0, 1, :, 2].tolist() == [5.0, 5.0]


def test_each_row_goes_on_at_its_own_column_and_writes_over_what_it_gave_up() -> None:
    import torch

    level = Level(2, 4)
    Reading(level, [], rows=(0, 2), width=2).update(block(2, 2, 1.0), block(2, 2, 1.0), 0)
    later = Reading(level, [], rows=(0, 2), columns=torch.tensor([[1, 2], [2, 3]]), width=4)
    segments, _ = later.update(block(2, 2, 7.0), block(2, 2, 7.0), 0)
    assert segments[0].keys[:, 0, :, 0].tolist() == [[1.0, 7.0, 7.0, 0.0], [1.0, 1.0, 7.0, 7.0]]


def test_layers_are_kept_apart() -> None:
    level = Level(1, 2)
    for layer in (0, 1):
        Reading(level, [], rows=(0, 1), width=2).update(block(1, 2, 1.0 + layer), block(1, 2, 0.0), layer)
    assert [float(level.of_layer(layer)[0].max()) for layer in (0, 1)] == [1.0, 2.0]


def test_rows_read_apart_stand_in_the_whole_level() -> None:
    level = Level(2, 3)
    Reading(level, [], rows=(0, 1), width=3).update(block(1, 3, 1.0), block(1, 3, 1.0), 0)
    Reading(level, [], rows=(1, 2), width=1).update(block(1, 1, 2.0), block(1, 1, 2.0), 0)
    assert level.of_layer(0)[0][:, 0, :, 0].tolist() == [[1.0, 1.0, 1.0], [2.0, 0.0, 0.0]]


def test_levels_below_are_seen_first_and_stay_as_they_are() -> None:
    shared, own = Level(1, 2), Level(3, 1)
    Reading(shared, [], rows=(0, 1), width=2).update(block(1, 2, 1.0), block(1, 2, 1.0), 0)
    lines = lines_of([0, 0, 0], 1, "cpu")
    segments, _ = Reading(own, [(shared, lines)], rows=(0, 3), width=1).update(block(3, 1, 9.0), block(3, 1, 9.0), 0)
    assert [tuple(part.keys.shape) for part in segments] == [(1, 2, 2, 3), (3, 2, 1, 3)]
    assert float(shared.of_layer(0)[0].max()) == 1.0


def test_only_the_lines_kept_go_on() -> None:
    import torch

    level = Level(3, 1)
    numbers = torch.arange(3.0)[:, None, None, None].expand(3, 2, 1, 3)
    Reading(level, [], rows=(0, 3), width=1).update(numbers, numbers, 0)
    level.keep(torch.tensor([2, 0]))
    assert level.of_layer(0)[0][:, 0, 0, 0].tolist() == [2.0, 0.0]
    assert level.lines == 2


def test_rows_on_lines_of_their_own_need_no_arranging() -> None:
    assert lines_of([0, 1, 2], 3, "cpu") is A_LINE_EACH


@given(st.lists(st.integers(0, 6), min_size=1, max_size=25), st.integers(7, 9))
def test_every_row_stands_in_a_slice_over_its_own_line(of_row: list[int], count: int) -> None:
    lines = lines_of(of_row, count, "cpu")
    if lines.of_row is None:
        pytest.fail("there are more lines than rows stand on")
    laid_out = [
        (line, row)
        for first, last, members in lines.slices
        for line, rows in zip(range(first, last), members.tolist(), strict=True)
        for row in rows
    ]
    assert [laid_out[place] for place in lines.places.tolist()] == [(line, row) for row, line in enumerate(of_row)]

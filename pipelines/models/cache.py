"""Keys and values of the tokens read so far, in levels: what rows share is kept once, and each row's own behind it.

    level 0   rules                         one line
    level 1   sources of set 1 │ of set 2   a line a set
    level 2   question, answer │ …          a line a row

`transformers` has caches whose rows share nothing; there a shared start is copied for every row, and every step of
every row reads its copy again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Which line of a level each row of a batch stands on."""

    of_row: Any
    """A tensor: the line of each row; None where row n stands on line n, and nothing of the rest is needed."""
    slices: tuple[tuple[int, int, Any], ...] = ()
    """First line, last line and the rows on each of them: lines × most rows, padded with row 0."""
    places: Any = None
    """A tensor: where each row stands in the slices laid end to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One level's keys and values for one layer, each lines × heads × tokens × width."""

    keys: Any
    values: Any
    lines: Lines


class Level:
    """Room for the keys and values of lines of tokens, in every layer.

    Args:
        lines: How many lines there are.
        room: Tokens a line can hold.
    """

    def __init__(self, lines: int, room: int) -> None:
        self.lines = lines
        self.room = room
        self._layers: dict[int, tuple[Any, Any]] = {}

    def of_layer(self, layer: int, like: Any = None) -> tuple[Any, Any]:  # noqa: ANN401
        """Returns keys and values of a layer; made where there are none, for tokens such as those given."""
        if layer not in self._layers:
            heads, width = like.shape[1], like.shape[3]
            # Zeros, since a hidden column that held no number would make every answer none.
            self._layers[layer] = (
                like.new_zeros((self.lines, heads, self.room, width)),
                like.new_zeros((self.lines, heads, self.room, width)),
            )
        return self._layers[layer]

    def keep(self, lines: Any) -> None:  # noqa: ANN401
        """Keeps some lines only, given as a tensor of their places."""
        self.lines = len(lines)
        for layer, (keys, values) in self._layers.items():
            self._layers[layer] = (keys.index_select(0, lines), values.index_select(0, lines))


class Reading:
    """What a decoder takes as its cache for one pass: it adds to one level, and sees the levels below.

    Args:
        level: Where the tokens of the pass go.
        below: The levels before it, each with the lines on which the rows of the pass stand.
        rows: The lines of `level` that are the rows of the pass: from, to.
        columns: A tensor, rows × tokens: where each token goes in its line; None: from the first column on.
        width: How many columns of `level` there are to see.
    """

    def __init__(
        self,
        level: Level,
        below: Sequence[tuple[Level, Lines]],
        *,
        rows: tuple[int, int],
        columns: Any = None,  # noqa: ANN401
        width: int,
    ) -> None:
        self._level = level
        self._below = below
        self._rows = rows
        self._columns = columns
        self._width = width

    def update(self, keys: Any, values: Any, layer: int, *_: Any, **__: Any) -> tuple[list[Segment], None]:  # noqa: ANN401
        """Adds a layer's new keys and values, each rows × heads × tokens × width, and returns all that is visible."""
        import torch

        own = [part[slice(*self._rows)] for part in self._level.of_layer(layer, keys)]
        for part, new in zip(own, (keys, values), strict=True):
            if self._columns is None:
                part[:, :, : new.shape[2]] = new
            else:
                each = torch.arange(len(part), device=part.device)[:, None]
                part[each, :, self._columns] = new.transpose(1, 2)
        own_keys, own_values = (part[:, :, : self._width] for part in own)
        return [*self._lower(layer), Segment(keys=own_keys, values=own_values, lines=A_LINE_EACH)], None

    def _lower(self, layer: int) -> list[Segment]:
        found = ((*level.of_layer(layer), lines) for level, lines in self._below)
        return [Segment(keys=keys, values=values, lines=lines) for keys, values, lines in found]


A_LINE_EACH = Lines(of_row=None)


def lines_of(of_row: Sequence[int], count: int, device: Any) -> Lines:  # noqa: ANN401
    """Arranges rows by the line they stand on, so that a line's keys are read once for all of its rows.

    Args:
        of_row: The line of each row.
        count: How many lines the level has; a line may have lost its rows.
        device: Where the tensors are to be.

    Returns:
        The lines, neighbours with about as many rows taken together.
    """
    import torch

    if list(of_row) == list(range(count)):
        return A_LINE_EACH
    on: list[list[int]] = [[] for _ in range(count)]
    for row, line in enumerate(of_row):
        on[line].append(row)
    slices: list[tuple[int, int, Any]] = []
    places, offset = [0] * len(of_row), 0
    for first, last in _runs([len(rows) for rows in on]):
        most = max(len(rows) for rows in on[first:last])
        padded = [[*rows, *[0] * (most - len(rows))] for rows in on[first:last]]
        slices.append((first, last, torch.tensor(padded, device=device)))
        for line in range(first, last):
            for place, row in enumerate(on[line]):
                places[row] = offset + (line - first) * most + place
        offset += (last - first) * most
    return Lines(
        of_row=torch.tensor(of_row, device=device), slices=tuple(slices), places=torch.tensor(places, device=device)
    )


def _runs(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Cuts lines where the number of rows on them grows or falls by half."""
    runs: list[tuple[int, int]] = []
    most = 0
    for line, count in enumerate(counts):
        if runs and (count == 0 or most // 2 < count <= most):
            runs[-1] = (runs[-1][0], line + 1)
        elif count:
            runs.append((line, line + 1))
            most = count
    return runs

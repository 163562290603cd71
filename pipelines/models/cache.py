"""Keys and values of the tokens read so far, in buffers with room for what is to come.

`transformers` has such caches, but the growing one copies everything for each token, the fixed one makes every step
attend over its full length, and both cut sliding layers by place in the row instead of position.
"""

from typing import Any


class KeyValues:
    """A cache for one batch; the decoder calls `update` in each layer.

    Args:
        room: Tokens a row can hold.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._layers: dict[int, tuple[Any, Any, int]] = {}

    def update(self, keys: Any, values: Any, layer: int, *_: Any, **__: Any) -> tuple[Any, Any]:  # noqa: ANN401
        """Adds a layer's new keys and values, each rows × heads × tokens × width, and returns all of them."""
        if layer not in self._layers:
            self._layers[layer] = (self._buffer(keys), self._buffer(values), 0)
        all_keys, all_values, start = self._layers[layer]
        end = start + keys.shape[2]
        all_keys[:, :, start:end] = keys
        all_values[:, :, start:end] = values
        self._layers[layer] = (all_keys, all_values, end)
        return all_keys[:, :, :end], all_values[:, :, :end]

    def get_seq_length(self, layer: int = 0) -> int:
        """Returns how many tokens are kept."""
        return self._layers[layer][2] if layer in self._layers else 0

    def expanded(self, rows: int, room: int) -> "KeyValues":
        """Returns a copy of a one-row cache for several rows, with room for more tokens."""
        copy = KeyValues(room)
        for layer, (keys, values, end) in self._layers.items():
            shared = (part[:, :, :end].expand(rows, -1, -1, -1) for part in (keys, values))
            copy.update(*shared, layer)
        return copy

    def rows(self, first: int, last: int) -> "KeyValues":
        """Returns some rows as a cache of their own; what is read into it stands in these rows."""
        part = KeyValues(self.room)
        for layer, (keys, values, end) in self._layers.items():
            part._layers[layer] = (keys[first:last], values[first:last], end)
        return part

    def skip_to(self, column: int) -> None:
        """Continues at a column; columns that no row was read into stay zero, and masks must hide them."""
        self._layers = {layer: (keys, values, column) for layer, (keys, values, _) in self._layers.items()}

    def keep(self, rows: Any) -> None:  # noqa: ANN401
        """Keeps some rows only, given as a tensor of their places."""
        for layer, (keys, values, end) in self._layers.items():
            self._layers[layer] = (keys.index_select(0, rows), values.index_select(0, rows), end)

    def _buffer(self, like: Any) -> Any:  # noqa: ANN401
        rows, heads, _, width = like.shape
        # Zeros, since a hidden column that held no number would make every answer none.
        return like.new_zeros((rows, heads, self.room, width))

"""Rows that are answered together, what they share, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.models.cache import Level, Reading
from pipelines.models.prefixes import Node
from pipelines.models.reading import Below, Decoder, as_below, read_lines

EMPTY_SHARE = 0.25
"""Lines that no row stands on leave once they are this share: leaving costs a copy of the lines that stay."""


@dataclass(slots=True, kw_only=True)
class Row:
    """A prompt that is being answered."""

    place: int
    prompt: list[int]
    sources: int
    """How many sources the prompt shows."""
    written: list[int] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    """The log-probability of each token written."""
    stopped: bool = False
    """True once the answer has ended of itself."""


class Batch:
    """Reads the prompts of a batch, all but the last token of each, and goes on from there.

    Args:
        decoder: The model.
        rows: The rows that the groups name.
        nodes: Groups of rows that begin alike.
        shared: What all prompts begin with, read before; None where they share nothing.
        room: Columns that each row may need behind its prompt.
    """

    def __init__(
        self, decoder: Decoder, rows: Sequence[Row], nodes: Sequence[Node], shared: Level | None, room: int
    ) -> None:
        import torch

        self.rows = [rows[place] for node in nodes for place in node.places]
        self._decoder = decoder
        lengths = [node.length for node in nodes for _ in node.places]
        self._below = _read_below(decoder, rows, nodes, shared)
        behind = [row.prompt[length:-1] for row, length in zip(self.rows, lengths, strict=True)]
        self._own = read_lines(decoder, behind, lengths, self._below, spare=room)
        self._starts = torch.tensor(lengths, device=decoder.device)
        self._ends = torch.tensor([len(text) for text in behind], device=decoder.device)
        self._arrange()

    def step(self, ids: Any) -> Any:  # noqa: ANN401
        """Reads tokens of every row, rows × tokens, and returns what the last layer makes of them.

        They stay behind the row's earlier tokens only as far as `advance` says; the next step writes over the rest.
        """
        import torch

        columns = self._ends[:, None] + torch.arange(ids.shape[1], device=ids.device)
        width = int(columns.max()) + 1
        starts = self._starts[:, None]
        keys = torch.cat([self._seen, starts + torch.arange(width, device=ids.device).expand(len(ids), -1)], dim=1)
        cache = Reading(self._own, self._lines, rows=(0, len(ids)), columns=columns, width=width)
        return self._decoder.read(ids, starts + columns, keys, cache)

    def advance(self, counts: Sequence[int]) -> None:
        """Keeps the first so many tokens that the last step read, for each row."""
        import torch

        self._ends = self._ends + torch.tensor(counts, device=self._ends.device)

    def keep(self, live: Sequence[int]) -> None:
        """Goes on with some rows only, given by their places."""
        import torch

        kept = torch.tensor(live, device=self._ends.device)
        self._own.keep(kept)
        self.rows = [self.rows[place] for place in live]
        self._starts, self._ends = self._starts[kept], self._ends[kept]
        self._below = [_kept(one, live) for one in self._below]
        self._arrange()

    def _arrange(self) -> None:
        import torch

        self._lines = [(one.level, one.lines) for one in self._below]
        none = torch.empty((len(self.rows), 0), dtype=torch.long, device=self._ends.device)
        self._seen = torch.cat([none, *(one.seen for one in self._below)], dim=1)


def _read_below(decoder: Decoder, rows: Sequence[Row], nodes: Sequence[Node], shared: Level | None) -> list[Below]:
    start = shared.room if shared else 0
    firsts = [rows[node.places[0]].prompt for node in nodes]
    texts = [prompt[start : node.length] for prompt, node in zip(firsts, nodes, strict=True)]
    of_row = [line for line, node in enumerate(nodes) for _ in node.places]
    under = [as_below(shared, [range(start)], 0, [0] * len(nodes), decoder.device)] if shared else []
    below = [as_below(shared, [range(start)], 0, [0] * len(of_row), decoder.device)] if shared else []
    if any(texts):
        level = read_lines(decoder, texts, [start] * len(texts), under)
        below.append(as_below(level, texts, start, of_row, decoder.device))
    return below


def _kept(below: Below, live: Sequence[int]) -> Below:
    import torch

    of_row = [below.of_row[place] for place in live]
    lines = sorted(set(of_row))
    if below.level.lines - len(lines) < EMPTY_SHARE * below.level.lines:
        return Below(level=below.level, of_row=tuple(of_row), positions=below.positions)
    kept = torch.tensor(lines, device=below.positions.device)
    below.level.keep(kept)
    moved = {line: place for place, line in enumerate(lines)}
    return Below(level=below.level, of_row=tuple(moved[line] for line in of_row), positions=below.positions[kept])

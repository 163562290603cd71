"""Reads tokens into levels of keys and values: shared starts first, then what each row has of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.models.base import LoadedModel
from pipelines.models.cache import Level, Lines, Reading, lines_of
from pipelines.models.masks import HIDDEN, causal_masks

READ_TOKENS = 2048
"""Prompt tokens read at once: enough to keep the processor busy; 8,192 took a fifth more of its time, and memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """A language model taken apart: what reads, and what says how likely each token is next."""

    body: Any
    head: Any
    config: Any
    dtype: Any
    device: Any

    @classmethod
    def of(cls, loaded: LoadedModel) -> "Decoder":
        """Takes a loaded model apart; an adapter stays in it."""
        model = loaded.model
        causal = model.get_base_model() if hasattr(model, "get_base_model") else model
        return cls(
            body=causal.base_model,
            head=causal.get_output_embeddings(),
            config=causal.config,
            dtype=causal.dtype,
            device=causal.device,
        )

    def read(self, ids: Any, queries: Any, keys: Any, cache: Reading) -> Any:  # noqa: ANN401
        """Reads tokens, rows × tokens, and returns what the last layer makes of them; masks come from the positions."""
        masks = causal_masks(self.config, queries, keys, self.dtype)
        output = self.body(
            input_ids=ids, position_ids=queries, attention_mask=masks, past_key_values=cache, use_cache=True
        )
        return output.last_hidden_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A level that was read, as the rows of a batch see it."""

    level: Level
    of_row: tuple[int, ...]
    """The line of each row."""
    positions: Any
    """A tensor, lines × tokens: the position of each token, `HIDDEN` for columns without one."""

    def part(self, first: int, last: int) -> "Below":
        """Returns it as some of the rows see it."""
        return Below(level=self.level, of_row=self.of_row[first:last], positions=self.positions)

    @property
    def lines(self) -> Lines:
        """Which row stands on which line."""
        return lines_of(self.of_row, self.level.lines, self.positions.device)

    @property
    def seen(self) -> Any:  # noqa: ANN401
        """The positions that each row sees, rows × tokens."""
        return self.positions[list(self.of_row)]


def read_lines(
    decoder: Decoder, texts: Sequence[Sequence[int]], starts: Sequence[int], below: Sequence[Below], spare: int = 0
) -> Level:
    """Reads a line of tokens each into a new level, as many at a time as are read well together.

    Args:
        decoder: The model.
        texts: The tokens of each line; a line may be empty.
        starts: The position of each line's first token.
        below: What stands before the lines.
        spare: Columns to leave free behind the longest line.

    Returns:
        The level; behind a line that is shorter than others its columns hold what must not be seen.
    """
    import torch

    level = Level(len(texts), max(map(len, texts)) + spare)
    for first, last in _parts([len(text) for text in texts]):
        width = max(map(len, texts[first:last]))
        if not width:
            continue
        ids = torch.tensor([[*text, *[0] * (width - len(text))] for text in texts[first:last]], device=decoder.device)
        began = torch.tensor(starts[first:last], device=decoder.device)[:, None]
        queries = began + torch.arange(width, device=decoder.device)
        parts = [one.part(first, last) for one in below]
        cache = Reading(level, [(one.level, one.lines) for one in parts], rows=(first, last), width=width)
        decoder.read(ids, queries, torch.cat([*(one.seen for one in parts), queries], dim=1), cache)
    return level


def as_below(level: Level, texts: Sequence[Sequence[int]], start: int, of_row: Sequence[int], device: Any) -> Below:  # noqa: ANN401
    """Returns a level that was read from one position on, as rows that stand on its lines see it."""
    import torch

    columns = torch.arange(level.room, device=device).expand(len(texts), -1)
    lengths = torch.tensor([len(text) for text in texts], device=device)[:, None]
    positions = (start + columns).masked_fill(columns >= lengths, HIDDEN)
    return Below(level=level, of_row=tuple(of_row), positions=positions)


def _parts(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cuts lines into runs of few enough tokens, padding counted, to be read at once."""
    first, width = 0, 0
    for last, length in enumerate(lengths):
        width = max(width, length)
        if last > first and (last + 1 - first) * width > READ_TOKENS:
            yield first, last
            first, width = last, length
    if lengths:
        yield first, len(lengths)

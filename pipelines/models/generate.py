"""Greedy answers for many prompts: shared rules are read once, rows of like length go together.

Our own loop because the library's `generate` has no prefix that several prompts share, pads sliding windows by place
in the row, and carries finished rows to the end. Masks come from true positions (`masks`), so that neither the batch a
prompt is in nor its padding changes its tokens.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.language.prompt import Prompt
from pipelines.language.turns import TURNS
from pipelines.models.base import LoadedModel
from pipelines.models.cache import KeyValues
from pipelines.models.masks import HIDDEN, causal_masks
from pipelines.models.tokens import encode_prompt, end_token
from pipelines.records.answer import FinishReason
from pipelines.runtime.errors import UserError

READ_TOKENS = 8192
"""Prompt tokens read at once: enough to keep the processor busy; more would only cost memory."""
FINISHED_SHARE = 0.25
"""Finished rows leave the batch once they are this share of it: leaving costs a copy of the rows that stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One prompt to be answered."""

    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What a model wrote."""

    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    """Tokens the model chose, the one that ended the answer included."""


@dataclass(slots=True, kw_only=True)
class _Row:
    place: int
    shared: tuple[int, ...]
    own: list[int]
    written: list[int] = field(default_factory=list)
    stopped: bool = False


def generate(
    loaded: LoadedModel,
    requests: Sequence[Request],
    *,
    max_new_tokens: int,
    batch_size: int,
    advance: Callable[[int], None] = lambda _: None,
) -> list[Generated]:
    """Answers prompts greedily.

    Args:
        loaded: The model.
        requests: The prompts; those with the same rules share the reading of them.
        max_new_tokens: Tokens after which an answer is cut, and marked as cut.
        batch_size: Prompts answered at once; more is faster and takes more memory.
        advance: Called with the number of answers just finished.

    Returns:
        The answers in the order of the requests.

    Raises:
        UserError: A prompt is longer than the model's limit.
    """
    import torch

    rows = [_row(loaded, place, request) for place, request in enumerate(requests)]
    _check_lengths(loaded, rows, max_new_tokens)
    with torch.inference_mode():
        for shared, group in _by_shared(rows):
            cache = _read_shared(loaded.model, shared)
            for batch in _batches(group, batch_size):
                _answer(loaded, batch, cache, max_new_tokens, advance)
    return [_generated(loaded, row) for row in rows]


def end_tokens(loaded: LoadedModel) -> frozenset[int]:
    """Returns the tokens that end an answer: the tokenizer's own and the one of the turns."""
    return frozenset({loaded.tokenizer.eos_token_id, end_token(loaded.tokenizer, loaded.template)})


def _row(loaded: LoadedModel, place: int, request: Request) -> _Row:
    rules, sources, question = encode_prompt(loaded.tokenizer, request.prompt, loaded.template)
    return _Row(place=place, shared=tuple(rules), own=sources + question)


def _check_lengths(loaded: LoadedModel, rows: Sequence[_Row], max_new_tokens: int) -> None:
    longest = max((len(row.shared) + len(row.own) for row in rows), default=0)
    if longest + max_new_tokens > loaded.max_length:
        raise UserError(
            f"a prompt is too long for the model {loaded.name}",
            details=[f"{longest} tokens and {max_new_tokens} for the answer, the limit is {loaded.max_length}"],
            hint="show fewer sources with `retrieval.sources=`, or raise `model.max_length=`",
        )


def _by_shared(rows: Sequence[_Row]) -> Iterator[tuple[tuple[int, ...], list[_Row]]]:
    groups: dict[tuple[int, ...], list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.shared, []).append(row)
    yield from groups.items()


def _batches(rows: Sequence[_Row], size: int) -> Iterator[list[_Row]]:
    # Longest first: little padding, and a batch too large for the memory fails at once.
    ordered = sorted(rows, key=lambda row: (-len(row.own), row.place))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _read_shared(model: Any, shared: tuple[int, ...]) -> KeyValues:  # noqa: ANN401
    import torch

    cache = KeyValues(len(shared))
    positions = torch.arange(len(shared), device=model.device)[None]
    _step(model, torch.tensor([shared], device=model.device), positions, positions, cache)
    return cache


def _answer(
    loaded: LoadedModel, batch: list[_Row], shared: KeyValues, max_new_tokens: int, advance: Callable[[int], None]
) -> None:
    """Fills in what each row of a batch writes: prompts are read a part at a time, answers written all at once."""
    import torch

    model = loaded.model
    start, width = shared.room, max(len(row.own) for row in batch)
    cache = shared.expanded(len(batch), start + width + max_new_tokens)
    chosen, queries, positions = _read_parts(model, batch, cache, width)
    seen = torch.cat([torch.arange(start, device=model.device).expand(len(batch), -1), positions], dim=1)
    rows = batch
    for step in range(max_new_tokens):
        if step:
            chosen = _step(model, chosen[:, None], queries, seen, cache)
        _write(loaded, rows, chosen.tolist())
        live = [place for place, row in enumerate(rows) if not row.stopped]
        if not live:
            break
        if len(rows) - len(live) >= FINISHED_SHARE * len(rows):
            advance(len(rows) - len(live))
            kept = torch.tensor(live, device=model.device)
            cache.keep(kept)
            rows, chosen, queries, seen = [rows[place] for place in live], chosen[kept], queries[kept], seen[kept]
        queries = queries + 1
        seen = torch.cat([seen, queries], dim=1)
    advance(len(rows))


def _read_parts(model: Any, batch: Sequence[_Row], cache: KeyValues, width: int) -> tuple[Any, Any, Any]:  # noqa: ANN401
    """Reads a batch's prompts into its cache.

    Each part is as wide as its own longest row, and what it leaves of the batch's width is hidden from its rows.

    Returns:
        Each row's first token, the position of its last prompt token, and the positions of the columns read.
    """
    import torch

    start = cache.get_seq_length()
    chosen, last, columns = [], [], []
    first = 0
    for part in _parts(batch):
        ids, positions = _padded(part, start, max(len(row.own) for row in part), model.device)
        before = torch.arange(start, device=model.device).expand(len(part), -1)
        queries = positions.masked_fill(positions == HIDDEN, start)
        rows = cache.rows(first, first + len(part))
        chosen.append(_step(model, ids, queries, torch.cat([before, positions], dim=1), rows))
        last.append(queries[:, -1:])
        hidden = torch.full((len(part), width - ids.shape[1]), HIDDEN, device=model.device)
        columns.append(torch.cat([positions, hidden], dim=1))
        first += len(part)
    cache.skip_to(start + width)
    return torch.cat(chosen), torch.cat(last), torch.cat(columns)


def _parts(batch: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Cuts a batch, longest row first, into parts of few enough tokens to be read at once."""
    first = 0
    while first < len(batch):
        rows = max(1, READ_TOKENS // len(batch[first].own))
        yield batch[first : first + rows]
        first += rows


def _padded(batch: Sequence[_Row], start: int, width: int, device: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Returns tokens and positions, padded on the left so that every row ends in the last column."""
    import torch

    ids = torch.zeros((len(batch), width), dtype=torch.long)
    positions = torch.full((len(batch), width), HIDDEN)
    for place, row in enumerate(batch):
        ids[place, width - len(row.own) :] = torch.tensor(row.own)
        positions[place, width - len(row.own) :] = torch.arange(start, start + len(row.own))
    return ids.to(device), positions.to(device)


def _step(model: Any, ids: Any, queries: Any, keys: Any, cache: KeyValues) -> Any:  # noqa: ANN401
    """Reads tokens into the cache and returns each row's most likely next one."""
    masks = causal_masks(model.config, queries, keys, model.dtype)
    output = model(
        input_ids=ids,
        position_ids=queries,
        attention_mask=masks,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )
    return output.logits[:, -1].argmax(dim=-1)


def _write(loaded: LoadedModel, rows: Sequence[_Row], chosen: Sequence[int]) -> None:
    turns, ends = TURNS[loaded.template], end_tokens(loaded)
    for row, token in zip(rows, chosen, strict=True):
        if row.stopped:
            continue
        row.written.append(token)
        row.stopped = token in ends or (turns.stop_at_newline and "\n" in _text(loaded, row))


def _text(loaded: LoadedModel, row: _Row) -> str:
    # Blank lines before the answer do not end it: an untuned model often opens with one.
    return str(loaded.tokenizer.decode(row.written, skip_special_tokens=True)).lstrip()


def _generated(loaded: LoadedModel, row: _Row) -> Generated:
    text = _text(loaded, row)
    if TURNS[loaded.template].stop_at_newline:
        text = text.split("\n", 1)[0]
    return Generated(
        text=text.strip(),
        finish_reason="stop" if row.stopped else "length",
        prompt_tokens=len(row.shared) + len(row.own),
        completion_tokens=len(row.written),
    )

"""Attention over levels of keys: what rows share is multiplied once for all of them, and copied for none.

The library's own attention copies every key for every row and for each query head of a group; with a hundred rows that
copying took most of a decoding step.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pipelines.models.cache import Lines, Segment

NAME = "groundsmith_levels"
NOT_BUILT = ("softcap", "s_aux")
"""What some models (Gemma 2, GPT-OSS) change their scores by."""
LONG = 16
"""Queries a row from which on the library's fused attention is faster than keeping the scores."""


@contextmanager
def attending(config: Any) -> Iterator[None]:  # noqa: ANN401
    """Makes a model attend over levels while it answers; everything else it does keeps its own attention."""
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, attend)
    before = config._attn_implementation  # noqa: SLF001
    config._attn_implementation = NAME  # noqa: SLF001
    try:
        yield
    finally:
        config._attn_implementation = before  # noqa: SLF001


def attend(
    module: Any,  # noqa: ANN401, ARG001
    query: Any,  # noqa: ANN401
    segments: Sequence[Segment],
    _: None,
    attention_mask: Any,  # noqa: ANN401
    **options: Any,  # noqa: ANN401
) -> tuple[Any, None]:
    """Attends over the levels a cache returned, in the form in which `transformers` calls its attention.

    Args:
        module: The layer.
        query: Rows × heads × tokens × width.
        segments: The levels, lowest first.
        attention_mask: Added to the scores: rows × 1 × tokens × keys of all levels.
        options: `scaling`, which scores are multiplied by; what says nothing about scores is left alone.

    Returns:
        Rows × tokens × heads × width, and no scores.

    Raises:
        NotImplementedError: The model changes its scores in a way that is not built.
    """
    changed = [name for name in NOT_BUILT if options.get(name) is not None]
    if changed:
        raise NotImplementedError(f"attention with {changed[0]}")
    rows, heads, tokens, width = query.shape
    kept = segments[0].keys.shape[1]
    grouped = query.reshape(rows, kept, heads // kept, tokens, width)
    read = _fused if tokens >= LONG else _in_levels
    return read(grouped, segments, attention_mask, options["scaling"]).reshape(rows, heads, tokens, width).transpose(
        1, 2
    ), None


def _in_levels(query: Any, segments: Sequence[Segment], mask: Any, scaling: float) -> Any:  # noqa: ANN401
    import torch

    parts = [_times(query, part.keys.transpose(2, 3), part.lines) for part in segments]
    scores = torch.cat(parts, dim=-1).mul_(scaling).add_(mask[:, :, None])
    shares = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    weighed = torch.split(shares, [part.shape[-1] for part in parts], dim=-1)
    found = [_times(share, part.values, part.lines) for share, part in zip(weighed, segments, strict=True)]
    return torch.stack(found).sum(0) if len(found) > 1 else found[0]


def _times(rows: Any, lines: Any, standing: Lines) -> Any:  # noqa: ANN401
    """Multiplies each row (kept heads × grouped heads × tokens × a) by the matrix of its line (kept heads × a × b)."""
    import torch

    if standing.of_row is None:
        count, kept, grouped, tokens, wide = rows.shape
        return torch.matmul(rows.reshape(count, kept, grouped * tokens, wide), lines).view(
            count, kept, grouped, tokens, -1
        )
    found = [_slice_times(rows[members], lines[first:last]) for first, last, members in standing.slices]
    return torch.cat(found)[standing.places]


def _slice_times(rows: Any, lines: Any) -> Any:  # noqa: ANN401
    import torch

    count, most, kept, grouped, tokens, wide = rows.shape
    asked = rows.transpose(1, 2).reshape(count, kept, most * grouped * tokens, wide)
    return torch.matmul(asked, lines).view(count, kept, most, grouped, tokens, -1).transpose(1, 2).flatten(0, 1)


def _fused(query: Any, segments: Sequence[Segment], mask: Any, scaling: float) -> Any:  # noqa: ANN401
    """Attends with the library's kernel; heads of a group see one copy of their keys, rows each have their own."""
    import torch

    rows, kept, grouped, tokens, width = query.shape
    keys = torch.cat([_of_rows(part.keys, part.lines) for part in segments], dim=2).flatten(0, 1)[:, None]
    values = torch.cat([_of_rows(part.values, part.lines) for part in segments], dim=2).flatten(0, 1)[:, None]
    seen = mask.expand(-1, kept, -1, -1).flatten(0, 1)[:, None]
    found = torch.nn.functional.scaled_dot_product_attention(
        query.flatten(0, 1),
        keys.expand(-1, grouped, -1, -1),
        values.expand(-1, grouped, -1, -1),
        attn_mask=seen,
        scale=scaling,
    )
    return found.view(rows, kept, grouped, tokens, width)


def _of_rows(lines: Any, standing: Lines) -> Any:  # noqa: ANN401
    return lines if standing.of_row is None else lines.index_select(0, standing.of_row)

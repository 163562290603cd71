"""Attention over levels gives what plain attention over copied keys gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.models import attention
from pipelines.models.attention import attend, attending
from pipelines.models.cache import A_LINE_EACH, Segment, lines_of


def plain(query: Any, segments: list[Segment], mask: Any) -> Any:
    """Returns attention as the textbook has it, every row and head with keys of its own."""
    import torch

    copied = []
    for name in ("keys", "values"):
        parts = [getattr(part, name) for part in segments]
        rows = [
            level if part.lines.of_row is None else level[part.lines.of_row]
            for level, part in zip(parts, segments, strict=True)
        ]
        copied.append(torch.cat(rows, dim=2).repeat_interleave(query.shape[1] // parts[0].shape[1], dim=1))
    scores = query @ copied[0].transpose(2, 3) * 0.3 + mask
    return (scores.softmax(-1) @ copied[1]).transpose(1, 2)


@given(
    of_row=st.lists(st.integers(0, 3), min_size=1, max_size=7),
    kept=st.sampled_from([1, 2]),
    tokens=st.sampled_from([1, 2, 20]),
    seed=st.integers(0, 9),
)
def test_levels_give_what_copied_keys_give(of_row: list[int], kept: int, tokens: int, seed: int) -> None:
    import torch

    random = torch.Generator().manual_seed(seed)

    def numbers(*shape: int) -> Any:
        return torch.randn(shape, generator=random)

    rows = len(of_row)
    standing = [lines_of([0] * rows, 1, "cpu"), lines_of(of_row, 4, "cpu"), A_LINE_EACH]
    segments = [
        Segment(keys=numbers(count, kept, width, 8), values=numbers(count, kept, width, 8), lines=lines)
        for count, width, lines in zip((1, 4, rows), (5, 3, 4), standing, strict=True)
    ]
    query = numbers(rows, 4, tokens, 8)
    mask = torch.where(numbers(rows, 1, tokens, 12) > 1, -1e9, 0.0)
    found, _ = attend(None, query, segments, None, mask, scaling=0.3)
    torch.testing.assert_close(found, plain(query, segments, mask), rtol=1e-4, atol=1e-5)


def test_scores_that_a_model_changes_in_other_ways_are_refused() -> None:
    with pytest.raises(NotImplementedError):
        attend(None, None, [], None, None, scaling=1.0, softcap=30.0)


def test_the_attention_from_before_comes_back_even_after_a_failure() -> None:
    class Settings:
        _attn_implementation = "sdpa"

    settings = Settings()
    with pytest.raises(ValueError, match="x"), attending(settings):
        assert settings._attn_implementation == attention.NAME
        raise ValueError("x")
    assert settings._attn_implementation == "sdpa"

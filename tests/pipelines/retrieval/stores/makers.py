"""Sections' vectors with every kind of mask, and what an exact search finds among them."""

from typing import Any

import numpy as np

from pipelines.retrieval.stores import Metadata
from pipelines.retrieval.stores.base import ALWAYS, STILL, Found, day


def unit(rows: Any) -> Any:
    """Vectors of unit length."""
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def shelf(count: int, seed: int, dimensions: int = 16) -> tuple[list[str], Any, list[Metadata]]:
    """Ids, vectors and metadata of that many sections."""
    draw = np.random.default_rng(seed)
    metadata = [
        Metadata(
            text=f"第 {place} 段的內容",
            audience=str(draw.choice(["all", "all", "hr", "法務"])),
            citable=bool(draw.random() < 0.9),
            first_day=int(draw.choice([ALWAYS, 20220101, 20240101])),
            last_day=int(draw.choice([STILL, STILL, 20230701, 20250101])),
        )
        for place in range(count)
    ]
    ids = [f"SOP-LOG-001@2#§{place:05}（三）" for place in range(count)]
    return ids, unit(draw.normal(size=(count, dimensions))), metadata


def allowed(one: Metadata, audience: str, as_of: str | None) -> bool:
    """What the built-in store lets through."""
    dated = one["last_day"] == STILL if as_of is None else one["first_day"] <= day(as_of) < one["last_day"]
    return one["citable"] and one["audience"] in ("all", audience) and dated


def exact(shelved: Any, query: Any, k: int, audience: str, as_of: str | None) -> Found:
    """The nearest of what may be shown, found by looking at all of it."""
    ids, vectors, metadata = shelved
    found = [
        (ids[place], float(vectors[place] @ query))
        for place in range(len(ids))
        if allowed(metadata[place], audience, as_of)
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]


def assert_same(found: Found, expected: Found) -> None:
    """Asserts the same ranking; two that are equally near to the last digit may stand in either order."""
    assert len(found) == len(expected)
    assert np.allclose([score for _, score in found], [score for _, score in expected], atol=1e-5)
    for (mine, score), (theirs, _) in zip(found, expected, strict=True):
        assert mine == theirs or sum(abs(score - other) < 1e-5 for _, other in expected) > 1

"""Sections of every audience and edition, questions about them, and an embedder that needs no model."""

import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.records import Section
from pipelines.retrieval.index import Hit, Index

WORDS = [
    "出貨",
    "異常",
    "通報",
    "倉儲",
    "主管",
    "二十四小時",
    "NT$500",
    "parcel",
    "returned",
    "warehouse",
    "請假",
    "三日",
]
EDITIONS: list[tuple[str | None, str | None]] = [
    (None, None),
    ("2022-01-01", "2024-01-01"),
    ("2024-01-01", None),
    (None, "2023-06-01"),
    ("2024-01-01", "2024-01-01"),
]
AUDIENCES = ["all", "hr", "法務"]
DAYS = [None, "2021-12-31", "2023-05-31", "2023-06-01", "2023-12-31", "2024-01-01"]


def section(place: str, text: str, **changes: object) -> Section:
    """A section of the shipping procedure at a place."""
    fields: dict[str, Any] = {
        "id": f"SOP-LOG-001@2#{place}",
        "document": "SOP-LOG-001",
        "title": "出貨作業程序",
        "key": f"SOP-LOG-001 {place}",
        "kind": "prose",
        "heading_path": (),
        "text": text,
        "language": "zh",
        "source": "sop.docx",
        "content_hash": sha256(text.encode()).hexdigest(),
    }
    return Section(**(fields | changes))


def corpus(count: int, seed: int) -> list[Section]:
    """That many sections, of all audiences and editions, citable or not; some say the same."""
    draw = np.random.default_rng(seed)
    sections = []
    for place in range(count):
        start, end = EDITIONS[draw.integers(len(EDITIONS))]
        sections.append(
            section(
                f"§{place // 9}.{place % 9}" if place % 9 else f"§{place // 9}",
                question(draw),
                audience=str(draw.choice(AUDIENCES)),
                citable=bool(draw.random() < 0.8),
                effective_from=start,
                effective_until=end,
            )
        )
    return sections


def question(draw: np.random.Generator) -> str:
    """Up to six words, often none that the corpus has."""
    return " ".join(draw.choice([*WORDS, "Zürich", "？"], size=draw.integers(0, 7)))


class Bigrams:
    """Counts of pairs of characters, hashed into 64 numbers: near texts are near, without a model."""

    name = "bigrams"
    hash = "b1"

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row a question."""
        rows = np.full((len(texts), 64), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for place in range(len(text) - 1):
                row[zlib.crc32(text[place : place + 2].encode()) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row a section."""
        return self.queries(texts)


def found(hits: list[Hit]) -> list[tuple[str, float]]:
    """Ids and scores, best first."""
    return [(hit.section.id, hit.score) for hit in hits]


def keys(index: Index, query: str, k: int = 3, **reader: str) -> list[str]:
    """Keys of what is found, best first."""
    return [hit.section.key for hit in index.search(query, k, **reader)]

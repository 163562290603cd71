"""How high the section that answers stands, by kind of question, for each way of ranking."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from math import log2, nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.corpora import Task
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.retrieval.index import Index

DEEP = 100
"""Places that are looked at, for the misses."""
RRF = 60
"""The customary constant of reciprocal rank fusion."""
Rankings = dict[str, list[list[str]]]
"""Way of ranking → the citation keys found for each question, best first."""


class Remembered:
    """An embedder that embeds a text once, so that each way of ranking, and the next run, reads the same vectors.

    Args:
        embedder: What embeds.
        path: An `.npz` file that keeps the vectors between runs; None: they are not kept.
    """

    def __init__(self, embedder: Embedder, path: Path | None = None) -> None:
        self.name, self.hash = embedder.name, embedder.hash
        self._embedder, self._path = embedder, path
        self._known: dict[str, NDArray[np.float32]] = dict(np.load(path)) if path and path.is_file() else {}

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a question."""
        return self._vectors(texts, self._embedder.queries)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a section."""
        return self._vectors(texts, self._embedder.passages)

    def _vectors(self, texts: Sequence[str], embed: Callable[[list[str]], NDArray[np.float32]]) -> NDArray[np.float32]:
        keys = [sha256(f"{self.hash} {embed.__name__} {text}".encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known |= dict(zip(new, embed(list(new.values())), strict=True))
            if self._path:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                np.savez(self._path, **self._known)
        return np.stack([self._known[key] for key in keys])


def rankings(task: Task, embedder: Embedder) -> Rankings:
    """Ranks a task's sections by words, by meaning, by both fused, and by reciprocal rank fusion for comparison."""
    questions = [row.question for row in task.asked]
    by_words = Index.build(task.sections)
    sections = by_words.sections
    vectors = embedder.passages([passage(section) for section in sections])
    fused = Index.build(sections, config=RetrievalConfig(embedder=embedder.name), embedder=embedder, vectors=vectors)
    cosines = embedder.queries(questions) @ vectors.T
    words = _places(by_words, questions)
    meaning = [[int(place) for place in row[:DEEP]] for row in np.argsort(-cosines, axis=1, kind="stable")]
    found = {
        "words": words,
        "meaning": meaning,
        "RRF": [_reciprocal(pair) for pair in zip(words, meaning, strict=True)],
        "fused": _places(fused, questions),
    }
    return {name: [[sections[at].key for at in row] for row in rows] for name, rows in found.items()}


def _places(index: Index, questions: Sequence[str]) -> list[list[int]]:
    places = {section.id: place for place, section in enumerate(index.sections)}
    return [[places[hit.section.id] for hit in hits] for hits in index.search_many(questions, DEEP)]


def _reciprocal(ranked: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for row in ranked:
        for rank, place in enumerate(row, 1):
            scores[place] += 1 / (RRF + rank)
    return sorted(scores, key=lambda place: (-scores[place], place))[:DEEP]


def ranks(task: Task, found: Sequence[Sequence[str]]) -> list[int | None]:
    """Returns the place of the first section that answers each question, from 1; None: not among those found."""
    return [
        next((rank for rank, key in enumerate(keys, 1) if key in row.keys), None)
        for row, keys in zip(task.asked, found, strict=True)
    ]


def measures(places: Sequence[int | None]) -> tuple[float, float, float]:
    """Returns R@1, R@5 and nDCG@10, each [0, 1], of the first section that answers; any one of them will do.

    >>> measures([1, 3, None, 20])
    (0.25, 0.5, 0.375)
    """
    if not places:
        return nan, nan, nan
    near = [place for place in places if place is not None and place <= 10]
    gains = sum(1 / log2(1 + place) for place in near)
    return sum(p == 1 for p in near) / len(places), sum(p <= 5 for p in near) / len(places), gains / len(places)


def by_kind(task: Task, ranked: Rankings) -> dict[str, Mapping[str, list[int | None]]]:
    """Returns kind of question → way of ranking → places; `all` is first."""
    places = {name: ranks(task, found) for name, found in ranked.items()}
    kinds = sorted({row.kind for row in task.asked})
    chosen = {kind: [at for at, row in enumerate(task.asked) if row.kind == kind] for kind in kinds}
    chosen = {"all": list(range(len(task.asked)))} | (chosen if len(kinds) > 1 else {})
    return {kind: {name: [row[at] for at in picked] for name, row in places.items()} for kind, picked in chosen.items()}


def misses(task: Task, found: Sequence[Sequence[str]], count: int) -> list[str]:
    """Returns the questions whose section stands lowest, with what came first instead."""
    worst = sorted(
        (
            (DEEP + 1 if rank is None else rank, row, keys)
            for row, keys, rank in zip(task.asked, found, ranks(task, found), strict=True)
        ),
        key=lambda miss: (-miss[0], miss[1].question),
    )
    return [
        f"{task.name} | {row.kind} | {row.question} | first: {keys[0] if keys else 'nothing'} | "
        f"golden: {row.keys[0]} at {rank if rank <= DEEP else f'none of {DEEP}'}"
        for rank, row, keys in worst[:count]
        if rank > 1
    ]

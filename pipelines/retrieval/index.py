"""The index over sections: what a reader may see is decided before anything is ranked."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.language.tokens import tokens
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import SETTINGS, Lexical
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.retrieval.masks import Masks

# Scores held at once: 64 MB of them, however many sections there are.
_CELLS = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A section found for a question."""

    section: Section
    score: float
    """Higher is better, comparable within one question only; without an embedder BM25, above 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index over sections."""

    sections: tuple[Section, ...]
    """In order of their ids."""
    hash: str
    """sha256 over all of the sections that decides what is found, the settings and the embedder, hexadecimal."""
    config: RetrievalConfig
    lexical: Lexical
    masks: Masks
    embedder: Embedder | None = None
    vectors: NDArray[np.float32] | None = None
    """A row a section, of unit length; None without an embedder."""

    @classmethod
    def build(
        cls,
        sections: Sequence[Section],
        *,
        config: RetrievalConfig | None = None,
        embedder: Embedder | None = None,
        vectors: NDArray[np.float32] | None = None,
    ) -> "Index":
        """Indexes sections; the order in which they come does not matter.

        Args:
            sections: Any sections; those that may not be shown are masked when searching.
            config: How they are searched; None: as by default.
            embedder: What finds sections by meaning too; None: words alone.
            vectors: A row for each of `sections` where they are embedded already; None: they are embedded now.

        Returns:
            The index.
        """
        order = sorted(range(len(sections)), key=lambda place: sections[place].id)
        ordered = tuple(sections[place] for place in order)
        if embedder is not None:
            vectors = (
                embedder.passages([passage(section) for section in ordered]) if vectors is None else vectors[order]
            )
        config = config or RetrievalConfig()
        return cls(
            sections=ordered,
            hash=hash_of(ordered, config, embedder),
            config=config,
            lexical=Lexical.build(ordered),
            masks=Masks(ordered),
            embedder=embedder,
            vectors=vectors,
        )

    def search(self, query: str, k: int, *, audience: str = "all", as_of: str | None = None) -> list[Hit]:
        """Finds the sections that fit a question best among those its reader may see.

        Args:
            query: The question.
            k: How many at most.
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            At most `k` hits, best first, ties by section id; without an embedder all share a token with the question.
        """
        return self.search_many([query], k, audience=audience, as_of=as_of)[0]

    def search_many(
        self, queries: Sequence[str], k: int, *, audience: str = "all", as_of: str | None = None
    ) -> list[list[Hit]]:
        """Finds the sections that fit each of many questions of one reader, as `search` does and faster.

        Args:
            queries: The questions.
            k: How many sections a question may have.
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            The hits of each question.
        """
        places = self.masks.places(audience, as_of)
        block = max(1, _CELLS // max(1, len(self.sections)))
        return [
            [Hit(section=self.sections[places[at]], score=float(row[at])) for at in _best(row, k)]
            for start in range(0, len(queries), block)
            for row in self._scores(queries[start : start + block], places)
        ]

    def _scores(self, queries: Sequence[str], places: NDArray[np.intp]) -> NDArray[np.float32]:
        """Scores the sections at some places; no other section takes part in anything that is computed."""
        lexical = self.lexical.scores([tokens(query) for query in queries])
        return lexical[:, places]


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Places of the highest scores above 0, best first; of equal ones the first place."""
    near = np.flatnonzero(scores > 0)
    if len(near) > k > 0:
        near = near[scores[near] >= np.partition(scores[near], -k)[-k]]
    best: NDArray[np.intp] = near[np.argsort(-scores[near], kind="stable")[: max(k, 0)]]
    return best


def hash_of(sections: Sequence[Section], config: RetrievalConfig, embedder: Embedder | None) -> str:
    """Returns the hash of an index over sections in order of their ids."""
    settings = [SETTINGS]
    return hashlib.sha256("\n".join([*settings, *rows_of(sections)]).encode()).hexdigest()


def rows_of(sections: Sequence[Section]) -> Iterator[str]:
    """Yields all of each section that decides what is found."""
    for section in sections:
        yield (
            f"{section.id}\t{section.content_hash}\t{section.heading}\t{section.effective_from}\t"
            f"{section.effective_until}\t{section.audience}\t{section.citable}"
        )

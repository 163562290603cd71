"""The index over sections: what a reader may see is decided before anything is ranked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.language.query import asked, normalised
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import SETTINGS, Lexical
from pipelines.retrieval.common import WORDING, common_of
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.dense import Dense
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.retrieval.enclosing import enclosing_places, with_enclosing
from pipelines.retrieval.fusion import ceilings, fuse, in_chinese
from pipelines.retrieval.masks import Masks

# Scores held at once, some 100 MB with what they are made from, however many sections there are.
_CELLS = 1 << 23


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
    dense: Dense | None
    """None where sections are found by words alone."""
    masks: Masks
    chinese: NDArray[np.bool_]
    """Which of the sections are in Chinese."""
    enclosing: NDArray[np.intp] | None
    """The place of each section's enclosing one, -1 for none; None where it is not wanted."""

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
        config = config or RetrievalConfig()
        order = sorted(range(len(sections)), key=lambda place: sections[place].id)
        ordered = tuple(sections[place] for place in order)
        dense = None
        if embedder is not None:
            made = embedder.passages([*map(passage, ordered)]) if vectors is None else vectors[order]
            dense = Dense(
                embedder=embedder,
                vectors=made,
                common=common_of(embedder),
                share=config.fusion.common,
                places=places_of(ordered),
            )
        return cls.of(ordered, Lexical.build(ordered), dense, config)

    @classmethod
    def of(
        cls, sections: tuple[Section, ...], lexical: Lexical, dense: Dense | None, config: RetrievalConfig
    ) -> "Index":
        """Puts an index together from its halves; the sections are in order of their ids."""
        return cls(
            sections=sections,
            hash=hash_of(sections, settings_of(config, None if dense is None else dense.embedder)),
            config=config,
            lexical=lexical,
            dense=dense,
            masks=Masks(sections),
            chinese=in_chinese(sections),
            enclosing=enclosing_places(sections) if config.enclosing else None,
        )

    @property
    def embedder(self) -> Embedder | None:
        """What finds sections by meaning; None where they are found by words alone."""
        return None if self.dense is None else self.dense.embedder

    def likeness(self, query: str, texts: Sequence[str]) -> list[float]:
        """Says how like texts of any length are to a question in meaning.

        Args:
            query: The question.
            texts: Such as the sentences of a section.

        Returns:
            One value a text, [-1, 1], higher is liker.

        Raises:
            ValueError: There is no embedder.
        """
        if self.dense is None:
            raise ValueError("an index without an embedder knows nothing of meaning")
        return self.dense.likeness(normalised(query), texts)

    def search(self, query: str, k: int, *, audience: str = "all", as_of: str | None = None) -> list[Hit]:
        """Finds the sections that fit a question best among those its reader may see.

        Args:
            query: The question.
            k: How many at most.
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            At most `k` hits, best first, ties by section id, but that an enclosing section stands behind its item.
            Without an embedder all share a token with the question; to a question without tokens there are none.
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
            self._hits(row, places, k)
            for start in range(0, len(queries), block)
            for row in self._scores(queries[start : start + block], places, audience, as_of)
        ]

    def _scores(
        self, queries: Sequence[str], places: NDArray[np.intp], audience: str, as_of: str | None
    ) -> NDArray[np.float32]:
        """Scores the sections at some places, -inf where nothing is found; no other section counts for anything."""
        wanted = [asked(query) for query in queries]
        words = np.take(self.lexical.scores(wanted), places, axis=1)
        if self.dense is None:
            return np.where(words > 0, words, np.float32(-np.inf))
        # Rows side by side in memory, as `take` leaves them: sums over a row are then the same in any company.
        meaning = np.take(self.dense.scores([*map(normalised, queries)], audience, as_of), places, axis=1)
        fused = fuse(words, meaning, ceilings(self.lexical, wanted), self.chinese[places], self.config.fusion)
        fused[[not found for found in wanted]] = -np.inf
        return fused

    def _hits(self, scores: NDArray[np.float32], places: NDArray[np.intp], k: int) -> list[Hit]:
        best = _best(scores, k)
        if self.enclosing is not None:
            best = with_enclosing(best, places, self.enclosing)[: max(k, 0)]
        return [Hit(section=self.sections[places[at]], score=float(scores[at])) for at in best]


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Places of the highest scores, best first; of equal ones the first place."""
    found = np.flatnonzero(scores > -np.inf)
    if len(found) > k > 0:
        found = found[scores[found] >= np.partition(scores[found], -k)[-k]]
    best: NDArray[np.intp] = found[np.argsort(-scores[found], kind="stable")[: max(k, 0)]]
    return best


def places_of(sections: Sequence[Section]) -> dict[str, int]:
    """Returns section id → its place."""
    return {section.id: place for place, section in enumerate(sections)}


def hash_of(sections: Sequence[Section], settings: Mapping[str, str]) -> str:
    """Returns the hash of an index over sections in order of their ids."""
    lines = [f"{name}\t{value}" for name, value in settings.items()]
    return hashlib.sha256("\n".join([*lines, *map(row_of, sections)]).encode()).hexdigest()


def settings_of(config: RetrievalConfig, embedder: Embedder | None) -> dict[str, str]:
    """Returns all beside the sections that decides what is found, by name."""
    return {
        "words": SETTINGS,
        "embedder": embedder.name if embedder is not None else "none",
        "embedder's hash": embedder.hash if embedder is not None else "none",
        "fusion": str(config.fusion) if embedder is not None else "none",
        "questions about anything": WORDING if embedder is not None else "none",
        "store": config.store,
        "enclosing": str(config.enclosing).lower(),
    }


def row_of(section: Section) -> str:
    """Returns all of a section that decides whether and when it is found."""
    return (
        f"{section.id}\t{section.content_hash}\t{section.heading}\t{section.effective_from}\t"
        f"{section.effective_until}\t{section.audience}\t{section.citable}\t{section.language}"
    )

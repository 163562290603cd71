"""What every store offers, and what it knows of a section beside its vector."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

from pipelines.records.section import Section
from pipelines.retrieval.embedding import passage

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

Vectors = NDArray[np.float32]
Found = list[tuple[str, float]]
"""Section ids with their cosine similarity, best first, ties by id."""

ALWAYS = 0
STILL = 99_999_999
"""The day that no edition reaches, as yyyymmdd."""

# What makes the graphs of both servers nearly exact; the decision with its figures is in docs/decisions/stores.md.
NEIGHBOURS = 32
CANDIDATES = 500


class Metadata(TypedDict):
    """What a store filters by, and the text where the store is one that others search too."""

    text: str
    audience: str
    citable: bool
    first_day: int
    """From which day it is in force, as yyyymmdd; `ALWAYS` without one."""
    last_day: int
    """From which day it is not in force any more, as yyyymmdd; `STILL` without one."""


class Store(Protocol):
    """Vectors that can be searched for a reader on a day."""

    def build(self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Metadata]) -> None:
        """Replaces everything in the store.

        Args:
            ids: Ids of sections.
            vectors: A row of unit length for each.
            metadata: What each is filtered by.
        """
        ...

    def search(self, vectors: Vectors, k: int, audience: str, as_of: str | None) -> list[Found]:
        """Finds what is nearest to each of many vectors, among what the reader may be shown on the day.

        Args:
            vectors: A row of unit length for each question.
            k: How many at most.
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            What was found for each.
        """
        ...


def metadata_of(section: Section) -> Metadata:
    """Returns what a store has to know of a section."""
    return Metadata(
        text=passage(section),
        audience=section.audience,
        citable=section.citable,
        first_day=day(section.effective_from) if section.effective_from else ALWAYS,
        last_day=day(section.effective_until) if section.effective_until else STILL,
    )


def day(iso: str) -> int:
    """Returns an ISO date as a number that stores can compare.

    >>> day("2024-05-03")
    20240503
    """
    return int(iso.replace("-", ""))


def ranked(found: Found) -> Found:
    """Sorts what a store found: best first, ties by id, so that no order of arrival decides."""
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def handed_over(vectors: Vectors) -> "Embeddings":
    """Returns LangChain's embedder that embeds nothing: each text in turn gets the next of these vectors."""
    from langchain_core.embeddings import Embeddings

    class HandedOver(Embeddings):
        rows = iter(vectors.tolist())

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return list(islice(self.rows, len(texts)))

        def embed_query(self, text: str) -> list[float]:
            raise NotImplementedError(text[:0] + "questions are searched by their vectors")

    return HandedOver()

"""Chroma inside this process: a folder of ids, vectors and what they are filtered by, without any text."""

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.retrieval.stores.base import (
    CANDIDATES,
    NEIGHBOURS,
    STILL,
    Found,
    Metadata,
    Vectors,
    day,
    handed_over,
    ranked,
)
from pipelines.retrieval.stores.packages import needs

if TYPE_CHECKING:
    from langchain_chroma import Chroma

COLLECTION = "sections"
_GRAPH: Any = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": CANDIDATES,
        "ef_search": CANDIDATES,
        "max_neighbors": NEIGHBOURS,
        # The graph depends on the order of insertion, and several threads have none.
        "num_threads": 1,
    }
}


@dataclass(frozen=True, kw_only=True)
class ChromaStore:
    """A folder with Chroma's files in it."""

    folder: Path

    def build(self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Metadata]) -> None:
        """Writes a new folder: Chroma never wipes what is deleted or replaced, so that nothing is.

        Args:
            ids: Ids of sections.
            vectors: A row of unit length for each.
            metadata: What each is filtered by; its text stays out.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        with closing(_client(self.folder)) as client:
            store = _collection(client, embedding_function=handed_over(vectors))
            step = client.get_max_batch_size()
            for start in range(0, len(ids), step):
                some = list(ids[start : start + step])
                # LangChain wants a text for each; its id is all that is written.
                store.add_texts(some, [_filtered(one) for one in metadata[start : start + step]], ids=some)

    def search(self, vectors: Vectors, k: int, audience: str, as_of: str | None) -> list[Found]:
        """Finds what is nearest to each of many vectors; see `Store.search`.

        Args:
            vectors: A row of unit length for each question.
            k: How many at most.
            audience: The reader's group.
            as_of: ISO date, or None for now.

        Returns:
            What was found for each.
        """
        allowed = _allowed(audience, as_of)
        return [
            ranked([(str(document.id), 1 - distance) for document, distance in near])
            for row in vectors.tolist()
            for near in [self._opened.similarity_search_by_vector_with_relevance_scores(row, k, filter=allowed)]
        ]

    @cached_property
    def _opened(self) -> "Chroma":
        # Chroma writes into its files when it reads: a copy keeps the manifest true and readers apart.
        copy = Path(tempfile.mkdtemp(prefix="chroma-"))
        weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
        shutil.copytree(self.folder, copy, dirs_exist_ok=True)
        client = _client(copy)
        weakref.finalize(self, client.close)
        return _collection(client, create_collection_if_not_exists=False)


def _client(folder: Path) -> Any:  # noqa: ANN401
    needs("chromadb", "langchain_chroma", store="chroma")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _collection(client: Any, **how: Any) -> "Chroma":  # noqa: ANN401
    from langchain_chroma import Chroma

    return Chroma(collection_name=COLLECTION, client=client, collection_configuration=_GRAPH, **how)


def _filtered(metadata: Metadata) -> dict[str, Any]:
    return {name: value for name, value in metadata.items() if name != "text"}


def _allowed(audience: str, as_of: str | None) -> dict[str, Any]:
    dates: list[dict[str, Any]] = [{"last_day": STILL}]
    if as_of is not None:
        dates = [{"first_day": {"$lte": day(as_of)}}, {"last_day": {"$gt": day(as_of)}}]
    return {"$and": [{"citable": True}, {"audience": {"$in": sorted({"all", audience})}}, *dates]}

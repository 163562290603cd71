"""The index over sections, with what can be kept from earlier runs."""

from collections.abc import Sequence

from pipelines.index.vectors import forget_others, vectors_of
from pipelines.models.embed import load_embedder
from pipelines.records.section import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import passage
from pipelines.retrieval.index import Index
from pipelines.runtime.folders import Folders


def index_of(sections: Sequence[Section], config: RetrievalConfig, folders: Folders) -> tuple[Index, int]:
    """Indexes sections, embedding those that no earlier run has embedded.

    Args:
        sections: All sections of the corpus.
        config: How they are searched.
        folders: Where models and kept vectors are.

    Returns:
        The index, and how many sections were embedded now.
    """
    texts = [passage(section) for section in sections]
    forget_others(texts, folders.vectors)
    if not config.embedder:
        return Index.build(sections, config=config), 0
    embedder = load_embedder(config.embedder, folders.models)
    vectors, embedded = vectors_of(texts, embedder, folders.vectors)
    return Index.build(sections, config=config, embedder=embedder, vectors=vectors), embedded

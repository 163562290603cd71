"""Retrieval: which sections a question is answered from."""

from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.retrieval.index import Hit, Index
from pipelines.retrieval.masks import in_force

__all__ = ["Embedder", "Hit", "Index", "RetrievalConfig", "in_force", "passage"]

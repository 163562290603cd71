"""Retrieval: which sections a question is answered from."""

from pipelines.retrieval.bm25 import Hit, Index
from pipelines.retrieval.config import RetrievalConfig

__all__ = ["Hit", "Index", "RetrievalConfig"]

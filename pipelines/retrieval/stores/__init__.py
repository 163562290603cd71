"""Vector stores that search sections by meaning in the built-in one's place, behind LangChain's interface."""

from pipelines.retrieval.stores.base import Metadata, Store, metadata_of
from pipelines.retrieval.stores.choice import open_store

__all__ = ["Metadata", "Store", "metadata_of", "open_store"]

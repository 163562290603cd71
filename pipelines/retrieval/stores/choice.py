"""Which store a configuration means."""

from pathlib import Path

from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.stores.base import Store
from pipelines.retrieval.stores.chroma import ChromaStore
from pipelines.retrieval.stores.weaviate import WeaviateStore, server_at
from pipelines.runtime.errors import UserError, did_you_mean

STORES = ("builtin", "chroma", "weaviate")


def open_store(config: RetrievalConfig, folder: Path) -> Store:
    """Returns the store that a configuration names; nothing is read or reached before it is used.

    Args:
        config: Names the store, and the server's address where there is one.
        folder: The folder of the index: the store keeps there what it needs to find its vectors again.

    Returns:
        The store.

    Raises:
        UserError: There is no such store beside the built-in one, or a server's address is missing or no address.
    """
    if config.store == "chroma":
        return ChromaStore(folder=folder / "chroma")
    if config.store == "weaviate":
        return WeaviateStore(server=server_at(config.weaviate_url), record=folder / "weaviate.json")
    raise UserError(
        f"`retrieval.store={config.store}` is no store",
        details=[f"stores: {', '.join(STORES)}"],
        hint=did_you_mean(config.store, STORES) or "name one of them",
    )

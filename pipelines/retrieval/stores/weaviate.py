"""A Weaviate server: a collection of vectors, named by its content, that replaces the one before it."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

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
from pipelines.runtime.errors import UserError

if TYPE_CHECKING:
    from langchain_weaviate import WeaviateVectorStore
    from weaviate import WeaviateClient

KEY = "WEAVIATE_API_KEY"
REBUILD = "python -m pipelines.index"
SECONDS_TO_CONNECT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a Weaviate server is, and under which name the company's collections are there."""

    host: str
    port: int
    secure: bool
    grpc_port: int
    family: str

    @property
    def address(self) -> str:
        """The address without key or names, for messages."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"


def server_at(url: str) -> Server:
    """Reads an address such as `http://127.0.0.1:8080/Acme?grpc=50051`.

    Args:
        url: The server's address. The path names the family of collections, `Groundsmith` without one; two corpora on
            one server need two families. `grpc` is the port for gRPC, 50051 without one.

    Returns:
        The server.

    Raises:
        UserError: That is no such address.
    """
    try:
        parts = urlsplit(url)
        secure, family = parts.scheme == "https", parts.path.strip("/") or "Groundsmith"
        grpc_port = int(parse_qs(parts.query).get("grpc", ["50051"])[0])
        port = parts.port or (443 if secure else 8080)
    except ValueError:
        parts, family = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or not re.fullmatch("[A-Z][0-9A-Za-z]*", family):
        raise UserError(
            f"`retrieval.weaviate_url={url}` is no address of a Weaviate server",
            details=["expected: `http://HOST:PORT`, then `/Family` and `?grpc=PORT` where they are not the usual ones"],
            hint="for the server of docs/weaviate/compose.yaml: `retrieval.weaviate_url=http://127.0.0.1:8080`",
        )
    return Server(host=parts.hostname, port=port, secure=secure, grpc_port=grpc_port, family=family)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaviateStore:
    """A collection on a server, and a file that says which one."""

    server: Server
    record: Path

    def build(self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Metadata]) -> None:
        """Fills a new collection, then drops the other ones of the family: what was withdrawn is gone with them.

        Args:
            ids: Ids of sections.
            vectors: A row of unit length for each.
            metadata: What each is filtered by, and its text.

        Raises:
            UserError: The server cannot be reached, refuses, or has no tokenizer for Chinese.
        """
        name = f"{self.server.family}_{_content_hash(ids, vectors, metadata)}"
        with _connected(self.server) as client:
            from weaviate.util import generate_uuid5

            if _size(client, name) != len(ids):
                client.collections.delete(name)
                _create(client, name)
                named = [{**one, "section_id": id_} for id_, one in zip(ids, metadata, strict=True)]
                texts = [str(one.pop("text")) for one in named]
                _store(client, name, vectors).add_texts(texts, named, ids=[generate_uuid5(id_) for id_ in ids])
                self._require_whole(_size(client, name), len(ids))
            for other in sorted(client.collections.list_all()):
                if other != name and re.fullmatch(f"{self.server.family}_[0-9a-f]{{16}}", other):
                    client.collections.delete(other)
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.record.write_text(json.dumps({"collection": name}) + "\n", encoding="utf-8")

    def _require_whole(self, filed: int | None, wanted: int) -> None:
        # Neither the client nor LangChain raises where the server refuses some of the objects.
        if filed != wanted:
            raise UserError(
                f"the Weaviate server at {self.server.address} filed {filed} of {wanted} sections",
                details=["the collection before this one stays as it was"],
                hint=f"look into the server's log and its disk, then run `{REBUILD}` again",
            )

    def search(self, vectors: Vectors, k: int, audience: str, as_of: str | None) -> list[Found]:
        """Finds what is nearest to each of many vectors; see `Store.search`.

        Args:
            vectors: A row of unit length for each question.
            k: How many at most.
            audience: The reader's group.
            as_of: ISO date, or None for now.

        Returns:
            What was found for each.

        Raises:
            UserError: The server cannot be reached, refuses, or does not hold the collection any more.
        """
        name = json.loads(self.record.read_text(encoding="utf-8"))["collection"]
        with _connected(self.server) as client:
            if _size(client, name) is None:
                raise UserError(
                    f"the Weaviate server at {self.server.address} does not hold the collection {name}",
                    hint=f"it was dropped, or another index took its place; fill it again with `{REBUILD}`",
                )
            store, allowed = _store(client, name, vectors), _allowed(audience, as_of)
            return [_near(store, row, k, allowed) for row in vectors]


@contextmanager
def _connected(server: Server) -> "Iterator[WeaviateClient]":
    needs("weaviate", "langchain_weaviate", store="weaviate")
    import weaviate
    from weaviate.classes.init import AdditionalConfig, Auth, Timeout
    from weaviate.exceptions import WeaviateBaseError

    for name in ("weaviate-client", "langchain_weaviate.vectorstores"):
        # They print what could not be filed, on standard error.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    key = os.environ.get(KEY)
    try:
        with weaviate.connect_to_custom(
            http_host=server.host,
            http_port=server.port,
            http_secure=server.secure,
            grpc_host=server.host,
            grpc_port=server.grpc_port,
            grpc_secure=server.secure,
            auth_credentials=Auth.api_key(key) if key else None,
            # Its own checks ask a package index on the internet for the newest client.
            skip_init_checks=True,
            additional_config=AdditionalConfig(timeout=Timeout(init=SECONDS_TO_CONNECT)),
        ) as client:
            yield client
    # LangChain gives back a failed search as a ValueError.
    except (WeaviateBaseError, ValueError) as error:
        raise _in_words(error, server) from error


def _in_words(error: Exception, server: Server) -> UserError:
    said = str(error)
    if getattr(error, "status_code", None) in (401, 403) or re.search("UNAUTHENTICATED|PERMISSION_DENIED", said):
        found = "is set" if os.environ.get(KEY) else "is not set"
        return UserError(
            f"the Weaviate server at {server.address} refuses the key",
            details=[f"the environment variable {KEY} {found}"],
            hint=f"put one of the server's keys into it: `export {KEY}=…`",
        )
    if "gse" in said.lower() or "tokenization" in said.lower() or "is not supported" in said:
        return UserError(
            f"the Weaviate server at {server.address} cannot split Chinese text: it has no tokenizer `gse_ch`",
            hint="start it with ENABLE_TOKENIZER_GSE_CH=true; if that is set, it is too old: "
            "docs/weaviate/compose.yaml has both the setting and a version that knows it",
        )
    return UserError(
        f"the Weaviate server at {server.address} does not answer as it should",
        details=[f"{type(error).__name__}, HTTP on port {server.port}, gRPC on port {server.grpc_port}"],
        hint="start it with `docker compose -f docs/weaviate/compose.yaml up -d`, mend `retrieval.weaviate_url`, or "
        "search without a server: `retrieval=hybrid` or `retrieval=chroma`",
    )


def _size(client: "WeaviateClient", name: str) -> int | None:
    if not client.collections.exists(name):
        return None
    return client.collections.get(name).aggregate.over_all(total_count=True).total_count


def _create(client: "WeaviateClient", name: str) -> None:
    from weaviate.classes.config import Configure, DataType, Property, Tokenization, VectorDistances

    graph = Configure.VectorIndex.hnsw(
        distance_metric=VectorDistances.COSINE,
        ef_construction=CANDIDATES,
        max_connections=NEIGHBOURS,
        ef=CANDIDATES,
    )
    client.collections.create(
        name,
        vector_config=Configure.Vectors.self_provided(vector_index_config=graph),
        properties=[
            # By default a text is split at white space, of which Chinese has none.
            Property(name="text", data_type=DataType.TEXT, tokenization=Tokenization.GSE_CH),
            Property(name="section_id", data_type=DataType.TEXT, tokenization=Tokenization.FIELD),
            Property(name="audience", data_type=DataType.TEXT, tokenization=Tokenization.FIELD),
            Property(name="citable", data_type=DataType.BOOL),
            Property(name="first_day", data_type=DataType.INT, index_range_filters=True),
            Property(name="last_day", data_type=DataType.INT, index_range_filters=True),
        ],
    )


def _store(client: "WeaviateClient", name: str, vectors: Vectors) -> "WeaviateVectorStore":
    from langchain_weaviate import WeaviateVectorStore

    return WeaviateVectorStore(client, name, "text", embedding=handed_over(vectors))


def _near(store: "WeaviateVectorStore", row: Vectors, k: int, allowed: Any) -> Found:  # noqa: ANN401
    # LangChain's scores are ranks in disguise; the vectors come back, so that the similarity is the true one.
    found = store.similarity_search_by_vector(row.tolist(), k, alpha=1.0, filters=allowed, include_vector=True)
    return ranked(
        [(one.metadata["section_id"], float(np.dot(row, np.float32(one.metadata["vector"])))) for one in found]
    )


def _allowed(audience: str, as_of: str | None) -> Any:  # noqa: ANN401
    from weaviate.classes.query import Filter

    reader = Filter.by_property("citable").equal(val=True) & Filter.by_property("audience").contains_any(
        sorted({"all", audience})
    )
    if as_of is None:
        return reader & Filter.by_property("last_day").equal(STILL)
    first, last = Filter.by_property("first_day"), Filter.by_property("last_day")
    return reader & first.less_or_equal(day(as_of)) & last.greater_than(day(as_of))


def _content_hash(ids: Sequence[str], vectors: Vectors, metadata: Sequence[Metadata]) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
    digest.update(json.dumps([list(ids), list(metadata)], sort_keys=True).encode())
    return digest.hexdigest()[:16]

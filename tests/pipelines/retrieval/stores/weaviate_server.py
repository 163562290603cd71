"""A stand-in for a Weaviate server: its HTTP and gRPC as the official client speaks them, its search exact."""

import json
import re
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np

KEY = "the-key"
DEFAULTS: dict[str, Any] = {
    "invertedIndexConfig": {
        "bm25": {"b": 0.75, "k1": 1.2},
        "cleanupIntervalSeconds": 60,
        "stopwords": {"additions": None, "preset": "en", "removals": None},
    },
    "multiTenancyConfig": {"autoTenantActivation": False, "autoTenantCreation": False, "enabled": False},
    "replicationConfig": {"asyncEnabled": False, "deletionStrategy": "NoAutomatedResolution", "factor": 1},
    "shardingConfig": {
        "virtualPerPhysical": 128,
        "desiredCount": 1,
        "actualCount": 1,
        "desiredVirtualCount": 128,
        "actualVirtualCount": 128,
        "key": "_id",
        "strategy": "hash",
        "function": "murmur3",
    },
}
GRAPH: dict[str, Any] = {
    "skip": False,
    "cleanupIntervalSeconds": 300,
    "maxConnections": 32,
    "efConstruction": 128,
    "ef": -1,
    "dynamicEfMin": 100,
    "dynamicEfMax": 500,
    "dynamicEfFactor": 8,
    "vectorCacheMaxObjects": 1000000000000,
    "flatSearchCutoff": 40000,
    "distance": "cosine",
    "filterStrategy": "sweeping",
}


@dataclass
class Server:
    """What is on the server, and how it behaves."""

    version: str = "1.34.0"
    tokenizers: tuple[str, ...] = ("word", "field", "gse_ch")
    fails: bool = False
    """Whether it refuses to file objects."""
    schemas: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, dict[str, tuple[dict[str, Any], Any]]] = field(default_factory=dict)
    url: str = ""

    def create(self, schema: dict[str, Any]) -> tuple[int, Any]:
        """Files a collection; one with a tokenizer that is not there is refused."""
        flags = {"indexFilterable": True, "indexSearchable": True, "indexRangeFilters": False}
        schema["properties"] = [flags | one for one in schema["properties"]]
        for one in schema["properties"]:
            if one.get("tokenization", "word") not in self.tokenizers:
                why = f"tokenization '{one['tokenization']}' is not allowed for data type 'text'"
                return 422, {"error": [{"message": f"property '{one['name']}': {why}"}]}
        for vector in schema["vectorConfig"].values():
            vector["vectorIndexConfig"] = GRAPH | vector["vectorIndexConfig"]
        self.schemas[schema["class"]] = DEFAULTS | schema
        self.objects[schema["class"]] = {}
        return 200, self.schemas[schema["class"]]

    def answer(self, method: str, path: str, body: bytes, key: str) -> tuple[int, Any]:
        """Answers a request over HTTP."""
        if key != f"Bearer {KEY}":
            return 401, {"code": 401, "message": "anonymous access not enabled"}
        name = path.rpartition("/")[2]
        if path == "/v1/meta":
            return 200, {"hostname": "http://[::]:8080", "modules": {}, "version": self.version}
        if path == "/v1/schema" and method == "GET":
            return 200, {"classes": list(self.schemas.values())}
        if path == "/v1/schema":
            return self.create(json.loads(body))
        if path == "/v1/nodes":
            return 200, {"nodes": [{"batchStats": {"queueLength": 0, "ratePerSecond": 0}, "name": "n", "shards": None}]}
        if path.startswith("/v1/schema/") and method == "DELETE":
            self.schemas.pop(name, None)
            self.objects.pop(name, None)
            return 200, {}
        return (200, self.schemas[name]) if name in self.schemas else (404, {})


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    """The HTTP side."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.partition("?")[0]
            status, content = server.answer(self.command, path, body, self.headers.get("Authorization", ""))
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_DELETE = do_HEAD = reply  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def servicer(server: Server) -> Any:
    """The gRPC side."""
    import grpc
    from google.protobuf.json_format import MessageToDict
    from weaviate.proto.v1 import aggregate_pb2, batch_pb2, search_get_pb2, weaviate_pb2_grpc

    class Weaviate(weaviate_pb2_grpc.WeaviateServicer):
        def BatchObjects(self, request: Any, context: Any) -> Any:  # noqa: N802
            if server.fails:
                return batch_pb2.BatchObjectsReply(
                    errors=[batch_pb2.BatchObjectsReply.BatchError(index=0, error="no space left")]
                )
            for one in request.objects:
                kept = MessageToDict(one.properties.non_ref_properties)
                server.objects[one.collection][one.uuid] = (kept, vector_of(one))
            return batch_pb2.BatchObjectsReply(took=0.0)

        def Aggregate(self, request: Any, context: Any) -> Any:  # noqa: N802
            count = len(server.objects[request.collection])
            return aggregate_pb2.AggregateReply(single_result=aggregate_pb2.AggregateReply.Single(objects_count=count))

        def Search(self, request: Any, context: Any) -> Any:  # noqa: N802
            if dict(context.invocation_metadata()).get("authorization") != f"Bearer {KEY}":
                context.abort(grpc.StatusCode.UNAUTHENTICATED, "anonymous access not enabled")
            assert request.hybrid_search.alpha == 1.0
            query = vector_of(request.hybrid_search)
            kept = [
                (float(vector @ query), uuid, properties, vector)
                for uuid, (properties, vector) in server.objects[request.collection].items()
                if holds(request.filters, properties)
            ]
            best = sorted(kept, key=lambda one: (-one[0], one[1]))[: request.limit]
            return search_get_pb2.SearchReply(results=[result(*one) for one in best])

    return Weaviate()


def holds(filters: Any, properties: Any) -> bool:
    """Whether an object passes the filters of a search."""
    from weaviate.proto.v1 import base_pb2

    name = base_pb2.Filters.Operator.Name(filters.operator)
    if name == "OPERATOR_AND":
        return all(holds(one, properties) for one in filters.filters)
    found = properties[filters.target.property]
    return {
        "OPERATOR_EQUAL": lambda: found == getattr(filters, filters.WhichOneof("test_value")),
        "OPERATOR_CONTAINS_ANY": lambda: found in filters.value_text_array.values,
        "OPERATOR_LESS_THAN_EQUAL": lambda: found <= filters.value_int,
        "OPERATOR_GREATER_THAN": lambda: found > filters.value_int,
    }[name]()


def value(content: Any) -> Any:
    """A property on the wire."""
    from weaviate.proto.v1 import properties_pb2

    if isinstance(content, bool):
        return properties_pb2.Value(bool_value=content)
    if isinstance(content, str):
        return properties_pb2.Value(text_value=content)
    return properties_pb2.Value(int_value=int(content))


def result(score: float, uuid: str, properties: Any, vector: Any) -> Any:
    """An object on the wire."""
    from weaviate.proto.v1 import properties_pb2, search_get_pb2

    packed = struct.pack(f"{len(vector)}f", *vector)
    fields = {name: value(content) for name, content in properties.items()}
    return search_get_pb2.SearchResult(
        properties=search_get_pb2.PropertiesResult(non_ref_props=properties_pb2.Properties(fields=fields)),
        # The score of a hybrid search says nothing of the similarity, as on the real server.
        metadata=search_get_pb2.MetadataResult(id=uuid, score=0.5, score_present=True, vector_bytes=packed),
    )


def vector_of(message: Any) -> Any:
    """A vector off the wire."""
    return np.frombuffer(message.vectors[0].vector_bytes if message.vectors else message.vector_bytes, np.float32)


@contextmanager
def running(**how: Any) -> Iterator[Server]:
    """A server on this machine until the block ends."""
    import grpc
    from weaviate.proto.v1 import weaviate_pb2_grpc

    server = Server(**how)
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler(server))
    Thread(target=http.serve_forever, daemon=True).start()
    rpc = grpc.server(ThreadPoolExecutor(4))
    weaviate_pb2_grpc.add_WeaviateServicer_to_server(servicer(server), rpc)
    port = rpc.add_insecure_port("127.0.0.1:0")
    rpc.start()
    server.url = f"http://127.0.0.1:{http.server_port}/Acme?grpc={port}"
    try:
        yield server
    finally:
        rpc.stop(None).wait()
        http.shutdown()
        http.server_close()


def named(server: Server) -> list[str]:
    """Names of the collections that are no other family's."""
    return [name for name in sorted(server.schemas) if re.fullmatch("Acme_[0-9a-f]{16}", name)]

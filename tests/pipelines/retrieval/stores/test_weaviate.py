"""A Weaviate server finds what an exact search finds: a stand-in that speaks its protocols, and a real one if set."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.stores import open_store
from pipelines.retrieval.stores.weaviate import Server as Address
from pipelines.retrieval.stores.weaviate import server_at
from pipelines.runtime.errors import UserError
from tests.pipelines.retrieval.stores.makers import assert_same, exact, shelf, unit

pytest.importorskip("weaviate")
pytest.importorskip("langchain_weaviate")
from tests.pipelines.retrieval.stores.weaviate_server import DEFAULTS, KEY, Server, named, running

READERS = [("all", None), ("hr", None), ("法務", "2023-07-01"), ("nobody", "2021-12-31"), ("hr", "2024-06-30")]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The stand-in; the key is in the environment."""
    monkeypatch.setenv("WEAVIATE_API_KEY", KEY)
    with running() as server:
        yield server


def store(server: Server, folder: Path) -> Any:
    """The store of an index in a folder."""
    return open_store(RetrievalConfig(store="weaviate", weaviate_url=server.url), folder)


def check_ranking(store: Any) -> None:
    """Asserts that every reader gets what an exact search gives."""
    shelved = shelf(120, 1)
    store.build(*shelved)
    queries = unit(np.random.default_rng(1).normal(size=(3, 16)))
    for audience, as_of in READERS:
        found = store.search(queries, 10, audience, as_of)
        for mine, query in zip(found, queries, strict=True):
            assert_same(mine, exact(shelved, query, 10, audience, as_of))


def test_it_ranks_as_an_exact_search_does_whatever_the_reader_and_the_day(server: Server, tmp_path: Path) -> None:
    check_ranking(store(server, tmp_path))


@pytest.mark.skipif("WEAVIATE_URL" not in os.environ, reason="needs a Weaviate server: set WEAVIATE_URL")
def test_a_real_server_ranks_as_an_exact_search_does(tmp_path: Path) -> None:
    check_ranking(open_store(RetrievalConfig(store="weaviate", weaviate_url=os.environ["WEAVIATE_URL"]), tmp_path))


def test_the_collection_has_our_vectors_and_chinese_text(server: Server, tmp_path: Path) -> None:
    shelved = shelf(5, 2)
    store(server, tmp_path).build(*shelved)
    [name] = named(server)
    properties = {one["name"]: one.get("tokenization") for one in server.schemas[name]["properties"]}
    assert properties["text"] == "gse_ch"
    assert properties["section_id"] == properties["audience"] == "field"
    [vectors] = server.schemas[name]["vectorConfig"].values()
    assert "none" in vectors["vectorizer"]
    assert vectors["vectorIndexConfig"]["distance"] == "cosine"
    filed = {kept["section_id"]: (kept["text"], vector) for kept, vector in server.objects[name].values()}
    for id_, vector, one in zip(*shelved, strict=True):
        assert filed[id_][0] == one["text"]
        assert np.array_equal(filed[id_][1], vector)


def test_a_new_collection_takes_the_place_of_the_old_and_leaves_others_alone(server: Server, tmp_path: Path) -> None:
    others = ("Customers", "Acme_notes", "Other_0123456789abcdef")
    server.schemas |= {name: DEFAULTS | {"class": name, "properties": [], "vectorConfig": {}} for name in others}
    live, new = store(server, tmp_path / "live"), store(server, tmp_path / "new")
    ids, vectors, metadata = shelf(20, 3)
    live.build(ids, vectors, metadata)
    [before] = named(server)
    new.build(ids[1:], vectors[1:], metadata[1:])
    [after] = named(server)
    assert before != after
    assert set(others) < set(server.schemas)
    assert ids[0] not in [kept["section_id"] for kept, _ in server.objects[after].values()]


def test_the_same_content_is_not_filed_twice_and_half_of_it_is_filed_anew(server: Server, tmp_path: Path) -> None:
    shelved = shelf(20, 4)
    store(server, tmp_path).build(*shelved)
    [name] = named(server)
    kept = server.objects[name]
    store(server, tmp_path).build(*shelved)
    assert server.objects[name] is kept
    kept.popitem()
    store(server, tmp_path).build(*shelved)
    assert server.objects[name] is not kept
    assert len(server.objects[name]) == 20


def test_an_index_that_is_copied_finds_its_collection_again(server: Server, tmp_path: Path) -> None:
    shelved = shelf(20, 5)
    store(server, tmp_path / "new").build(*shelved)
    shutil.copytree(tmp_path / "new", tmp_path / "index")
    found = store(server, tmp_path / "index").search(shelved[1][:1], 3, "all", None)
    assert_same(found[0], exact(shelved, shelved[1][0], 3, "all", None))


def test_the_server_we_ship_is_pinned_silent_closed_and_splits_chinese() -> None:
    shipped = yaml.safe_load((Path(__file__).parents[4] / "docs/weaviate/compose.yaml").read_text(encoding="utf-8"))
    service = shipped["services"]["weaviate"]
    assert re.fullmatch(r".+:\d+\.\d+\.\d+", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    environment = service["environment"]
    assert environment["ENABLE_TOKENIZER_GSE_CH"] == environment["DISABLE_TELEMETRY"] == "true"
    assert environment["AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED"] == "false"
    assert "WEAVIATE_API_KEY:?" in environment["AUTHENTICATION_APIKEY_ALLOWED_KEYS"]
    assert environment["ENABLE_MODULES"] == ""


def test_an_address_names_ports_and_family() -> None:
    assert server_at("http://127.0.0.1:8080") == Address(
        host="127.0.0.1", port=8080, secure=False, grpc_port=50051, family="Groundsmith"
    )
    assert server_at("https://vectors.acme.tw/Acme?grpc=443") == Address(
        host="vectors.acme.tw", port=443, secure=True, grpc_port=443, family="Acme"
    )


def said(server: Server, folder: Path) -> str:
    """The message where a store cannot be filled."""
    with pytest.raises(UserError) as error:
        store(server, folder).build(*shelf(3, 1))
    assert not (folder / "weaviate.json").exists()
    return str(error.value).replace(server.url.partition("/Acme")[0], "http://HOST:PORT")


def test_no_server(server: Server, tmp_path: Path) -> None:
    gone = Server(url="http://127.0.0.1:9/Acme?grpc=10")
    assert said(gone, tmp_path) == (
        "error: the Weaviate server at http://HOST:PORT does not answer as it should\n"
        "  WeaviateStartUpError, HTTP on port 9, gRPC on port 10\n"
        "\n"
        "hint: start it with `docker compose -f docs/weaviate/compose.yaml up -d`, mend `retrieval.weaviate_url`, or "
        "search without a server: `retrieval=hybrid` or `retrieval=chroma`"
    )


@pytest.mark.parametrize(("key", "found"), [("wrong", "is set"), (None, "is not set")])
def test_the_wrong_key(
    key: str | None, found: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEAVIATE_API_KEY")
    if key:
        monkeypatch.setenv("WEAVIATE_API_KEY", key)
    assert said(server, tmp_path) == (
        "error: the Weaviate server at http://HOST:PORT refuses the key\n"
        f"  the environment variable WEAVIATE_API_KEY {found}\n"
        "\n"
        "hint: put one of the server's keys into it: `export WEAVIATE_API_KEY=…`"
    )


@pytest.mark.parametrize("how", [{"tokenizers": ("word", "field")}, {"version": "1.24.1"}])
def test_a_server_that_cannot_split_chinese(how: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEAVIATE_API_KEY", KEY)
    with running(**how) as old:
        assert said(old, tmp_path) == (
            "error: the Weaviate server at http://HOST:PORT cannot split Chinese text: it has no tokenizer `gse_ch`\n"
            "\n"
            "hint: start it with ENABLE_TOKENIZER_GSE_CH=true; if that is set, it is too old: "
            "docs/weaviate/compose.yaml has both the setting and a version that knows it"
        )


def test_objects_that_are_not_filed_stop_it_and_the_old_collection_stays(server: Server, tmp_path: Path) -> None:
    shelved = shelf(20, 6)
    store(server, tmp_path / "live").build(*shelved)
    server.fails = True
    assert said(server, tmp_path / "new") == (
        "error: the Weaviate server at http://HOST:PORT filed 0 of 3 sections\n"
        "  the collection before this one stays as it was\n"
        "\n"
        "hint: look into the server's log and its disk, then run `python -m pipelines.index` again"
    )
    server.fails = False
    assert store(server, tmp_path / "live").search(shelved[1][:1], 3, "all", None)[0]


def test_a_collection_that_was_dropped(server: Server, tmp_path: Path) -> None:
    shelved = shelf(3, 7)
    store(server, tmp_path).build(*shelved)
    [name] = named(server)
    server.schemas.clear()
    with pytest.raises(UserError) as error:
        store(server, tmp_path).search(shelved[1], 1, "all", None)
    assert str(error.value).replace(server.url.partition("/Acme")[0], "http://HOST:PORT") == (
        f"error: the Weaviate server at http://HOST:PORT does not hold the collection {name}\n"
        "\n"
        "hint: it was dropped, or another index took its place; fill it again with `python -m pipelines.index`"
    )

"""Chroma finds what an exact search finds, keeps no text, and leaves the index's files as they are."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.stores import chroma, metadata_of, open_store
from pipelines.runtime.files import replacing_folder, verify
from tests.pipelines.retrieval.stores.makers import assert_same, exact, shelf, unit

pytest.importorskip("chromadb")
pytest.importorskip("langchain_chroma")

CONFIG = RetrievalConfig(store="chroma")


def built(folder: Path, shelved: Any) -> Any:
    """A store in a folder that holds a shelf."""
    store = open_store(CONFIG, folder)
    store.build(*shelved)
    return store


def bytes_in(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@settings(max_examples=8)
@given(
    count=st.integers(1, 250),
    k=st.integers(1, 60),
    seed=st.integers(0, 9),
    audience=st.sampled_from(["all", "hr", "法務", "nobody"]),
    as_of=st.sampled_from([None, "2021-12-31", "2023-07-01", "2024-06-30"]),
)
def test_it_ranks_as_an_exact_search_does_whatever_the_reader_and_the_day(
    count: int, k: int, seed: int, audience: str, as_of: str | None
) -> None:
    shelved = shelf(count, seed)
    queries = unit(np.random.default_rng(seed + 100).normal(size=(3, 16)))
    with tempfile.TemporaryDirectory() as folder:
        found = built(Path(folder), shelved).search(queries, k, audience, as_of)
    assert len(found) == 3
    for mine, query in zip(found, queries, strict=True):
        assert_same(mine, exact(shelved, query, k, audience, as_of))


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    shelved = ([], np.zeros((0, 16), np.float32), [])
    assert built(tmp_path, shelved).search(np.ones((1, 16), np.float32), 5, "all", None) == [[]]


def test_two_texts_that_are_equal_keep_their_own_vectors(tmp_path: Path) -> None:
    ids, vectors, metadata = shelf(2, 1)
    twins = [{**metadata[0], "citable": True, "audience": "all", "first_day": 0, "last_day": 99_999_999}] * 2
    found = built(tmp_path, (ids, vectors, twins)).search(vectors, 1, "all", None)
    assert [near[0][0] for near in found] == ids


def test_no_text_is_in_its_files(tmp_path: Path) -> None:
    shelved = shelf(40, 2)
    built(tmp_path, shelved)
    everything = bytes_in(tmp_path)
    assert shelved[0][7].encode() in everything
    for one in shelved[2]:
        assert one["text"].encode() not in everything
        assert one["text"].encode("utf-16-le") not in everything


def test_nothing_of_a_withdrawn_section_is_left_when_the_store_is_built_again(tmp_path: Path) -> None:
    ids, vectors, metadata = shelf(600, 3)
    built(tmp_path, (ids, vectors, metadata))
    withdrawn = (ids[5], vectors[5].tobytes())
    assert all(trace if isinstance(trace, bytes) else trace.encode() in bytes_in(tmp_path) for trace in withdrawn)
    kept = [place for place in range(len(ids)) if place != 5]
    store = built(tmp_path, ([ids[place] for place in kept], vectors[kept], [metadata[place] for place in kept]))
    everything = bytes_in(tmp_path)
    assert withdrawn[0].encode() not in everything
    assert withdrawn[1] not in everything
    assert withdrawn[0] not in [id_ for id_, _ in store.search(vectors[5:6], 50, "hr", None)[0]]


def test_searching_leaves_the_index_as_its_manifest_says_and_the_copy_goes_with_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    shelved, target = shelf(300, 4), tmp_path / "index"
    with replacing_folder(target) as new:
        built(new, shelved)
    before = verify(target)
    readers = [open_store(CONFIG, target), open_store(CONFIG, target)]
    first, second = (reader.search(shelved[1][:2], 5, "all", None) for reader in readers)
    assert first == second
    assert verify(target) == before
    assert len(list(copies.iterdir())) == 2
    del readers
    assert list(copies.iterdir()) == []


def test_two_builds_of_the_same_sections_find_the_same(tmp_path: Path) -> None:
    shelved = shelf(800, 5, dimensions=64)
    queries = unit(np.random.default_rng(1).normal(size=(20, 64)))
    found = [built(tmp_path / name, shelved).search(queries, 10, "all", None) for name in ("one", "two")]
    assert found[0] == found[1]


def test_a_sections_metadata_are_its_audience_its_days_and_whether_it_may_be_cited() -> None:
    from tests.pipelines.retrieval.stores.test_errors import SECTION

    dated = replace(SECTION, effective_from="2024-01-01", effective_until="2025-07-01", audience="hr", citable=False)
    assert metadata_of(dated) == {
        "text": "出貨作業程序\n出貨異常須於 24 小時內通報。",
        "audience": "hr",
        "citable": False,
        "first_day": 20240101,
        "last_day": 20250701,
    }
    assert metadata_of(SECTION)["first_day"] == 0
    assert metadata_of(SECTION)["last_day"] == 99_999_999


@pytest.mark.slow
def test_recall_at_ten_thousand_sections_is_nearly_one_and_far_above_chroma_as_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Vectors without any structure are the hardest there are: those of texts lie in groups and are found more easily.
    shelved = shelf(10_000, 6, dimensions=384)
    queries = unit(np.random.default_rng(2).normal(size=(100, 384)))
    recall = {}
    for name, graph in (("ours", chroma._GRAPH), ("as it comes", {"hnsw": {"space": "cosine"}})):
        monkeypatch.setattr(chroma, "_GRAPH", graph)
        began = time.perf_counter()
        store = built(tmp_path / name, shelved)
        filled = time.perf_counter()
        found = store.search(queries, 10, "all", None)
        searched = time.perf_counter()
        wanted = [exact(shelved, query, 10, "all", None) for query in queries]
        recall[name] = sum(len(dict(mine).keys() & dict(want)) for mine, want in zip(found, wanted, strict=True)) / 1000
        with capsys.disabled():
            Console().print(
                f"{name}: recall at 10 {recall[name]:.3f}, filled in {filled - began:.1f} s, "
                f"{(searched - filled) * 10:.0f} ms a question"
            )
    assert recall["ours"] > 0.99 > recall["as it comes"]

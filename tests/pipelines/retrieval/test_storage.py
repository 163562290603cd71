"""An index read back finds what it found, and is refused when it is of something else."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import Section
from pipelines.retrieval import storage
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder
from pipelines.retrieval.index import Index
from pipelines.retrieval.storage import read_index, write_index
from pipelines.runtime.errors import UserError
from tests.pipelines.retrieval.makers import WORDS, Bigrams, corpus, found

SECTIONS = corpus(50, 3)
CONFIG = RetrievalConfig()
FILES = ["data.npy", "indices.npy", "indptr.npy", "vocabulary.json", "vectors.npy", "common.npy", "index.json"]


class Other(Bigrams):
    """Another embedder's name and weights."""

    name = "package:other"
    hash = "b2"


def written(folder: Path, embedder: Embedder | None = None, config: RetrievalConfig = CONFIG) -> Path:
    """A folder with the index of the sections."""
    folder.mkdir()
    write_index(folder, Index.build(SECTIONS, config=config, embedder=embedder))
    return folder


def refusal(
    folder: Path,
    sections: list[Section] = SECTIONS,
    config: RetrievalConfig = CONFIG,
    embedder: Embedder | None = None,
) -> str:
    """What a user reads, with the folder's name alone."""
    with pytest.raises(UserError) as caught:
        read_index(folder, sections, config, embedder)
    return str(caught.value).replace(f"{folder.parent}/", "")


@pytest.mark.parametrize("embedder", [None, Bigrams()])
@pytest.mark.parametrize("mapped", [0, 1 << 24])
def test_what_is_read_finds_what_was_written(
    tmp_path: Path, embedder: Bigrams | None, mapped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_MAPPED", mapped)
    config = RetrievalConfig(enclosing=True)
    index = Index.build(SECTIONS, config=config, embedder=embedder)
    write_index(tmp_path, index)
    again = read_index(tmp_path, SECTIONS[::-1], config, embedder)
    queries = [f"{one} {other}" for one in WORDS for other in WORDS]
    assert again.hash == index.hash
    assert [*map(found, again.search_many(queries, 9))] == [*map(found, index.search_many(queries, 9))]
    assert not isinstance(again.lexical.weights.data, np.memmap) or mapped == 0


def test_equal_indexes_are_equal_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    for folder, sections in zip(folders, (SECTIONS, SECTIONS[::-1]), strict=True):
        folder.mkdir()
        write_index(folder, Index.build(sections, embedder=Bigrams()))
    one, other = ({path.name: path.read_bytes() for path in sorted(folder.iterdir())} for folder in folders)
    assert one == other
    assert {*FILES, "sections.npy"} == {*one}
    assert not any("出貨異常" in bytes_.decode("utf-8", "ignore") for bytes_ in one.values())


def test_an_index_without_sections_is_read_too(tmp_path: Path) -> None:
    for number, embedder in enumerate((None, Bigrams())):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_index(folder, Index.build([], embedder=embedder))
        assert read_index(folder, [], CONFIG, embedder).search("出貨", 3) == []


def test_no_index_is_said_in_words(tmp_path: Path) -> None:
    assert refusal(tmp_path / "index") == (
        "error: there is no index in index\n\nhint: build it again with `python -m pipelines.index`"
    )


def test_other_sections_are_counted(tmp_path: Path) -> None:
    folder = written(tmp_path / "index")
    changed = [replace(SECTIONS[0], audience="nobody"), replace(SECTIONS[1], content_hash="0"), *SECTIONS[2:45]]
    came = [replace(SECTIONS[49], id="SOP-LOG-001@3#§1")]
    assert refusal(folder, [*changed, *came]) == (
        "error: the index in index is of other sections or settings\n"
        "  sections: 1 came, 5 went, 2 changed\n"
        "\n"
        "hint: build it again with `python -m pipelines.index`"
    )


def test_other_settings_are_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "index", Bigrams())
    wanted = RetrievalConfig(enclosing=True, store="chroma")
    assert refusal(folder, config=wanted, embedder=Other()) == (
        "error: the index in index is of other sections or settings\n"
        "  embedder: bigrams there, package:other here\n"
        "  embedder's hash: b1 there, b2 here\n"
        "  enclosing: false there, true here\n"
        "  store: builtin there, chroma here\n"
        "\n"
        "hint: build it again with `python -m pipelines.index`"
    )


def test_an_index_of_words_alone_is_not_taken_for_one_with_an_embedder(tmp_path: Path) -> None:
    message = refusal(written(tmp_path / "words"), embedder=Bigrams())
    assert "  embedder: none there, bigrams here\n" in message
    message = refusal(written(tmp_path / "both", Bigrams()))
    assert "  embedder: bigrams there, none here\n" in message


def test_what_is_shown_and_when_needs_no_new_index(tmp_path: Path) -> None:
    folder = written(tmp_path / "index")
    assert read_index(folder, SECTIONS, RetrievalConfig(sources=5, as_of="2024-01-01")).hash


@pytest.mark.parametrize("name", FILES[:-1])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path / "index", Bigrams())
    (folder / name).unlink()
    assert refusal(folder, embedder=Bigrams()) == (
        f"error: the index in index is damaged\n  {name} is missing\n"
        "\n"
        "hint: build it again with `python -m pipelines.index`"
    )


@settings(max_examples=50)
@given(name=st.sampled_from(FILES), keep=st.floats(0, 1), tail=st.binary(max_size=40))
def test_a_cut_or_overwritten_file_is_refused_or_changes_numbers_only(
    tmp_path_factory: pytest.TempPathFactory, name: str, keep: float, tail: bytes
) -> None:
    """Whatever the bytes are, there is a message or an index that can be searched: never a crash."""
    folder = written(tmp_path_factory.mktemp("damage") / "index", Bigrams())
    whole = (folder / name).read_bytes()
    start = whole[: int(len(whole) * keep)]
    (folder / name).write_bytes((start + tail + whole[len(start) + len(tail) :]) if len(tail) % 2 else start + tail)
    with suppress(UserError):
        assert len(read_index(folder, SECTIONS, CONFIG, Bigrams()).search("出貨異常", 5)) <= 5


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    """Unpickling runs whatever the file says; an index may come from another machine."""
    folder = written(tmp_path / "index")
    np.save(folder / "data.npy", np.array([print], object), allow_pickle=True)
    assert refusal(folder) == (
        "error: the index in index is damaged\n"
        "  Object arrays cannot be loaded when allow_pickle=False\n"
        "\n"
        "hint: build it again with `python -m pipelines.index`"
    )


def test_an_archive_in_an_array_s_place_is_refused(tmp_path: Path) -> None:
    """What begins like a zip file ended in a traceback: numpy opens archives under any name."""
    folder = written(tmp_path / "index", Bigrams())
    (folder / "vectors.npy").write_bytes(b"PK\x03\x04 no archive")
    assert "the index in index is damaged\n  the magic string is not correct" in refusal(folder, embedder=Bigrams())


def test_numbers_of_another_kind_and_places_outside_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "index", Bigrams())
    places = np.load(folder / "indices.npy")
    np.save(folder / "indices.npy", places + 1_000)
    assert "is damaged" in refusal(folder, embedder=Bigrams())
    np.save(folder / "indices.npy", places.astype(np.float32))
    assert "  indices.npy holds float32\n" in refusal(folder, embedder=Bigrams())
    np.save(folder / "indices.npy", places)
    np.save(folder / "common.npy", np.ones((2, 9), np.float32))
    assert "  common.npy has the shape (2, 9), vectors.npy (50, 64)\n" in refusal(folder, embedder=Bigrams())
    np.save(folder / "vectors.npy", np.ones((3, 64), np.float32))
    assert "  vectors.npy has the shape (3, 64), index.json says 50 rows\n" in refusal(folder, embedder=Bigrams())

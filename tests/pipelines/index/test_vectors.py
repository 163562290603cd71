"""A text is embedded once, and what went leaves no vector behind."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.index.vectors import FILE, forget_others, vectors_of


class Fake:
    """An embedder that remembers what it was asked, and gives a text's hash as its vector."""

    name = "fake"

    def __init__(self, hash_: str = "f") -> None:
        self.hash = hash_
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([row_of(self.hash + text) for text in texts], np.float32)


def row_of(text: str) -> list[float]:
    return [float(byte) for byte in hashlib.sha256(text.encode()).digest()[:4]]


def names(folder: Path) -> set[tuple[str, str]]:
    rows = sqlite3.connect(folder / FILE).execute("SELECT embedder, text FROM vectors")
    return {(embedder, text) for embedder, text in rows}


@given(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=8), st.lists(st.sampled_from("甲乙丙丁戊"), max_size=8))
@settings(max_examples=20)
def test_only_what_is_new_is_embedded_and_every_row_is_its_text_s(first: list[str], second: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        embedder = Fake()
        for texts in (first, second):
            vectors, made = vectors_of(texts, embedder, Path(folder))
            assert len(vectors) == len(texts)
            assert all(list(row) == row_of(f"f{text}") for text, row in zip(texts, vectors, strict=True))
        assert made == len({*second} - {*first})
        assert sorted(embedder.asked) == sorted({*first, *second}), "no text twice"


def test_another_embedder_has_vectors_of_its_own(tmp_path: Path) -> None:
    one, other = Fake("one"), Fake("other")
    vectors_of(["甲"], one, tmp_path)
    vectors, made = vectors_of(["甲"], other, tmp_path)
    assert made == 1
    assert list(vectors[0]) == row_of("other甲")


def test_what_went_is_forgotten_for_every_embedder(tmp_path: Path) -> None:
    """A vector tells much of its text: a withdrawn document's must not stay in the cache."""
    for embedder in (Fake("one"), Fake("other")):
        vectors_of(["甲", "乙"], embedder, tmp_path)
    gone = np.array(row_of("one甲"), np.float32).tobytes()
    assert gone in (tmp_path / FILE).read_bytes()
    forget_others(["乙"], tmp_path)
    left = hashlib.sha256("乙".encode()).hexdigest()
    assert names(tmp_path) == {("one", left), ("other", left)}
    assert gone not in (tmp_path / FILE).read_bytes(), "overwritten, not only unlisted"


def test_forgetting_makes_no_file(tmp_path: Path) -> None:
    forget_others(["甲"], tmp_path / "vectors")
    assert not (tmp_path / "vectors").exists()


def test_a_killed_run_loses_no_more_than_a_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.index.vectors.BLOCK", 2)

    class Dying(Fake):
        def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if len(self.asked) >= 4:
                raise KeyboardInterrupt
            return super().passages(texts)

    with pytest.raises(KeyboardInterrupt):
        vectors_of(list("甲乙丙丁戊己"), Dying(), tmp_path)
    assert vectors_of(list("甲乙丙丁戊己"), Fake(), tmp_path)[1] == 2


def test_a_file_that_is_no_database_any_more_is_made_anew(tmp_path: Path) -> None:
    vectors_of(["甲"], Fake(), tmp_path)
    (tmp_path / FILE).write_bytes(b"garbage" * 1000)
    assert vectors_of(["甲"], Fake(), tmp_path)[1] == 1

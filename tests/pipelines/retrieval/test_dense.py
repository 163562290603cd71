"""Sections are found by meaning beside words, in the index itself or in a store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.retrieval import dense, storage
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import passage
from pipelines.retrieval.index import Index
from pipelines.retrieval.storage import read_index, write_index
from pipelines.retrieval.stores import Metadata
from tests.pipelines.retrieval.makers import AUDIENCES, DAYS, WORDS, Bigrams, corpus, found, keys, section

SECTIONS = corpus(60, 4)
QUERIES = [f"{one} {other}" for one in WORDS for other in WORDS]
STORED = RetrievalConfig(store="chroma")


class Synonyms(Bigrams):
    """Knows that a lorry is a truck, which no word of either says."""

    name, hash = "synonyms", "s1"

    def queries(self, texts: Sequence[str]) -> Any:
        """A row a text, with one word for both."""
        return super().queries([text.replace("lorry", "卡車").replace("truck", "卡車") for text in texts])


def test_a_section_that_shares_no_word_is_found_by_meaning() -> None:
    sections = [section("§1", "truck"), section("§2", "forklift"), section("§3", "pallet")]
    assert keys(Index.build(sections), "lorry") == []
    assert keys(Index.build(sections, embedder=Synonyms()), "lorry")[0] == "SOP-LOG-001 §1"


def test_texts_that_are_no_sections_are_compared_as_sections_are() -> None:
    index = Index.build(SECTIONS, embedder=Synonyms())
    texts = ["truck", "forklift", passage(SECTIONS[0])]
    liked = index.likeness("ｌｏｒｒｙ", texts)
    assert liked[0] > max(liked[1:])
    assert liked[2] == pytest.approx(index.dense.scores(["lorry"], "all", None)[0][0], abs=1e-5)
    assert liked[:2] == pytest.approx(index.likeness("lorry", texts[:2]), abs=1e-5)
    with pytest.raises(ValueError, match="without an embedder"):
        Index.build(SECTIONS).likeness("lorry", texts)


def test_a_question_without_any_token_finds_nothing_by_meaning_either() -> None:
    assert keys(Index.build(SECTIONS, embedder=Bigrams()), "？？") == []


@given(st.permutations(SECTIONS[:12]))
def test_vectors_that_are_given_belong_to_the_sections_in_their_order(shuffled: list[Any]) -> None:
    embedder = Bigrams()
    vectors = embedder.passages([passage(one) for one in shuffled])
    index = Index.build(shuffled, embedder=embedder, vectors=vectors)
    same = Index.build(SECTIONS[:12], embedder=embedder)
    assert index.hash == same.hash
    assert [*map(found, index.search_many(QUERIES[:20], 9))] == [*map(found, same.search_many(QUERIES[:20], 9))]


def test_the_hash_knows_the_embedder_and_what_the_settings_change() -> None:
    class Newer(Bigrams):
        hash = "b2"

    indexes = [
        Index.build(SECTIONS),
        Index.build(SECTIONS, embedder=Bigrams()),
        Index.build(SECTIONS, embedder=Newer()),
        Index.build(SECTIONS, config=RetrievalConfig(enclosing=True)),
        Index.build(SECTIONS, embedder=Bigrams(), config=STORED),
    ]
    assert len({index.hash for index in indexes}) == len(indexes)
    assert Index.build(SECTIONS, config=RetrievalConfig(sources=9, as_of="2024-01-01")).hash == indexes[0].hash


@dataclass
class Shelf:
    """A store in memory, which forgets to look at the date: the index looks again."""

    held: dict[str, Any] = field(default_factory=dict)
    most: int = 999

    def build(self, ids: Sequence[str], vectors: Any, metadata: Sequence[Metadata]) -> None:
        """Keeps the vectors."""
        self.held = dict(zip(ids, zip(vectors, metadata, strict=True), strict=True))

    def search(self, vectors: Any, k: int, audience: str, as_of: str | None) -> list[list[tuple[str, float]]]:
        """The nearest, best first."""
        return [
            sorted(
                ((id_, float(row @ one)) for id_, (row, _) in self.held.items()), key=lambda pair: (-pair[1], pair[0])
            )[: min(k, self.most)]
            for one in vectors
        ]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The store that every configuration opens."""
    opened = Shelf()
    monkeypatch.setattr(storage, "open_store", lambda config, folder: opened)
    return opened


def test_a_store_finds_what_the_index_itself_finds(tmp_path: Path, shelf: Shelf) -> None:
    index = Index.build(SECTIONS, embedder=Bigrams(), config=STORED)
    write_index(tmp_path, index)
    assert not (tmp_path / "vectors.npy").exists()
    assert len(shelf.held) == len(SECTIONS)
    again = read_index(tmp_path, SECTIONS, STORED, Bigrams())
    for audience in AUDIENCES:
        for day in DAYS:
            one, other = (
                [found(hits) for hits in each.search_many(QUERIES, 5, audience=audience, as_of=day)]
                for each in (index, again)
            )
            assert [[id_ for id_, _ in hits] for hits in one] == [[id_ for id_, _ in hits] for hits in other]


def test_a_section_that_a_store_does_not_name_counts_as_far_as_the_last_it_names(tmp_path: Path, shelf: Shelf) -> None:
    shelf.most = 10
    write_index(tmp_path, Index.build(SECTIONS, embedder=Bigrams(), config=STORED))
    again = read_index(tmp_path, SECTIONS, STORED, Bigrams())
    assert again.dense is not None
    scores = again.dense.scores(["出貨 異常"], "all", None)[0]
    assert np.sum(scores > scores.min()) <= 10
    assert len(again.search("出貨 異常", 60)) == len(again.masks.places("all"))
    shelf.held = {}
    assert again.dense.scores(["出貨"], "all", None).tolist() == [[0.0] * len(SECTIONS)]


def test_the_store_is_asked_for_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shelf: Shelf) -> None:
    monkeypatch.setattr(dense, "_DEPTH", 7)
    write_index(tmp_path, Index.build(SECTIONS, embedder=Bigrams(), config=STORED))
    again = read_index(tmp_path, SECTIONS, STORED, Bigrams())
    assert again.dense is not None
    row = again.dense.scores(["出貨 異常"], "all", None)[0]
    assert len({*row.tolist()}) <= 7

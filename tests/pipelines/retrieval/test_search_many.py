"""Many questions at once find what each finds alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.language.tokens import tokens
from pipelines.retrieval import bm25
from pipelines.retrieval import index as index_module
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.index import Index
from tests.pipelines.retrieval.makers import AUDIENCES, DAYS, WORDS, Bigrams, corpus, found, section

INDEXES = [
    Index.build(corpus(80, seed), embedder=embedder, config=RetrievalConfig(enclosing=enclosing))
    for seed, (embedder, enclosing) in enumerate([(None, False), (Bigrams(), False), (Bigrams(), True)])
]
QUERIES = st.lists(st.lists(st.sampled_from([*WORDS, "？", "Zürich"]), max_size=8).map(" ".join), max_size=12)


@settings(max_examples=50)
@given(
    index=st.sampled_from(INDEXES),
    queries=QUERIES,
    k=st.integers(0, 90),
    audience=st.sampled_from(AUDIENCES),
    day=st.sampled_from(DAYS),
)
def test_together_and_alone_find_the_same(
    index: Index, queries: list[str], k: int, audience: str, day: str | None
) -> None:
    together = index.search_many(queries, k, audience=audience, as_of=day)
    alone = [index.search(query, k, audience=audience, as_of=day) for query in queries]
    assert [*map(found, together)] == [*map(found, alone)]
    assert all(len(hits) <= k for hits in together)


@settings(max_examples=50)
@given(index=st.sampled_from(INDEXES[:2]), queries=QUERIES, k=st.integers(1, 80))
def test_fewer_hits_are_the_first_of_more_and_ties_are_in_order_of_ids(
    index: Index, queries: list[str], k: int
) -> None:
    for few, many in zip(index.search_many(queries, k), index.search_many(queries, 80), strict=True):
        assert found(few) == found(many)[:k]
        assert found(many) == sorted(found(many), key=lambda hit: (-hit[1], hit[0]))


def test_the_size_of_a_block_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [f"{one} {other}" for one in WORDS for other in WORDS]
    whole = [[*map(found, index.search_many(queries, 7))] for index in INDEXES]
    monkeypatch.setattr(index_module, "_CELLS", 200)
    assert [[*map(found, index.search_many(queries, 7))] for index in INDEXES] == whole


@settings(max_examples=30)
@given(st.lists(st.sampled_from([*WORDS, "Zürich"]), min_size=1, max_size=12))
def test_one_product_for_all_questions_gives_what_the_library_scores(asked: list[str]) -> None:
    """The weights are the library's; its own search takes questions one by one."""
    import bm25s

    texts = [["出貨", "異常"], ["出貨", "parcel", "parcel"], ["returned"], [*WORDS]]
    sections = [section(f"§{n}", " ".join(words), title="", document="", key="") for n, words in enumerate(texts)]
    lexical = Lexical.build(sections)
    scorer = bm25s.BM25(method=bm25._METHOD, k1=bm25._K1, b=bm25._B)
    scorer.index([tokens(one.text) for one in sections], show_progress=False)
    words = tokens(" ".join(asked))
    assert np.allclose(lexical.scores([words])[0], scorer.get_scores(words), atol=1e-5)


def test_the_embedder_is_called_once_for_many_questions() -> None:
    class Counted(Bigrams):
        calls = 0

        def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.calls += 1
            return super().queries(texts)

    embedder = Counted()
    index = Index.build(corpus(20, 1), embedder=embedder)
    before = embedder.calls
    index.search_many(WORDS, 3)
    assert embedder.calls == before + 1


def test_no_question_and_no_section_find_nothing() -> None:
    assert [index.search_many([], 3) for index in INDEXES] == [[], [], []]
    for embedder in (None, Bigrams()):
        assert Index.build([], embedder=embedder).search_many(["出貨", ""], 3) == [[], []]
        hidden = Index.build([section("§1", "出貨", citable=False)], embedder=embedder)
        assert hidden.search_many(["出貨", "？"], 3) == [[], []]

"""A found item brings along the clause that encloses it, which often holds its condition."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.enclosing import enclosing_places
from pipelines.retrieval.index import Index
from tests.pipelines.retrieval.makers import AUDIENCES, DAYS, WORDS, Bigrams, corpus, found, keys, section

ENCLOSING = RetrievalConfig(enclosing=True)


@pytest.mark.parametrize(
    ("item", "clause"),
    [
        ("第三條 一、（二）", "第三條 一"),
        ("第三條 一、（二）", "第三條"),
        ("第三條 一", "第三條"),
        ("四、（一） 第3列", "四、（一）"),
        ("貳、一 第1列", "貳、一"),
        ("§4.3（二）", "§4.3"),
        ("§4.3 (2)", "§4.3"),
        ("§4.3", "§4"),
        ("§4.1 第3列 P-1108", "§4.1"),
        ("§2.4 row 5", "§2.4"),
        ("Section 3.1", "Section 3"),
        ("禮金與補助›生日禮金", "禮金與補助"),
        ("SP-10 smart pallet›SP-10 body", "SP-10 smart pallet"),
        ("第二章 第一條", "第二章"),
        ("第1-1條 一", "第1-1條"),
    ],
)
def test_an_item_is_enclosed_by_the_longest_key_that_begins_its_own(item: str, clause: str) -> None:
    sections = [section(item, "通報"), section(clause, "出貨異常時：")]
    assert enclosing_places(sections).tolist() == [1, -1]


@pytest.mark.parametrize(
    ("item", "other"),
    [
        ("§4.10", "§4.1"),
        ("第三條之一", "第三條"),
        ("第12列", "第1列"),
        ("二十、（一）", "二"),
        ("row 12", "row 1"),
        ("第四條", "第三條"),
        ("§4.3#2", "§4.3"),
    ],
)
def test_a_number_that_begins_like_another_is_not_enclosed_by_it(item: str, other: str) -> None:
    assert enclosing_places([section(item, "通報"), section(other, "出貨")]).tolist() == [-1, -1]


def test_the_nearest_clause_counts_and_only_that_of_the_same_edition() -> None:
    items = [section(key, "通報") for key in ("第三條", "第三條 一", "第三條 一、（二）")]
    old = [replace(one, id=one.id.replace("@2", "@1")) for one in items[:2]]
    assert enclosing_places([*items, *old]).tolist() == [-1, 0, 1, -1, 3]
    assert enclosing_places([items[2], *old]).tolist() == [-1, -1, 1]


def test_of_a_long_clause_the_first_part_encloses() -> None:
    parts = [section("§4", "通報", id=f"SOP-LOG-001@2#§4 ({n}/3)") for n in (2, 1, 3)]
    item = section("§4.1", "出貨", id="SOP-LOG-001@2#§4.1 (2/2)")
    assert enclosing_places([*parts, item]).tolist() == [-1, -1, -1, 1]


CLAUSES = [
    section(f"第{number}條", f"{case}時，依下列規定辦理：")
    for number, case in [("一", "出貨異常"), ("二", "退貨"), ("三", "盤點不符"), ("四", "設備停機"), ("五", "訪客到廠")]
]
ITEMS = [
    section(f"{clause.key.split()[1]} {label}、", f"{who}於 {hours} 小時內通報{to}。")
    for clause in CLAUSES
    for label, who, hours, to in [("一", "倉儲人員", 24, "物流部門"), ("二", "倉儲主管", 48, "總經理")]
]


def test_its_condition_is_shown_with_an_item_for_every_question() -> None:
    """Each of ten items says who reports when; its clause says in which case. Of ten questions, how many show both?"""
    both = {}
    for config in (RetrievalConfig(), ENCLOSING):
        index = Index.build([*CLAUSES, *ITEMS], config=config)
        queries = [f"{item.key} {item.text}" for item in ITEMS]
        shown = [{hit.section.key for hit in hits} for hits in index.search_many(queries, 3)]
        pairs = [{item.key, item.key.rsplit(" ", 1)[0]} for item in ITEMS]
        both[config.enclosing] = sum(pair <= found for pair, found in zip(pairs, shown, strict=True))
    assert both[True] == 10
    assert both[False] < 5


def test_the_clause_stands_right_behind_its_item_and_once() -> None:
    index = Index.build([*CLAUSES, *ITEMS], config=ENCLOSING)
    assert keys(index, "第三條 一、 倉儲人員通報物流部門", 2) == ["SOP-LOG-001 第三條 一、", "SOP-LOG-001 第三條"]
    assert keys(index, "第三條 一、 倉儲人員通報物流部門", 1) == ["SOP-LOG-001 第三條 一、"]
    everything = keys(index, "第三條 一、 倉儲人員通報物流部門", 99)
    assert len(everything) == len({*everything}) == 15


def test_a_clause_that_the_reader_may_not_see_stays_hidden() -> None:
    item = section("第三條 一、", "倉儲人員通報。")
    for clause in (
        section("第三條", "獎金：", audience="hr"),
        section("第三條", "獎金：", citable=False),
        section("第三條", "獎金：", effective_until="2024-01-01"),
    ):
        index = Index.build([item, clause], config=ENCLOSING)
        assert keys(index, "倉儲人員通報", 5) == [item.key]


@settings(max_examples=50)
@given(
    seed=st.integers(0, 9),
    embedder=st.sampled_from([None, Bigrams()]),
    query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
    k=st.integers(1, 40),
    audience=st.sampled_from(AUDIENCES),
    day=st.sampled_from(DAYS),
)
def test_nothing_that_is_found_is_lost_but_at_the_end(
    seed: int, embedder: Bigrams | None, query: str, k: int, audience: str, day: str | None
) -> None:
    sections = corpus(40, seed)
    plain, with_clauses = (
        found(Index.build(sections, embedder=embedder, config=config).search(query, k, audience=audience, as_of=day))
        for config in (RetrievalConfig(), ENCLOSING)
    )
    assert plain[:1] == with_clauses[:1]
    assert len(plain) <= len(with_clauses) <= k
    if len(with_clauses) < k:
        assert {*plain} <= {*with_clauses}

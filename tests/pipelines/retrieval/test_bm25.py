"""Retrieval shows a reader the best sections among those in force that he may see."""

import random
from dataclasses import replace

import pytest

from pipelines.retrieval.index import Index
from tests.pipelines.retrieval.makers import keys, section

SECTIONS = [
    section("§4.1", "出貨前由倉儲人員核對品項與數量。"),
    section("§4.2", "包裝材料每季盤點一次。"),
    section("§4.3", "出貨異常須於 24 小時內通報物流部門。"),
    section("§4.9", "A returned parcel is inspected within three working days.", language="en"),
]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("出貨異常多久內要通報？", "SOP-LOG-001 §4.3"),
        ("二十四小時", "SOP-LOG-001 §4.3"),
        ("包裝材料多久盤點？", "SOP-LOG-001 §4.2"),
        ("How long until returned parcels are inspected?", "SOP-LOG-001 §4.9"),
    ],
)
def test_the_section_that_answers_comes_first(query: str, key: str) -> None:
    assert keys(Index.build(SECTIONS), query)[0] == key


def test_a_withdrawn_edition_is_never_found_now_and_found_on_its_own_day() -> None:
    old = replace(SECTIONS[2], id="SOP-LOG-001@1#§4.3", effective_from="2022-01-01", effective_until="2024-01-01")
    new = replace(SECTIONS[2], effective_from="2024-01-01")
    index = Index.build([old, new])
    assert [hit.section.id for hit in index.search("出貨異常", 5)] == [new.id]
    assert [hit.section.id for hit in index.search("出貨異常", 5, as_of="2023-06-01")] == [old.id]
    assert [hit.section.id for hit in index.search("出貨異常", 5, as_of="2024-01-01")] == [new.id]


def test_a_section_for_one_group_is_ranked_for_that_group_alone() -> None:
    index = Index.build([*SECTIONS, section("§9", "出貨異常獎金每月發放。", audience="hr")])
    assert "SOP-LOG-001 §9" not in keys(index, "出貨異常獎金", 9)
    assert keys(index, "出貨異常獎金", 9, audience="hr")[0] == "SOP-LOG-001 §9"


def test_masked_sections_do_not_use_up_places() -> None:
    hidden = [section(f"§8.{n}", "出貨異常通報物流部門。", citable=False) for n in range(5)]
    assert keys(Index.build([*hidden, *SECTIONS]), "出貨異常通報", 1) == ["SOP-LOG-001 §4.3"]


def test_ties_are_broken_by_section_id() -> None:
    twins = [section(f"§7.{n}", "叉車每年檢查。") for n in (3, 1, 2)]
    assert keys(Index.build(twins), "叉車檢查") == ["SOP-LOG-001 §7.1", "SOP-LOG-001 §7.2", "SOP-LOG-001 §7.3"]


def test_only_sections_that_share_a_token_are_hits() -> None:
    assert keys(Index.build(SECTIONS[:3]), "Zürich") == []
    assert keys(Index.build(SECTIONS), "？？") == []
    assert keys(Index.build([]), "出貨") == []


def test_the_hash_knows_contents_and_not_their_order() -> None:
    shuffled = random.Random(3).sample(SECTIONS, len(SECTIONS))
    assert Index.build(shuffled).hash == Index.build(SECTIONS).hash
    assert Index.build(shuffled[:3]).hash != Index.build(SECTIONS).hash
    assert Index.build([replace(SECTIONS[0], content_hash="0")]).hash != Index.build(SECTIONS[:1]).hash
    assert Index.build([replace(SECTIONS[0], audience="hr")]).hash != Index.build(SECTIONS[:1]).hash


def test_headings_are_searched_too() -> None:
    titled = section("§6", "每年一次。", heading_path=("六、冷鏈設備校正",))
    assert keys(Index.build([*SECTIONS, titled]), "冷鏈設備多久校正一次？")[0] == "SOP-LOG-001 §6"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("SOP-LOG-001 §4.3", "SOP-LOG-001 §4.3"),
        ("SOP-LOG-001 第 4.2 節說什麼？", "SOP-LOG-001 §4.2"),
        ("What does section 4.9 of SOP-LOG-001 say?", "SOP-LOG-001 §4.9"),
        ("員工手冊第38條", "員工手冊 第 38 條"),
    ],
)
def test_a_question_that_names_a_place_finds_it(query: str, key: str) -> None:
    """A place was in no section's own text, so that whoever had read a citation could not ask about it."""
    articles = [section(f"第 {n} 條", "略。", key=f"員工手冊 第 {n} 條") for n in (3, 8, 37, 38, 83)]
    assert keys(Index.build([*SECTIONS, *articles]), query)[0] == key

import json
from typing import Any

import pytest

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.readers.options import Options
from pipelines.ingest.sections import sections_of
from pipelines.records import Section

MAPPING = {
    "id": "名稱",
    "title": "名稱",
    "effective_from": "異動日期",
    "items": "內容",
    "label": "條號",
    "text": "條文",
    "heading": "編章節",
}
LAW = {
    "名稱": "休假法",
    "異動日期": "20240731",
    "沿革": "一百年制定",
    "內容": [
        {"編章節": "第 一 章 總則"},
        {"條號": "第 1 條", "條文": "為規定休假，\r\n特制定本法。\r\n本法優先適用。"},
        {"編章節": "第 二 節 特別休假"},
        {"條號": "第 2-1 條", "條文": "依下列規定給假：\r\n一、一年者，七日。\r\n二、二年者，十日。"},
        {"條號": "第 3 條", "條文": "有下列情形者：\r\n一、生病。\r\n二、生產。\r\n前項假期，由勞工排定。"},
    ],
}


def mapped(content: Any, **mapping: str) -> Reading:
    return read(json.dumps(content, ensure_ascii=False).encode(), ".json", Options(mapping={**MAPPING, **mapping}))


def sections(content: Any, clause: int = 400) -> list[Section]:
    document = identify("zh/N0030001.json", mapped(content).blocks, Entry())
    return sections_of(document, Limits(section=800, clause=clause))


def test_a_law_is_cited_by_its_name_and_article() -> None:
    found = sections(LAW)
    assert [section.key for section in found] == ["休假法 第1條", "休假法 第2-1條", "休假法 第3條"]
    assert {(section.title, section.effective_from) for section in found} == {("休假法", "2024-07-31")}
    assert found[0].text == "為規定休假，特制定本法。\n本法優先適用。"
    assert found[1].heading_path[:2] == ("第一章 總則", "第二節 特別休假")
    assert found[1].text == "依下列規定給假：\n一、一年者，七日。\n二、二年者，十日。"


def test_items_of_a_long_article_are_cited_below_it() -> None:
    keys = [section.key for section in sections(LAW, clause=10)]
    assert keys == ["休假法 第1條", "休假法 第2-1條", "休假法 第2-1條 一", "休假法 第2-1條 二", "休假法 第3條"]


def test_a_paragraph_after_the_items_is_not_cited_as_part_of_the_last_one() -> None:
    assert sections(LAW, clause=10)[-1].text == "有下列情形者：\n一、生病。\n二、生產。\n前項假期，由勞工排定。"


def test_an_english_law_keeps_its_own_labels() -> None:
    content = {
        "名稱": "Leave Act",
        "異動日期": "20240731",
        "內容": [
            {"編章節": "Chapter Ⅰ General Provisions"},
            {"條號": "Article 38", "條文": "A worker  is\r\ngranted leave:\r\n1. Three days, and\r\n2. Ten days."},
        ],
    }
    (section,) = sections(content)
    assert (section.key, section.heading_path[0]) == ("Leave Act Article 38", "Chapter Ⅰ General Provisions")
    assert section.text == "A worker is granted leave:\n1. Three days, and\n2. Ten days."


def test_an_article_with_a_heading_of_its_own_is_still_cited_by_its_number() -> None:
    content = {
        **LAW,
        "內容": [
            {"條號": "第二條", "編章節": "個資窗口", "條文": "設窗口一人：\n一、收件。\n二、回覆。"},
            {"編章節": "附則", "條文": "自發布日施行。"},
        ],
    }
    first, second = sections(content)
    assert (first.key, first.heading_path) == ("休假法 第二條", ("第二條 個資窗口",))
    assert first.text == "設窗口一人：\n一、收件。\n二、回覆。"
    assert (second.key, second.text) == ("休假法 附則", "自發布日施行。")


def test_fields_that_the_mapping_leaves_out_are_counted_as_hidden() -> None:
    content = {**LAW, "內容": [{**LAW["內容"][1], "備註": "舊"}]}  # type: ignore[dict-item]
    assert [(item.kind, item.text, item.locator) for item in mapped(content).hidden] == [
        ("hidden_element", "20240731", ""),
        ("hidden_element", "一百年制定", ""),
        ("hidden_element", "舊", "item 1"),
    ]


@pytest.mark.parametrize(("written", "date"), [("20240731", "2024-07-31"), ("1130731", "2024-07-31")])
def test_a_date_without_separators_is_a_date(written: str, date: str) -> None:
    assert [block.text for block in mapped({**LAW, "異動日期": written}).blocks if "生效" in block.text] == [
        f"生效日期：{date}"
    ]


def test_a_date_that_is_none_is_a_problem() -> None:
    (problem,) = mapped({**LAW, "異動日期": "施行中"}).problems
    assert (problem.locator, problem.reason) == ("異動日期", "the field `異動日期` holds no date")


def test_a_field_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnreadableError) as caught:
        mapped(LAW, title="法規名稱", id="代號")
    assert caught.value.reason == "no field `代號`, `法規名稱`; there are: 名稱, 異動日期, 沿革, 內容"
    assert caught.value.hint == "correct `mapping` for this file in corpus.yaml"
    with pytest.raises(UnreadableError, match="no field `條文內容`; there are: 編章節, 條號, 條文"):
        mapped(LAW, text="條文內容")
    with pytest.raises(UnreadableError, match="no field `articles`; there are: 名稱"):
        mapped(LAW, items="articles")
    with pytest.raises(UnreadableError, match="no list of objects"):
        mapped(LAW, items="名稱")


def test_a_misspelled_heading_shows_as_items_without_text() -> None:
    assert [problem.locator for problem in mapped(LAW, heading="章").problems] == ["item 1", "item 3"]


def test_a_law_without_chapters_needs_no_field_for_them() -> None:
    content = {**LAW, "內容": LAW["內容"][1:2]}  # type: ignore[index]
    assert mapped(content).problems == ()


def test_items_may_lie_inside_another_field_and_have_no_label() -> None:
    content = {"result": {"records": [{"text": "一、先登錄。\n再盤點。"}, {"text": "完成。"}]}}
    options = Options(mapping={"items": "result.records", "text": "text"})
    blocks = read(json.dumps(content).encode(), ".json", options).blocks
    assert [(block.kind, block.label, block.text) for block in blocks] == [
        ("item", "一、", "先登錄。"),
        ("paragraph", "", "再盤點。"),
        ("paragraph", "", "完成。"),
    ]


def test_a_list_of_records_needs_no_items() -> None:
    options = Options(mapping={"label": "no", "text": "text"})
    (first, second) = read(b'{"no": "4.1", "text": "One."}\n{"no": "4.2", "text": "Two."}', ".jsonl", options).blocks
    assert (first.label, first.text, second.label) == ("4.1", "One.", "4.2")


def test_the_articles_of_a_help_desk_are_pages_below_their_own_headings() -> None:
    table = "<table><tr><th>級</th><th>費</th></tr><tr><td>金</td><td>0</td></tr></table>"
    body = f"<h2>期限</h2><p>簽收後 7 日內。</p>{table}"
    content = {"articles": [{"title": "退貨", "body": body}, {"title": "換貨", "body": "<p>同上。</p>"}]}
    options = Options(mapping={"items": "articles", "heading": "title", "text": "body"})
    blocks = read(json.dumps(content).encode(), ".json", options).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "退貨"),
        ("paragraph", "期限"),
        ("paragraph", "簽收後 7 日內。"),
        ("table", ""),
        ("heading", "換貨"),
        ("paragraph", "同上。"),
    ]
    assert blocks[3].rows == (("金", "0"),)


def test_a_table_right_below_a_number_is_kept() -> None:
    page = "<table><tr><th>級</th><th>費</th></tr><tr><td>金</td><td>0</td></tr></table><p>完。</p>"
    options = Options(mapping={"label": "no", "text": "text"})
    blocks = read(json.dumps([{"no": "第一條", "text": page}]).encode(), ".json", options).blocks
    assert [(block.kind, block.label) for block in blocks] == [("item", "第一條"), ("table", ""), ("paragraph", "")]

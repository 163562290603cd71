from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.ingest.blocks import Block
from pipelines.ingest.corpus import Entry, read_corpus_file
from pipelines.ingest.dates import iso_date
from pipelines.ingest.identity import Document, identify, language_share, order_editions
from pipelines.runtime.errors import UserError


def text(content: str, where: str = "body") -> Block:
    return Block(kind="paragraph", text=content, where=where)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2024-07-01", "2024-07-01"),
        ("2024/7/1 第 3 版", "2024-07-01"),
        ("2024 年 7 月 1 日", "2024-07-01"),
        ("民國 113 年 7 月 1 日", "2024-07-01"),
        ("113.07.01", "2024-07-01"),
        ("113-07-01", "2024-07-01"),
        ("中華民國一百一十三年七月一日", "2024-07-01"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("中華民國１１３年７月１日", "2024-07-01"),
        ("02-2712-3456", None),
        ("99-07-01", None),
        ("15 May 2024", "2024-05-15"),
        ("May 15th, 2024", "2024-05-15"),
        ("2024-13-01", None),
        ("第 12 條", None),
    ],
)
def test_dates_of_both_calendars_are_one_date(printed: str, date: str | None) -> None:
    assert iso_date(printed) == date


def test_a_document_is_named_by_its_file_and_its_page_header() -> None:
    blocks = [
        text("文件編號：SOP-LOG-001　版次：2.0　生效日期：民國113年7月1日", "header"),
        Block(kind="heading", text="出貨作業標準程序", level=0),
        text("文件編號：SOP-LOG-001　版次：2.0"),
        text("內文。"),
    ]
    document = identify("SOP-LOG-001_出貨.docx", blocks, Entry())
    assert (document.id, document.title) == ("SOP-LOG-001", "出貨作業標準程序")
    assert (document.edition, document.effective_from) == ("v2.0", "2024-07-01")
    assert [block.text for block in document.blocks] == ["內文。"]


def test_a_page_header_says_which_edition_is_superseded() -> None:
    blocks = [text("版次：2.0　取代版次：1.0　生效日期：中華民國一百一十三年七月一日", "header"), text("內文。")]
    document = identify("SOP-1.docx", blocks, Entry())
    assert (document.edition, document.supersedes, document.effective_from) == ("v2.0", "v1.0", "2024-07-01")
    english = [text("Edition: 3.1, Supersedes: 3.0, Effective: 1 July 2024", "header"), text("Text.")]
    document = identify("SOP-2.docx", english, Entry())
    assert (document.edition, document.supersedes, document.effective_from) == ("v3.1", "v3.0", "2024-07-01")
    assert identify("SOP-2.docx", english, Entry(supersedes="2.9")).supersedes == "2.9"


def test_a_line_that_says_more_than_the_document_s_particulars_is_text() -> None:
    more = "文件編號 HR-005，版次 1.6，2024 年 1 月 1 日起適用。本頁為摘要。"
    only = "文件編號 IT-004，版次 1.4，生效日期 2024-02-15。制定單位：資訊部。"
    document = identify("HR-005.md", [text(only), text(more)], Entry())
    assert [block.text for block in document.blocks] == [more]
    assert (document.edition, document.effective_from) == ("v1.4", "2024-02-15")


def test_a_page_header_that_is_a_table_names_the_document_too() -> None:
    rows = (("公司", "版次", "第 3 版"), ("公司", "生效日期", "2024/03/01"))
    document = identify("a.docx", [Block(kind="table", rows=rows, where="header"), text("內文。")], Entry())
    assert (document.edition, document.effective_from) == ("v3", "2024-03-01")


def test_front_matter_gives_the_title() -> None:
    document = identify("faq.md", [text('title："Common questions"', "header"), text("text")], Entry())
    assert document.title == "Common questions"


def test_the_edition_in_a_file_name_is_no_part_of_the_id() -> None:
    document = identify("HR-001_工作規則_v3.1.docx", [text("內文。")], Entry())
    assert (document.id, document.edition, document.title) == ("HR-001", "v3.1", "工作規則")


def test_the_corpus_file_wins_over_everything_printed() -> None:
    entry = Entry(id="X-1", title="T", edition="7", effective_from="2020-01-01", audience="hr", citable=False)
    document = identify("HR-001_v2.docx", [text("版次：3"), text("內文。")], entry)
    assert (document.id, document.title, document.edition) == ("X-1", "T", "7")
    assert (document.effective_from, document.audience, document.citable) == ("2020-01-01", "hr", False)


def test_an_edition_ends_where_the_next_begins() -> None:
    new = identify("SOP-1_v2.0.md", [text("新。")], Entry(effective_from="2024-07-01"))
    old = identify("SOP-1_v1.0.md", [text("舊。")], Entry(effective_from="2022-03-01"))
    first, second = order_editions([new, old])
    assert (first.edition, first.effective_until, first.supersedes) == ("v1.0", "2024-07-01", None)
    assert (second.edition, second.effective_until, second.supersedes) == ("v2.0", None, "v1.0")


def test_two_languages_of_one_edition_stand_side_by_side() -> None:
    chinese = identify("SOP-1.md", [text("內文。")], Entry())
    english = replace(chinese, source="SOP-1.en.md", language="en")
    assert [document.language for document in order_editions([chinese, english])] == ["en", "zh"]


def test_one_chinese_name_leaves_an_english_text_english() -> None:
    assert language_share("The 倉儲主管 approves a replacement for every shipping exception in time.") == "en"
    assert language_share("SOP-LOG-001 出貨異常") == "zh"


def same(first: Document) -> list[Document]:
    return [first, replace(first, source="copy.md")]


def test_two_files_of_one_edition_stop_the_stage() -> None:
    with pytest.raises(UserError) as caught:
        order_editions(same(identify("SOP-1_v1.md", [text("內文。")], Entry())))
    assert caught.value.details == ("SOP-1 (v1): SOP-1_v1.md and copy.md",)


def test_a_later_pattern_of_the_corpus_file_wins_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        "documents:\n  - {file: '*.md', audience: hr, edition: 1}\n  - {file: b.md, audience: all}\n"
        "hotlines: [0800-1]\n",
        encoding="utf-8",
    )
    stated = read_corpus_file(tmp_path, ["a.md", "b.md"])
    assert (stated.entry("a.md").audience, stated.entry("b.md").audience) == ("hr", "all")
    assert (stated.entry("b.md").edition, stated.hotlines) == ("1", ("0800-1",))


def test_a_corpus_without_a_corpus_file_states_nothing(tmp_path: Path) -> None:
    assert read_corpus_file(tmp_path, ["a.md"]).entry("a.md") == Entry()

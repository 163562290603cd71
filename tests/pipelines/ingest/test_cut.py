"""How documents become sections; the documents are Markdown, since a test can be read then."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.keys import unique
from pipelines.ingest.readers import read
from pipelines.ingest.sections import sections_of, split_text
from pipelines.records import Section

LIMITS = Limits(section=200, clause=80)


def sections(text: str, name: str = "SOP-1.md", limits: Limits = LIMITS) -> list[Section]:
    reading = read(text.encode(), name[name.rindex(".") :])
    return sections_of(identify(name, reading.blocks, Entry()), limits)


def keys(text: str, name: str = "SOP-1.md", limits: Limits = LIMITS) -> list[str]:
    return [section.key for section in sections(text, name, limits)]


def test_a_numbered_heading_gives_its_number_and_its_path() -> None:
    (section,) = sections("# 出貨程序\n\n## 4 異常處理\n\n### 4.3 通報\n\n須於 24 小時內通報。\n")
    assert (section.key, section.id) == ("SOP-1 §4.3", "SOP-1#§4.3")
    assert (section.title, section.heading_path) == ("出貨程序", ("4 異常處理", "4.3 通報"))
    assert (section.text, section.kind, section.language) == ("須於 24 小時內通報。", "prose", "zh")


def test_a_heading_without_a_number_is_cited_by_its_words() -> None:
    assert keys("# 設備\n\n## 報修\n\n### 回應時間\n\n一小時。\n\n### 夜間\n\n不受理。\n") == [
        "SOP-1 報修›回應時間",
        "SOP-1 報修›夜間",
    ]


def test_headings_without_text_of_their_own_give_no_section() -> None:
    assert len(sections("# 甲\n\n## 乙\n\n### 丙\n\n內文。\n")) == 1


def test_short_steps_stay_one_section_with_their_numbers() -> None:
    (section,) = sections("# 報修\n\n## 步驟\n\n1. 填單。\n2. 派工。\n3. 結案。\n")
    assert (section.kind, section.text) == ("step", "1. 填單。\n2. 派工。\n3. 結案。")


def test_long_steps_are_sections_of_their_own() -> None:
    long = "".join(f"{number}. {'說明' * 40}。\n" for number in range(1, 4))
    assert keys(f"# 報修\n\n## 步驟\n\n{long}") == ["SOP-1 步驟›1", "SOP-1 步驟›2", "SOP-1 步驟›3"]


def test_a_short_clause_keeps_its_items_and_a_long_one_gives_them_away() -> None:
    short = "第三條 報到時應繳交：\n一、證明影本。\n二、照片一張。\n"
    (section,) = sections(short, "HR-1.txt")
    assert (section.key, section.kind) == ("HR-1 第三條", "prose")
    assert section.text == "報到時應繳交：\n一、證明影本。\n二、照片一張。"
    long = f"第三條 報到時應繳交：\n一、{'證明' * 30}。\n（一）影本。\n二、照片。\n"
    assert keys(long, "HR-1.txt") == ["HR-1 第三條", "HR-1 第三條 一", "HR-1 第三條 二"]


def test_chinese_numbered_rules_under_a_heading_are_cited_one_by_one() -> None:
    rules = "（一）出差單程六十公里以上者為出差，未達者為公出，僅得報支交通費。\n\n（二）出差應於三日前申請。\n"
    assert keys(f"# 旅費\n\n## 一、通則\n\n{rules}") == ["SOP-1 一、（一）", "SOP-1 一、（二）"]


def test_a_repeated_number_gets_what_encloses_it() -> None:
    text = "第一章 總則\n\n第一條 甲事。\n\n第二章 附則\n\n第一條 乙事。\n"
    assert keys(text, "HR-1.txt") == ["HR-1 第一條", "HR-1 第二章 第一條"]


def test_a_table_row_reads_with_its_header_and_its_table_s_unit() -> None:
    table = "| 職級 | 上限 |\n|---|---|\n| 經理 | 3,200 |\n| 專員 | 2,400 |\n"
    found = sections(f"# 旅費\n\n## 3.1 住宿\n\n上限如下（單位：元）：\n\n{table}")
    assert [section.key for section in found] == ["SOP-1 §3.1", "SOP-1 §3.1 第1列", "SOP-1 §3.1 第2列"]
    row = found[2]
    assert (row.text, row.cells) == ("職級：專員；上限：2,400", (("職級", "專員"), ("上限", "2,400")))
    assert (row.heading_path, row.row, row.kind) == (("3.1 住宿", "上限如下（單位：元）"), 2, "table")


def test_a_question_with_its_answer_is_one_section() -> None:
    data = "分類,問題,答案\n配送,會送幾次？,兩次。\n"
    (section,) = sections(data, "FAQ-1.csv")
    assert (section.key, section.kind) == ("FAQ-1 第1列", "faq")
    assert section.text == "問：會送幾次？\n答：兩次。\n分類：配送"
    assert section.cells == (("question", "會送幾次？"), ("answer", "兩次。"))


def test_an_english_table_is_cited_in_english() -> None:
    (section,) = sections("Question,Answer\nWho approves it?,The supervisor.\n", "FAQ-2.csv")
    assert (section.key, section.text) == ("FAQ-2 row 1", "Q: Who approves it?\nA: The supervisor.")


def test_an_exchange_is_never_citable() -> None:
    chat = "[LINE] 客服群組\n2024/05/03（五）\n14:02\t王先生\t多久通報？\n14:05\t客服\t24 小時內。\n"
    (section,) = sections(chat, "LINE.txt")
    assert (section.key, section.kind, section.citable) == ("LINE 2024-05-03 14:02", "exchange", False)
    assert section.text == "王先生：多久通報？\n客服：24 小時內。"


def test_a_long_text_is_split_below_its_key() -> None:
    found = sections(f"# 甲\n\n## 1.1 乙\n\n{'這是一句話。' * 50}\n")
    assert {section.key for section in found} == {"SOP-1 §1.1"}
    assert [section.id for section in found] == ["SOP-1#§1.1 (1/2)", "SOP-1#§1.1 (2/2)"]
    assert all(section.text.endswith("。") and len(section.text) <= 200 for section in found)


def test_equal_text_under_another_key_has_another_hash() -> None:
    first, second = sections("# 甲\n\n## 1.1 乙\n\n同文。\n\n## 1.2 丙\n\n同文。\n")
    assert first.text == second.text
    assert first.content_hash != second.content_hash


def test_the_section_s_language_is_that_of_most_of_its_letters() -> None:
    text = "# Leave\n\n## 1.1 Approver\n\nThe 倉儲主管 approves every replacement within two working days.\n"
    assert sections(text)[0].language == "en"


@given(st.lists(st.text(alphabet="一二三。；ab .\n", max_size=60), max_size=6), st.integers(5, 50))
def test_splitting_keeps_every_character_and_the_limit(lines: list[str], longest: int) -> None:
    parts = split_text(lines, longest)
    assert "".join("".join(parts).split()) == "".join("".join(lines).split())
    assert all(len(part) <= longest for part in parts)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("甲乙")), max_size=12))
def test_keys_come_out_unique_and_in_order(pairs: list[tuple[str, str]]) -> None:
    made = unique([short for short, _ in pairs], [f"{above} {short}" for short, above in pairs])
    assert len(set(made)) == len(pairs)
    assert all(short in key for key, (short, _) in zip(made, pairs, strict=True))


LINES = st.lists(
    st.sampled_from(
        ["第一條 甲事。", "一、乙事。", "（一）丙事：", "1. 丁事。", "4.3 戊", "說明文字。", "第二章 己", "- 庚"]
    ),
    min_size=1,
    max_size=12,
)


@given(LINES)
def test_no_printed_character_is_lost_and_no_key_is_used_twice(lines: list[str]) -> None:
    found = sections("\n\n".join(lines), "DOC.txt")
    assert len({section.id for section in found}) == len(found)
    assert len({section.key for section in found}) == len(found)
    kept = "".join("".join((section.key, *section.heading_path, section.text)) for section in found)
    for line in lines:
        text = line.lstrip("- ").split(" ")[-1].lstrip("一二、（）0123456789. ")
        # A chapter or heading with nothing below it has no text to cite.
        assert text.rstrip("：") in kept or text in ("己",)

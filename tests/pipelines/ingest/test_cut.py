"""How documents become sections; the documents are Markdown, since a test can be read then."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits, Line, cut
from pipelines.ingest.identity import identify
from pipelines.ingest.keys import unique
from pipelines.ingest.readers import read
from pipelines.ingest.sections import HARD_LIMIT, sections_of, split_text
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


def test_an_english_clause_may_have_twice_the_letters_of_a_chinese_one() -> None:
    text = "Article 59\nPensions go to survivors in this order:\n1. Spouse and children;\n2. Parents;\n"
    assert keys(text, "LAW-1.txt", Limits(section=200, clause=len(text) // 2)) == ["LAW-1 Article 59"]
    assert len(keys(text, "LAW-1.txt", Limits(section=200, clause=len(text) // 3))) == 3


def test_formal_numerals_stand_above_plain_ones() -> None:
    text = "壹、告知事項\n一、蒐集目的為健康檢查。\n二、保存七年。\n貳、同意事項\n一、本人同意。\n"
    assert keys(text, "CL-1.txt", Limits(section=200, clause=1)) == ["CL-1 壹、一", "CL-1 壹、二", "CL-1 貳、一"]


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


def test_a_long_row_stays_one_section_and_so_does_a_long_step() -> None:
    """A CRM note of 300 characters fell apart at its sentences, and its second half no longer said whose it was."""
    note = "客戶來電。" * 60
    (row,) = sections(f"案件編號,備註\nCRM-0012,{note}\n", "CRM-1.csv")
    assert row.text == f"案件編號：CRM-0012；備註：{note}"
    steps = sections(f"# 報修\n\n## 步驟\n\n1. 填單。\n2. {'說明一句。' * 50}\n3. 結案。\n")
    assert [section.id for section in steps] == ["SOP-1#步驟›1", "SOP-1#步驟›2", "SOP-1#步驟›3"]


def test_a_row_beyond_the_hard_limit_is_cut_at_sentences_after_all() -> None:
    found = sections(f"編號,備註\nA1,{'客戶來電。' * 200}\n", "CRM-1.csv")
    assert {section.key for section in found} == {"CRM-1 第1列 A1"}
    assert [section.id for section in found][-1] == "CRM-1#第1列 A1 (6/6)"
    assert all(len(section.text) <= LIMITS.section and section.text.endswith("。") for section in found)


def test_a_step_keeps_the_lines_below_it() -> None:
    text = "# 報修\n\n## 步驟\n\n1. 填單。\n   - 寫明機型。\n     - 含序號。\n2. 派工。\n"
    (section,) = sections(text)
    assert section.text == "1. 填單。\n  - 寫明機型。\n    - 含序號。\n2. 派工。"


def test_a_row_with_a_number_of_its_own_is_cited_with_it() -> None:
    data = "日期,案件編號,問題\n3/4,CRM-0012,漏件\n3/4,CRM-0013,破損\n"
    assert keys(data, "CRM-2024.csv") == ["CRM-2024 第1列 CRM-0012", "CRM-2024 第2列 CRM-0013"]
    repeated = "日期,案件編號,問題\n3/4,CRM-0012,漏件\n3/5,CRM-0012,結案\n"
    assert keys(repeated, "CRM-2024.csv") == ["CRM-2024 第1列", "CRM-2024 第2列"]


def test_rows_of_two_tables_are_told_apart_by_their_captions() -> None:
    tables = "".join(f"{name}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n" for name in ("國內", "國外"))
    assert keys(f"## 運費\n\n{tables}結語。\n") == ["SOP-1 運費", "SOP-1 運費 第1列", "SOP-1 運費›國外 第1列"]


def test_a_question_in_a_heading_is_a_heading() -> None:
    (section,) = sections("# 旅費\n\n## 可以改票嗎？\n\n可以。\n")
    assert (section.heading_path, section.text) == (("可以改票嗎？",), "可以。")


def test_a_heading_over_nothing_is_text() -> None:
    """The last heading of a page was in no section, and nobody was told."""
    assert [section.text for section in sections("# 甲\n\n## 乙\n\n內文。\n\n## 附則\n")] == ["內文。", "附則"]


def test_a_long_heading_ends_with_a_whole_word_in_a_key() -> None:
    heading = "How can I remove extra days at personal expense from my authorization"
    assert keys(f"# A\n\n## {heading}\n\nText.\n\n## B\n\nText.\n")[0] == (
        "SOP-1 How can I remove extra days at personal expense from my"
    )


def test_an_edition_in_running_text_is_no_number() -> None:
    """`1.0 版於 2022 年` became a section of its own, `§1.0`, that began with `版於`."""
    (section,) = sections("6.4 版本沿革\n\n1.0 版於 2022 年 3 月 1 日生效。\n", "SOP-1.txt")
    assert (section.key, section.heading_path) == ("SOP-1 §6.4", ("6.4 版本沿革",))


def test_a_note_that_no_mark_asks_for_stands_where_it_is() -> None:
    blocks = [Block(kind="heading", text="報修", level=1), Block(kind="paragraph", text="講稿。", where="footnote")]
    (section,) = sections_of(identify("SOP-1.pptx", blocks, Entry()), LIMITS)
    assert (section.key, section.text) == ("SOP-1 報修", "講稿。")


def test_equal_text_under_another_key_has_another_hash() -> None:
    first, second = sections("# 甲\n\n## 1.1 乙\n\n同文。\n\n## 1.2 丙\n\n同文。\n")
    assert first.text == second.text
    assert first.content_hash != second.content_hash


def test_the_section_s_language_is_that_of_most_of_its_letters() -> None:
    text = "# Leave\n\n## 1.1 Approver\n\nThe 倉儲主管 approves every replacement within two working days.\n"
    assert sections(text)[0].language == "en"


@given(st.lists(st.text(alphabet="一二三。；ab .\n", max_size=60), max_size=6), st.integers(5, 50))
def test_splitting_keeps_every_character_and_the_limit(lines: list[str], longest: int) -> None:
    parts = split_text([Line(text=line) for line in lines], longest)
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


TEXTS = st.lists(st.sampled_from(["一句話。", "short text ", "須於期限內辦理；", "甲"]), min_size=1, max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> list[Block]:
    """Blocks of every kind, each with a text that no other has."""
    blocks = []
    for place in range(draw(st.integers(1, 12))):
        text = f"【{place}】" + "".join(draw(TEXTS)).strip()
        kind = draw(st.sampled_from(["heading", "paragraph", "step", "clause", "bullet", "table", "note"]))
        level = draw(st.integers(1, 3))
        if kind == "heading":
            blocks.append(Block(kind="heading", text=text, level=level))
        elif kind == "table":
            rows = tuple((f"【{place}.{row}】", text) for row in range(draw(st.integers(1, 3))))
            blocks.append(Block(kind="table", header=("項目", "內容"), rows=rows))
        elif kind == "bullet":
            blocks.append(Block(kind="item", text=text, bullet=True, level=level))
        elif kind in ("step", "clause"):
            label = f"{place + 1}." if kind == "step" else f"{'一二三四五六七八九十甲乙'[place]}、"
            blocks.append(Block(kind="item", label=label, text=text))
        else:
            blocks.append(Block(kind="paragraph", text=text, where="footnote" if kind == "note" else "body"))
    return blocks


@settings(max_examples=50)
@given(documents())
def test_every_block_is_in_some_draft_and_no_row_or_step_is_split(blocks: list[Block]) -> None:
    document = identify("SOP-1.docx", blocks, Entry())
    drafts = cut(document, LIMITS)
    found = sections_of(document, LIMITS)
    assert len({section.id for section in found}) == len(found)
    said = [document.title, *(text for draft in drafts for text in (*draft.path, *(line.text for line in draft.lines)))]
    said.append("".join(section.text for section in found))
    for block in blocks:
        for text in [block.text, *(cell for row in block.rows for cell in row)]:
            squeezed = "".join(text.split())
            assert any(squeezed.rstrip("：:") in "".join(words.split()) for words in said), text
        if block.kind == "item" and len(block.text) < HARD_LIMIT * LIMITS.section - 10:
            assert any(block.text in words for section in found for words in (section.text, *section.heading_path))
        for row in block.rows:
            whole = "；".join(f"{name}：{cell}" for name, cell in zip(block.header, row, strict=True))
            spaced = "; ".join(f"{name}: {cell}" for name, cell in zip(block.header, row, strict=True))
            assert any(whole in section.text or spaced in section.text for section in found)

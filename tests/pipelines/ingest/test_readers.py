import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.readers import FORMATS, read
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.lines import join


def table(reading: Reading) -> Block:
    return next(block for block in reading.blocks if block.kind == "table")


def excel(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(packed)
    return packed.getvalue()


def test_a_cell_reads_as_the_sheet_shows_it() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.append(["項目", "值"])
        formats = [(3200, '#,##0"元"'), (0.125, "0.0%"), (1250.5, "#,##0.00"), (4800, '"NT$"#,##0'), (12, "General")]
        for place, (value, number_format) in enumerate(formats, 2):
            sheet.append([f"第{place}", value])
            sheet.cell(place, 2).number_format = number_format

    rows = table(read(excel(fill), ".xlsx")).rows
    assert [row[1] for row in rows] == ["3,200元", "12.5%", "1,250.50", "NT$4,800", "12"]


def test_merged_cells_repeat_hidden_rows_and_sheets_are_left_out_and_a_title_is_no_header() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for row in (
            ["運費表"],
            ["地區", "城市", "運費"],
            ["東北亞", "東京", 285],
            [None, "大阪", 255],
            ["內部", "x", 1],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")
        sheet.row_dimensions[5].hidden = True
        book.create_sheet("草稿").sheet_state = "hidden"

    reading = read(excel(fill), ".xlsx")
    assert reading.blocks[0].text == "運費表"
    assert table(reading).header == ("地區", "城市", "運費")
    assert table(reading).rows == (("東北亞", "東京", "285"), ("東北亞", "大阪", "255"))


def test_remarks_below_a_table_are_paragraphs() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["甲", "乙", "丙"], [1, 2, 3], [4, None, 6], [], ["備註：以上含稅。"]):
            book.active.append(row)

    reading = read(excel(fill), ".xlsx")
    assert table(reading).rows == (("1", "2", "3"), ("4", "", "6"))
    assert reading.blocks[-1].text == "備註：以上含稅。"


def test_several_sheets_each_open_with_their_name() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "國內"
        book.active.append(["甲", "乙"])
        book.active.append([1, 2])
        other = book.create_sheet("國外")
        other.append(["甲", "乙"])
        other.append([3, 4])

    blocks = read(excel(fill), ".xlsx").blocks
    assert [block.text for block in blocks if block.kind == "heading"] == ["國內", "國外"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_text_is_read_in_the_encodings_that_taiwanese_offices_use(encoding: str) -> None:
    assert decode("問題,答案\r\n門號,未啟用\r\n".encode(encoding)) == "問題,答案\n門號,未啟用\n"


def test_bytes_in_no_known_encoding_are_not_guessed_at() -> None:
    with pytest.raises(UnreadableError, match="UTF-8, UTF-16 or cp950"):
        decode(b"\xff\x80\x81\x82 \xfa\xfb")


def test_a_csv_row_of_another_length_is_a_problem_and_the_rest_is_read() -> None:
    reading = read("甲;乙\n1;2\n3;4;5\n\n6;7\n".encode(), ".csv")
    assert table(reading).rows == (("1", "2"), ("6", "7"))
    assert [problem.reason for problem in reading.problems] == ["row 3: 3 fields, the header has 2"]


@given(
    st.lists(
        st.tuples(*[st.text(alphabet='a,"\n;說', min_size=1, max_size=5).filter(str.strip) for _ in range(2)]),
        min_size=1,
        max_size=5,
    )
)
def test_a_quoted_csv_field_keeps_its_commas_quotes_and_lines(rows: list[tuple[str, str]]) -> None:
    lines = ["h1,h2", *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    expected = tuple(tuple(cell.strip() for cell in row) for row in rows)
    assert table(read("\n".join(lines).encode(), ".csv")).rows == expected


def test_markdown_lists_keep_their_numbers_and_their_depth() -> None:
    blocks = read(b"# T\n\n3. three\n4. four\n   - deep\n   1. one\n5. five\n", ".md").blocks
    items = [(block.label, block.text, block.level, block.bullet) for block in blocks if block.kind == "item"]
    assert items == [
        ("3.", "three", 0, False),
        ("4.", "four", 0, False),
        ("", "deep", 1, True),
        ("1.", "one", 1, False),
        ("5.", "five", 0, False),
    ]


def test_markdown_front_matter_names_the_document_and_comments_are_gone() -> None:
    blocks = read("---\n版次: 2\n---\n<!-- 內部 -->\n內文一行\n接著\n\n    程式\n".encode(), ".md").blocks
    assert [(block.where, block.text) for block in blocks] == [
        ("header", "版次：2"),
        ("body", "內文一行接著"),
        ("body", "程式"),
    ]


def test_html_leaves_out_what_a_browser_does_not_show() -> None:
    page = """<html><head><title>福利</title><style>p{}</style></head><body><nav>選單</nav><h1>福利</h1>
      <p>生日禮金 <b>1,000</b> 元<br>當月發給</p><p style="display: none">草稿</p><script>x()</script>
      <ol start="2" type="a"><li>二<ul><li>細項</li></ul></li><li>三</li></ol></body></html>"""
    blocks = read(page.encode(), ".html").blocks
    assert [(block.kind, block.label, block.text) for block in blocks if block.where == "body"] == [
        ("heading", "", "福利"),
        ("paragraph", "", "生日禮金 1,000 元\n當月發給"),
        ("item", "b.", "二"),
        ("item", "", "細項"),
        ("item", "c.", "三"),
    ]


def test_an_html_table_repeats_its_spans_and_keeps_its_caption() -> None:
    page = """<table><caption>旅費</caption><tr><th>職級</th><th>城市</th><th>上限</th></tr>
      <tr><td rowspan="2">經理</td><td>台北</td><td>3,200</td></tr><tr><td colspan="2">實報實銷</td></tr></table>"""
    block = table(read(page.encode(), ".html"))
    assert (block.text, block.header) == ("旅費", ("職級", "城市", "上限"))
    assert block.rows == (("經理", "台北", "3,200"), ("經理", "實報實銷", "實報實銷"))


def test_a_big5_page_is_read_by_its_own_declaration() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>員工福利</p></body></html>'.encode("cp950")
    assert [block.text for block in read(page, ".html").blocks] == ["員工福利"]


def test_a_definition_list_of_questions_is_a_table_of_questions_and_answers() -> None:
    block = table(read("<dl><dt>會送幾次？</dt><dd>兩次。</dd></dl>".encode(), ".html"))
    assert (block.header, block.rows) == (("問題", "答案"), (("會送幾次？", "兩次。"),))


CHAT = """[LINE] 客服群組的聊天記錄
儲存日期：2024/05/04 10:00

2024/05/03（五）
上午09:15\t禾田商行\t保價費怎麼算？
上午09:17\t客服小磐\t是申報價值的 0.8%，
每件最低 NT$30。
上午09:18\t禾田商行\t了解，謝謝
下午02:30\t王小明加入群組
下午02:41\t澄品生鮮\t[貼圖]
下午02:42\t澄品生鮮\t可以同一箱寄嗎？
下午02:50\t客服小磐\t不行喔。
"""


def test_a_chat_export_is_cut_into_questions_with_their_answers() -> None:
    exchanges = [block for block in read(CHAT.encode(), ".txt").blocks if block.where != "header"]
    assert [block.label for block in exchanges] == ["2024-05-03 09:15", "2024-05-03 14:42"]
    assert exchanges[0].rows == (
        ("禾田商行", "asker", "保價費怎麼算？"),
        ("客服小磐", "agent", "是申報價值的 0.8%，\n每件最低 NT$30。"),
        ("禾田商行", "asker", "了解，謝謝"),
    )


def test_a_text_without_timed_messages_is_no_chat() -> None:
    blocks = read("2024/05/03\n會議紀錄\n\n一、報告事項。\n".encode(), ".txt").blocks
    assert [(block.kind, block.label) for block in blocks] == [("paragraph", ""), ("item", "一、")]


@given(st.lists(st.text(alphabet="出貨ab12，", min_size=1, max_size=8), min_size=1, max_size=5))
def test_joining_lines_keeps_every_character(lines: list[str]) -> None:
    assert join(lines).replace(" ", "") == "".join(lines)


@pytest.mark.parametrize("suffix", sorted(suffix for known in FORMATS for suffix in known.suffixes))
def test_an_empty_file_says_so(suffix: str) -> None:
    with pytest.raises(UnreadableError, match="the file is empty"):
        read(b" \n", suffix)


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (b"%PDF-1.7", ".docx", "not a Word file but a PDF file"),
        (b"\xd0\xcf\x11\xe0 old", ".docx", "not a Word file but an encrypted or pre-2007 Office file"),
        (b"PK\x03\x04", ".csv", "not a CSV file but a zip package such as Word or Excel files are"),
        (b"hello", ".pdf", "not a PDF file but something else"),
        (b"hello", ".pptx", "not a PowerPoint file but something else"),
        (b"PK\x03\x04", ".pptx", "damaged: not a readable PowerPoint file"),
        (b"hello", ".odt", "no reader for .odt"),
        (b"PK\x03\x04", ".xlsx", "damaged: not a readable Excel file"),
        (b"%PDF-1.7 cut", ".pdf", "damaged: not a readable PDF file"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(data: bytes, suffix: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data, suffix)
    assert caught.value.reason == reason
    assert caught.value.hint


@given(st.binary(max_size=300), st.sampled_from([".csv", ".md", ".html", ".txt"]))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes, suffix: str) -> None:
    try:
        reading = read(data, suffix)
    except UnreadableError as error:
        assert error.reason  # noqa: PT017
    else:
        assert any(block.text or block.rows for block in reading.blocks)

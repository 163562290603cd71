"""How tables and texts of every encoding that offices export are read."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.sections import sections_of

CRM = """案件編號,客戶,建立日期,類別,內容,處理結果
CRM-0012,禾田商行,2024-05-03,運費,"來電詢問冷凍件運費，
表示與合約不符。",已於 05/04 更正帳單。
CRM-0013,澄品生鮮,2024-05-06,破損,外箱破損面積約 12 平方公分。,依規定賠償 NT$1,200。
""".replace("NT$1,200", '"NT$1,200"', 0)


def table(reading: Reading) -> Block:
    return next(block for block in reading.blocks if block.kind == "table")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp950", "big5hkscs", "big5"]
)
def test_text_is_read_in_every_encoding_that_offices_write(encoding: str) -> None:
    assert decode("問題,答案\r\n門號,未啟用\r\n".encode(encoding)) == "問題,答案\n門號,未啟用\n"


def test_hong_kong_s_characters_are_read_where_big5_alone_has_none() -> None:
    text = "客戶表示佢哋嘅貨件喺星期一仲未送到，要求退款。" * 2
    assert decode(text.encode("big5hkscs")) == text


def test_a_simplified_file_is_refused_and_not_read_as_other_characters() -> None:
    """GBK came through as `堤億祑都剕衾`, without a warning."""
    with pytest.raises(UnreadableError, match="not text in UTF-8, UTF-16 or cp950"):
        decode("出货异常须于二十四小时内通报物流部门，并由仓储主管核定是否补发货物。".encode("gbk"))


def test_zero_bytes_that_are_no_utf_16_are_refused() -> None:
    with pytest.raises(UnreadableError):
        decode(bytes(range(256)) * 8)


@settings(max_examples=50)
@given(st.text(alphabet="出貨異常須於內通報abc 12,.\n", min_size=1), st.sampled_from(["utf-8", "utf-16", "cp950"]))
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_the_delimiter_is_that_of_most_rows_not_of_the_first() -> None:
    data = "匯出：甲,乙,丙,丁\n品項;價格;備註\n運費;1,5;a\n保價;2,5;b\n租金;3,5;c\n"
    reading = read(data.encode(), ".csv")
    assert (table(reading).header, len(table(reading).rows)) == (("品項", "價格", "備註"), 3)


def test_excel_s_own_statement_of_the_delimiter_is_followed() -> None:
    reading = read(b"sep=|\na|b\n1,1|2,2\n3|4|5\n", ".csv")
    assert (table(reading).header, table(reading).rows) == (("a", "b"), (("1,1", "2,2"),))
    assert [problem.locator for problem in reading.problems] == ["row 4"]


def test_lines_above_the_header_are_kept_and_are_no_header() -> None:
    data = "客訴紀錄\n匯出日期,2024/05/01,,\n\n案件,客戶,類別,結果\nC1,禾田,運費,更正\nC2,澄品,破損,賠償\n"
    reading = read(data.encode(), ".csv")
    assert [block.text for block in reading.blocks if block.kind == "paragraph"] == ["客訴紀錄", "匯出日期 2024/05/01"]
    assert (table(reading).header, len(table(reading).rows)) == (("案件", "客戶", "類別", "結果"), 2)


@pytest.mark.parametrize(
    ("data", "header"),
    [
        ("CRM-0012,王小姐,運費太高\nCRM-0013,李先生,少一件\n", ()),
        ("3,甲\n4,甲\n", ()),
        ("地區,2023,2024\n北部,1200,1350\n南部,1100,1400\n", ("地區", "2023", "2024")),
        ("Q1,Q2\n120,130\n", ("Q1", "Q2")),
        ("甲,乙\n甲,丙\n", ("甲", "乙")),
    ],
)
def test_a_file_without_a_header_is_read_as_its_values(data: str, header: tuple[str, ...]) -> None:
    """Its first case became the header, and every other case was told in the first one's words."""
    reading = read(data.encode(), ".csv")
    assert table(reading).header == header
    assert len(table(reading).rows) == data.count("\n") - bool(header)


def test_a_row_of_another_length_is_named_and_empty_fields_beyond_the_header_are_not() -> None:
    reading = read("甲;乙\n1;2\n3;4;5\n\n6;7;;\n8\n".encode(), ".csv")
    assert table(reading).rows == (("1", "2"), ("6", "7"))
    assert [problem.reason for problem in reading.problems] == [
        "row 3: 3 fields, the header has 2",
        "row 6: 1 fields, the header has 2",
    ]


def test_a_field_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="quotation marks do not match"):
        read(b'"a,' * 1_000_000, ".csv")


def test_unmatched_quotation_marks_are_refused() -> None:
    with pytest.raises(UnreadableError, match="quotation marks do not match"):
        read('甲,乙\n"1,2\n3,4\n'.encode(), ".csv")


def test_a_case_reads_as_one_row_with_its_number_in_its_key() -> None:
    data = CRM.replace("依規定賠償 NT$1,200。", '"依規定賠償 NT$1,200。"')
    reading = read(data.encode("cp950"), ".csv")
    found = sections_of(identify("CRM-2024.csv", reading.blocks, Entry()), Limits(section=800, clause=400))
    assert [section.key for section in found] == ["CRM-2024 第1列 CRM-0012", "CRM-2024 第2列 CRM-0013"]
    assert found[0].text == (
        "案件編號：CRM-0012；客戶：禾田商行；建立日期：2024-05-03；類別：運費；"
        "內容：來電詢問冷凍件運費， 表示與合約不符。；處理結果：已於 05/04 更正帳單。"
    )


CELLS = st.text(alphabet='甲乙a1,;"\n ', max_size=6).map(str.strip)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(CELLS.filter(bool), CELLS, CELLS.filter(bool)), min_size=1, max_size=6), st.sampled_from(",\t;")
)
def test_every_field_of_any_table_comes_back(rows: list[tuple[str, ...]], delimiter: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("品名", "數量", "說明"), *rows])
    reading = read(written.getvalue().encode(), ".csv")
    assert table(reading).rows == tuple(rows)

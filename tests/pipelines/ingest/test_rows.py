import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block
from pipelines.ingest.rows import exchange_text, faq_columns, faq_text, key_column, row_text

CELLS = st.text(alphabet="經理 ab3,200元", max_size=6)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["問題", "答案"], (0, 1)),
        (["編號", "Question", "Category", "Answer"], (1, 3)),
        (["Q", "A"], (0, 1)),
        (["常見問題", "標準答案"], (0, 1)),
        (["問題", "處理結果"], None),
        (["職級", "答案"], None),
        ([], None),
    ],
)
def test_questions_and_answers_are_known_by_their_headers(header: list[str], columns: tuple[int, int] | None) -> None:
    assert faq_columns(header) == columns


@pytest.mark.parametrize(
    ("header", "rows", "column"),
    [
        (["日期", "案件編號"], [["3/4", "T240304-017"], ["3/4", "T240304-018"]], 1),
        (["Ticket No.", "Case ID"], [["A-1", "x"], ["A-2", "y"]], 0),
        (["案件編號", "料號"], [["同一件", "CB-20"], ["同一件", "CB-40"]], 1),
        (["案件編號"], [["T1"], ["T1"]], None),
        (["案件編號"], [["T1"], [""]], None),
        (["身分證統一編號"], [["A123456789"], ["F131104093"]], None),
        (["員工編號"], [["E001"], ["E002"]], None),
        (["Passport No."], [["P001"], ["P002"]], None),
        (["職等"], [["G1"], ["G2"]], None),
        ([], [["T1"]], None),
    ],
)
def test_a_key_column_numbers_things_never_persons(
    header: list[str], rows: list[list[str]], column: int | None
) -> None:
    assert key_column(header, rows) == column


def test_an_empty_cell_says_nothing() -> None:
    assert row_text(["職級", "城市", "備註"], ["經理", " ", "須事前核准"])[0] == "職級：經理；備註：須事前核准"


def test_a_value_merged_over_its_whole_row_is_said_once() -> None:
    assert row_text(["甲", "乙", "丙"], ["暫停適用"] * 3) == ("暫停適用", (("", "暫停適用"),))


def test_a_table_without_a_header_reads_as_its_values() -> None:
    assert row_text([], ["電話", "分機 210"])[0] == "電話；分機 210"


def test_a_question_without_an_answer_is_a_plain_row() -> None:
    assert faq_text(["問題", "答案"], ["多久？", ""], (0, 1)) == ("問題：多久？", (("問題", "多久？"),))


def test_an_exchange_tells_the_question_from_the_answer() -> None:
    rows = (("王", "asker", "多久？"), ("客服", "agent", "兩天。\n週末除外。"))
    text, cells = exchange_text(Block(kind="exchange", label="2024-05-03 14:02", rows=rows))
    assert text == "王：多久？\n客服：兩天。 週末除外。"
    assert cells == (("question", "多久？"), ("answer", "兩天。\n週末除外。"))


def test_a_greeting_nobody_asked_for_has_no_question() -> None:
    assert exchange_text(Block(kind="exchange", rows=(("客服", "agent", "早安。"),)))[1] == ()


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_every_filled_cell_is_in_the_text(pairs: list[tuple[str, str]]) -> None:
    text, cells = row_text([name for name, _ in pairs], [value for _, value in pairs])
    for _, value in pairs:
        assert " ".join(value.split()) in text
    assert len(cells) <= len(pairs)

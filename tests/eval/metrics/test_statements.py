import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.statements import clause_around, clauses, says_something, statements
from pipelines.language.values import values


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("。。。", 0),
        ("§4.3 says 3.5 days.", 1),
        ("One. Two!", 2),
        ("The limit is 20. Ask.", 2),
        ("一。二？三", 3),
        ("a\nb", 2),
    ],
)
def test_statements_end_where_sentences_do(text: str, count: int) -> None:
    assert len(statements(text)) == count


def test_a_citation_stays_with_its_statement() -> None:
    assert statements("A [K §1.2]. B [L].") == ("A [K §1.2].", "B [L].")


@pytest.mark.parametrize(
    "text",
    [
        "Two meals a day [faq How should I claim meals?].",
        "每日兩餐 [差旅問答 餐費怎麼報？先問誰！]。",
        "1. Wash the wound [CL-022 §2.1].",
        "Wash the wound; 2. Call 119 [CL-022 §2.1].",
        "It is defined in 5 C.F.R. part 2635, e.g. there [SEC].",
        "步驟如下： 1. 清洗傷口 [CL-022 §2.1]。",
        "應備： (a) 申請表；(b) 收據 [FIN-2 §4]。",
        "No. You do not need it [HR-1 §2].",
    ],
)
def test_neither_a_key_nor_an_item_s_mark_ends_a_statement(text: str) -> None:
    assert statements(text) == (text,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("運費 NT$4,800，逾期不退；詳見 §4.3。", ("運費 NT$4,800", "逾期不退", "詳見 §4.3")),
        ("Pay 1,200, then wait. Done", ("Pay 1,200", "then wait", "Done")),
        ("，，", ()),
    ],
)
def test_a_clause_does_not_end_inside_a_number(text: str, expected: tuple[str, ...]) -> None:
    assert clauses(text) == expected


def test_the_clause_around_a_value_may_hold_the_value_s_own_comma() -> None:
    text = "It ends on March 3, 2026, at noon."
    assert clause_around(text, values(text)[0]) == "It ends on March 3, 2026"


@given(st.text(alphabet="24小時,，；。. 內NT$3月日", max_size=40))
def test_a_value_lies_within_its_clause(text: str) -> None:
    assert all(value.text in clause_around(text, value) for value in values(text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("24 小時內通報", True),
        ("4 days", False),
        ("2024 年 11 月 1 日", False),
        ("問：多久內要通報？ 。", False),
        ("Is it so? ", False),
        ("叉車", True),
        ("", False),
    ],
)
def test_a_question_and_a_value_alone_say_nothing(text: str, says: bool) -> None:
    assert says_something(text) is says

"""What a right answer has to hold is short, and wrong answers do not hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.phrasing.decisive import decisive, is_weak, kernel
from pipelines.language.values import holds


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("發現個資事故者應於 1 小時內通報個資窗口", ("1 小時",)),
        ("得先繳押金 NT$500，10 日內補卡退還", ("NT$500", "10 日")),
        ("改由組長人工核對，並簽名", ("改由組長人工核對",)),
        # One of something is an article more often than a fact.
        ("換貨以同型號 1 次為限，由客服課辦理", ("換貨以同型號 1 次為限",)),
    ],
)
def test_values_come_before_words(text: str, pieces: tuple[str, ...]) -> None:
    assert decisive(text, "zh") == pieces


def test_what_a_question_tells_is_no_answer() -> None:
    asked = ("逾 30 分鐘者，要怎麼處理？", "遲到超過 30 分鐘呢？")
    assert decisive("逾 30 分鐘者應請事假 4 小時", "zh", asked) == ("4 小時",)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Start prophylaxis within 4 hours if the source is positive", "Start prophylaxis within 4 hours"),
        ("Deleting a record is a major offence and may lead to dismissal", "a major offence"),
        ("The visitor must not enter the cold store", "not enter the cold store"),
        ("Ask HR", "Ask HR"),
    ],
)
def test_an_english_piece_is_whole(text: str, piece: str) -> None:
    assert kernel(text, "en") == piece


def test_words_that_most_answers_hold_are_weak() -> None:
    assert is_weak("客戶", "role")
    assert is_weak("Employees", "role")
    assert not is_weak("倉儲主管", "role")
    assert is_weak("1 次", "text")
    assert not is_weak("1 次", "count")
    assert not is_weak("1 年", "text")


@given(
    st.lists(
        st.sampled_from(["須於 3 日內通報", "費用為 NT$1,200", "由品保室簽名", "不得外借", "and call the desk"]),
        min_size=1,
    )
)
def test_each_piece_stands_in_the_sentence(clauses: list[str]) -> None:
    for language in ("zh", "en"):
        text = ("，" if language == "zh" else ", ").join(clauses)
        assert all(piece and holds(text, piece) for piece in decisive(text, language))

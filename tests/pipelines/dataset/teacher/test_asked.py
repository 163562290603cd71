"""A question's words say what kind of answer it takes."""

import pytest

from pipelines.dataset.teacher.asked import answers_kind, is_amount, is_measured


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("出貨異常多久內要通報？", "24 小時", "NT$100"),
        ("請假要幾天前提出？", "三天", "NT$100"),
        ("運費要多少錢？", "NT$215", "3 天"),
        ("是哪一天的案件？", "2024-03-08", "9%"),
        ("電話要打幾次？", "3 次", "緊急聯絡人"),
        ("由誰核定？", "倉儲主管", "24 小時"),
        ("停機的原因是什麼？", "加熱器斷路", "180 分鐘"),
        ("How many days does it take?", "4 days", "NT$6"),
        ("How much does relabelling cost per unit?", "NT$6", "2 working days"),
        ("Who pays the fee when my permit is renewed?", "The HR department", "60 days"),
        ("How much power does it draw?", "80 W", "the warehouse"),
    ],
)
def test_an_answer_is_of_the_kind_that_is_asked_for(question: str, right: str, wrong: str) -> None:
    assert answers_kind(question, [right])
    assert not answers_kind(question, [wrong])


def test_a_question_that_asks_for_no_kind_takes_any_answer() -> None:
    for question in ("驗收單怎麼銷毀？", "Can you relabel products?"):
        assert answers_kind(question, ["碎紙"])
        assert answers_kind(question, ["24 hours"])


def test_an_amount_is_one_value_and_no_more() -> None:
    assert is_amount("24 小時")
    assert not is_amount("24 小時內")
    assert not is_amount("倉儲主管")
    assert is_measured("須於 24 小時內通報")
    assert not is_measured("SOP-LOG-001")

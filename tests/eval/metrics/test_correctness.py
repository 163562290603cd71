from dataclasses import replace
from typing import Any

import pytest

from eval.metrics.correctness import CORRECTNESS, holds_piece, right_value, wrong_value
from pipelines.records import Source


@pytest.mark.parametrize(
    "text",
    [
        "24 小時內通報 [SOP-LOG-001 §4.3]。",
        "須於二十四小時內通報物流部門 [SOP-LOG-001 §4.3]。",
        "within twenty-four hours [SOP-LOG-001 §4.3].",
        "２４小時",
    ],
)
def test_a_value_is_right_in_whatever_way_it_is_written(case: Any, text: str) -> None:
    assert CORRECTNESS.score([case(text)])[0].value == 1.0


@pytest.mark.parametrize("text", ["", "48 小時內", "24 天內", "儘快通報", "[24 小時]。"])
def test_an_answer_without_the_value_is_wrong(case: Any, text: str) -> None:
    assert CORRECTNESS.score([case(text)])[0].value == 0.0


def test_hedging_with_a_second_value_of_the_same_kind_is_wrong(case: Any) -> None:
    hedged = case("24 小時內或 48 小時內通報。")
    assert right_value(hedged)
    assert wrong_value(hedged) == "48 小時"
    assert CORRECTNESS.score([hedged])[0].value == 0.0


def test_repeating_the_values_of_the_question_or_reference_is_not_wrong(case: Any) -> None:
    asked = case(
        "超過 3 天的異常須於 24 小時內通報。", question="超過 3 天的出貨異常多久內要通報？", reference="24 小時內通報。"
    )
    assert wrong_value(asked) is None


def test_a_further_value_of_another_kind_is_not_judged(case: Any) -> None:
    assert wrong_value(case("24 小時內通報，逾期罰 NT$500。")) is None


STORAGE = Source(
    key="FAQ-002 row 8",
    section_id="FAQ-002#8",
    heading="Customer FAQ",
    text="Q: Is there a minimum?\nA: Ambient storage has a minimum of 30 days; frozen storage has a minimum of 7 days.",
    golden=True,
)


def _stored(case: Any, text: str, source: Source = STORAGE) -> float | None:
    asked = {"question": "Is there a minimum?", "reference": "Ambient storage: 30 days.", "values": ("30 days",)}
    return CORRECTNESS.score([case(text, answered={"sources": (source,)}, **asked)])[0].value


def test_a_true_addition_from_the_right_section_is_not_wrong(case: Any) -> None:
    # A reader called 13 of 148 answers right that failed for a further clause of the section, quoted as it stands.
    right = "Ambient storage has a minimum of 30 days; frozen storage has a minimum of 7 days [FAQ-002 row 8]."
    assert _stored(case, right) == 1.0


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ambient storage has a minimum of 30 days; chilled storage has a minimum of 7 days.", STORAGE),
        ("30 days, 7 days.", STORAGE),
        ("Ambient storage has a minimum of 30 or 7 days.", STORAGE),
        (
            "Ambient storage has a minimum of 30 days; frozen storage has a minimum of 7 days.",
            replace(STORAGE, golden=False),
        ),
    ],
)
def test_a_second_value_that_the_right_section_does_not_state_so_is_wrong(case: Any, text: str, source: Any) -> None:
    assert _stored(case, text, source) == 0.0


def test_a_count_of_something_else_is_no_other_answer(case: Any) -> None:
    asked = {"reference": "信箱容量 50 GB。", "values": ("50 GB",)}
    assert wrong_value(case("信箱容量 50 GB，可寄給 20 人。", **asked)) is None
    assert wrong_value(case("信箱容量 50 GB 或 20 GB。", **asked)) == "20 GB"


def test_a_date_with_a_comma_is_one_value(case: Any) -> None:
    asked = {"reference": "It applies from March 3, 2026.", "values": ("March 3, 2026",), "question": "When?"}
    assert wrong_value(case("It applies from March 3, 2026.", **asked)) is None


@pytest.mark.parametrize("text", ["120 分鐘內通報。", "兩小時內通報。", "within 2 hours", "0.5 天內、即 2 小時內通報"])
def test_an_equal_amount_in_another_unit_is_right(case: Any, text: str) -> None:
    made = case(text, values=("2 小時",), reference="2 小時內通報，或 0.5 天。")
    assert CORRECTNESS.score([made])[0].value == 1.0


def test_numbers_inside_citations_are_not_values_of_the_answer(case: Any) -> None:
    assert wrong_value(case("24 小時內 [SOP-LOG-001 第48小時]。")) is None


def test_every_value_of_a_question_must_be_held(case: Any) -> None:
    both = {"values": ("24 小時", "倉儲主管")}
    assert right_value(case("24 小時內通報，由倉儲主管核定。", **both))
    assert not right_value(case("24 小時內通報。", **both))


def test_a_refusal_of_an_answerable_question_scores_zero_and_not_none(case: Any) -> None:
    assert CORRECTNESS.score([case("所提供的文件沒有這個問題的答案。")])[0].value == 0.0


def test_an_unanswerable_question_is_unscored_with_a_reason(case: Any) -> None:
    measured = CORRECTNESS.score([case("24 小時", answerable=False)])[0]
    assert measured.value is None
    assert measured.reason


@pytest.mark.parametrize(
    ("said", "piece", "held"),
    [
        ("由倉儲主管核定是否要補發貨物給客戶", "倉儲主管核定是否補發貨物", True),
        ("由業務主管決定", "倉儲主管核定是否補發貨物", False),
        ("The warehouse supervisor approves any replacement.", "the warehouse supervisor approves a replacement", True),
        ("The finance manager approves refunds.", "the warehouse supervisor approves a replacement", False),
        ("退貨商品得於倉庫逾期存放並收費", "退貨商品不得於倉庫逾期存放", False),
        ("倉庫主管", "倉儲主管", False),
        ("於 48 小時內以書面通知物流部門主管", "於 24 小時內以書面通知物流部門主管", False),
    ],
)
def test_long_plain_text_may_differ_a_little_but_not_in_values_or_negation(said: str, piece: str, held: bool) -> None:
    assert holds_piece(said, piece) is held

from typing import Any

import pytest

from eval.metrics.grounded import is_grounded

KEY = "[SOP-LOG-001 §4.3]"


@pytest.mark.parametrize(
    ("text", "grounded"),
    [
        (f"24 小時內 {KEY}。", True),
        ("24 小時內。", False),
        ("24 小時內 [FAQ-001]。", False),
        (f"24 小時內 {KEY}[FAQ-001]。", False),
        (f"48 小時內 {KEY}。", False),
        (f"24 小時或 48 小時內 {KEY}。", False),
        ("所提供的文件沒有這個問題的答案。", False),
        ("", False),
    ],
)
def test_an_answerable_question_needs_the_value_and_golden_keys_alone(case: Any, text: str, grounded: bool) -> None:
    assert is_grounded(case(text)) is grounded


def test_an_unanswerable_question_needs_the_refusal(case: Any) -> None:
    assert is_grounded(case("所提供的文件沒有這個問題的答案。", answerable=False))
    assert not is_grounded(case(f"24 小時內 {KEY}。", answerable=False))


def test_one_of_two_golden_keys_is_enough(case: Any) -> None:
    assert is_grounded(case(f"24 小時內 {KEY}。", golden_keys=("SOP-LOG-001 §4.3", "FAQ-001")))

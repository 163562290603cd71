from typing import Any

import pytest

from eval.metrics.citations import cites_only_golden, f1, precision, recall

GOLDEN = "[SOP-LOG-001 §4.3]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"24 小時 {GOLDEN}。", (1.0, 1.0, 1.0)),
        (f"24 小時 {GOLDEN}[FAQ-001]。", (0.5, 1.0, 2 / 3)),
        ("24 小時 [FAQ-001]。", (0.0, 0.0, 0.0)),
        ("24 小時。", (0.0, 0.0, 0.0)),
        (f"24 小時 {GOLDEN}。由主管核定。", (1.0, 0.5, 2 / 3)),
        ("", (0.0, 0.0, 0.0)),
    ],
)
def test_precision_counts_citations_and_recall_counts_statements(case: Any, text: str, expected: Any) -> None:
    made = case(text)
    assert (precision(made).value, recall(made).value, f1(made).value) == pytest.approx(expected)


def test_an_invented_citation_lowers_precision(case: Any) -> None:
    made = case(f"24 小時 {GOLDEN}。", answered={"invented": ("[9]",)})
    assert precision(made).value == 0.5
    assert not cites_only_golden(made)


def test_a_refusal_is_unscored_with_a_reason(case: Any) -> None:
    made = case("所提供的文件沒有這個問題的答案。")
    assert [measure(made).value for measure in (precision, recall, f1)] == [None, None, None]
    assert precision(made).reason == "a refusal cites nothing"


def test_a_key_with_brackets_of_its_own_is_found_again(case: Any) -> None:
    made = case("24 小時 [A ［1］]。", golden_keys=("A [1]",), answered={"citations": ("A [1]",)})
    assert (precision(made).value, recall(made).value) == (1.0, 1.0)


def test_answering_an_unanswerable_question_with_citations_supports_nothing(case: Any) -> None:
    assert precision(case(f"24 小時 {GOLDEN}。", answerable=False)).value == 0.0

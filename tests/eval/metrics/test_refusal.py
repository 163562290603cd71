from typing import Any

from eval.metrics.refusal import ANSWERED, TRUNCATED, Counts, count, f1, precision, recall


def test_refusals_are_counted_against_what_was_owed(case: Any) -> None:
    refusal = "所提供的文件沒有這個問題的答案。"
    cases = [
        case(refusal, answerable=False),
        case(refusal),
        case(refusal),
        case("24 小時", answerable=False),
        case("24 小時"),
    ]
    counts = count(cases)
    assert counts == Counts(right=1, needless=2, missed=1)
    assert precision(counts).value == 1 / 3
    assert recall(counts).value == 1 / 2
    assert f1(counts).value == 2 / 5


def test_an_arm_that_never_refuses_has_no_precision_but_an_f1_of_zero() -> None:
    counts = Counts(right=0, needless=0, missed=3)
    assert precision(counts).value is None
    assert f1(counts).value == 0.0


def test_without_unanswerable_questions_there_is_no_recall_and_no_f1() -> None:
    counts = Counts(right=0, needless=2, missed=0)
    assert recall(counts).reason == f1(counts).reason == "no question is unanswerable"


def test_a_cut_answer_is_counted_and_still_an_answer(case: Any) -> None:
    cut = case("24 小", answered={"finish_reason": "length"})
    assert TRUNCATED.score([cut])[0].value == 1.0
    assert ANSWERED.score([cut])[0].value == 1.0

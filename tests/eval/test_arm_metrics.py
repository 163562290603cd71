import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.arm_metrics import ARM_METRICS, F1_AC, F1_GR, REFUSAL_F1, REFUSAL_PRECISION, REFUSAL_RECALL
from eval.metrics import METRICS, Case
from eval.metrics import refusal as refusals
from pipelines.records import Source
from tests.eval.makers import make_answer, make_question

REFUSAL = "所提供的文件沒有這個問題的答案。"
OTHER = Source(key="FAQ-001", section_id="FAQ-001", heading="", text="別的事。")
KINDS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.sampled_from("abcd")), max_size=30)


def _case(text: str, group: str, *, answerable: bool = True, shown: bool = True) -> Case:
    question = make_question(answerable=answerable, group=group)
    return Case(question=question, answer=make_answer(text, **({} if shown else {"sources": (OTHER,)})))


def _cases(right: int, wrong: int, *, needless: int, missed: int, refused: int) -> list[Case]:
    kinds = [
        *[("24 小時", True)] * right,
        *[("48 小時", True)] * wrong,
        *[(REFUSAL, True)] * needless,
        *[("24 小時", False)] * missed,
        *[(REFUSAL, False)] * refused,
    ]
    return [_case(text, f"g{place}", answerable=able) for place, (text, able) in enumerate(kinds)]


def test_grounded_refusals_are_the_mean_of_two_f1_scores() -> None:
    # The worked example of Trust-Align's documentation: 7 answerable, 5 answered of them, 3 refused rightly.
    cases = _cases(5, 0, needless=2, missed=0, refused=3)
    assert F1_GR.estimate(cases).value == pytest.approx((0.75 + 10 / 12) / 2)


def test_answer_correctness_is_calibrated_by_what_could_be_answered() -> None:
    cases = _cases(3, 1, needless=1, missed=2, refused=1)
    precision, recall = 3 / 6, 3 / 5
    assert F1_AC.estimate(cases).value == pytest.approx(2 * precision * recall / (precision + recall))


def test_half_of_the_claims_is_half_an_answer() -> None:
    question = make_question(values=("24 小時", "倉儲主管"))
    source = Source(key="K", section_id="K", heading="", text="24 小時內通報，由倉儲主管核定。", golden=True)
    case = Case(question=question, answer=make_answer("24 小時內。", sources=(source,)))
    assert F1_AC.estimate([case]).value == pytest.approx(0.5)


def test_a_question_whose_golden_section_is_not_shown_is_to_be_refused() -> None:
    cases = [_case(REFUSAL, "a", shown=False), _case("24 小時", "b")]
    assert F1_GR.estimate(cases).value == 1.0
    assert REFUSAL_F1.estimate(cases).value is None


@pytest.mark.parametrize("metric", ARM_METRICS, ids=lambda metric: metric.name)
def test_without_answers_there_is_no_number_but_a_reason(metric: Any) -> None:
    found = metric.estimate([])
    assert found.value is None
    assert found.reason


def test_names_are_unique_and_every_definition_has_a_source_and_a_range() -> None:
    names = [metric.name for metric in (*METRICS, *ARM_METRICS)]
    assert len(names) == len(set(names))
    assert all(metric.source and metric.low < metric.high for metric in ARM_METRICS)


@given(KINDS)
def test_whatever_an_arm_says_numbers_are_finite_and_in_range(kinds: list[tuple[bool, bool, bool, str]]) -> None:
    cases = [
        _case(REFUSAL if refused else "24 小時", group, answerable=able, shown=shown)
        for refused, able, shown, group in kinds
    ]
    for metric in ARM_METRICS:
        found = metric.estimate(cases)
        assert (found.value is None) == (found.reason is not None), metric.name
        for number in (found.value, found.low, found.high):
            assert number is None or (math.isfinite(number) and metric.low <= number <= metric.high), metric.name


@given(KINDS)
def test_refusals_of_an_arm_are_those_of_its_counts(kinds: list[tuple[bool, bool, bool, str]]) -> None:
    cases = [_case(REFUSAL if refused else "24 小時", group, answerable=able) for refused, able, _, group in kinds]
    counts = refusals.count(cases)
    pairs = [
        (REFUSAL_PRECISION, refusals.precision),
        (REFUSAL_RECALL, refusals.recall),
        (REFUSAL_F1, refusals.f1),
    ]
    for metric, formula in pairs:
        assert metric.estimate(cases).value == pytest.approx(formula(counts).value)

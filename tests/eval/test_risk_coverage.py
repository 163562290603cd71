import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Case
from eval.risk_coverage import aurc, risk_coverage, surest_of
from tests.eval.makers import KEY, make_answer, make_question

RIGHT, WRONG, REFUSAL = f"24 小時內 [{KEY}]。", f"48 小時內 [{KEY}]。", "所提供的文件沒有這個問題的答案。"
SAID = st.lists(
    st.tuples(st.sampled_from([RIGHT, WRONG, REFUSAL]), st.sampled_from([-2.0, -1.0, -0.5]), st.sampled_from("abc")),
    min_size=1,
    max_size=30,
)


def _case(place: int, text: str, confidence: float | None, group: str | None = None) -> Case:
    question = make_question(id=f"Q{place:03}", group=group or f"g{place}")
    return Case(question=question, answer=make_answer(text, question_id=question.id, confidence=confidence))


def test_the_surest_answers_come_first_and_refusals_are_never_covered() -> None:
    cases = [_case(0, WRONG, -2.0), _case(1, RIGHT, -0.1), _case(2, RIGHT, -0.5), _case(3, REFUSAL, -0.01)]
    points = risk_coverage(cases)
    assert [(point.confidence, point.coverage) for point in points] == [(-0.1, 0.25), (-0.5, 0.5), (-2.0, 0.75)]
    assert [point.risk for point in points] == pytest.approx([0.0, 0.0, 1 / 3])
    assert aurc(cases).value == pytest.approx(1 / 9)


def test_confidence_that_is_the_wrong_way_round_costs_more() -> None:
    texts = [RIGHT] * 5 + [WRONG] * 5
    good = aurc([_case(place, text, -float(place)) for place, text in enumerate(texts)])
    bad = aurc([_case(place, text, float(place) - 20) for place, text in enumerate(texts)])
    flat = aurc([_case(place, text, -1.0) for place, text in enumerate(texts)])
    assert good.value < flat.value == 0.5 < bad.value
    assert good.low <= good.value <= good.high


def test_a_share_of_the_answers_is_of_what_was_answered_and_never_cuts_equals() -> None:
    said = [(RIGHT, -0.1), (RIGHT, -0.2), (WRONG, -0.3), (WRONG, -0.3), (WRONG, -0.9), (REFUSAL, -0.1)]
    points = risk_coverage([_case(place, *one) for place, one in enumerate(said)])
    assert [surest_of(points, share).confidence for share in (0.1, 0.4, 0.41, 0.8, 0.81, 1)] == [
        -0.1, -0.2, -0.3, -0.3, -0.9, -0.9,
    ]  # fmt: skip
    assert surest_of(points, 0.8).risk == 0.5


def test_an_answer_without_confidence_leaves_the_arm_without_a_curve() -> None:
    cases = [_case(0, RIGHT, -0.1), _case(1, RIGHT, None)]
    assert risk_coverage(cases) == []
    assert aurc(cases).reason == "an answer has no confidence"
    assert aurc([_case(0, REFUSAL, None)]).reason == "nothing answered"


@given(SAID)
def test_the_curve_does_not_depend_on_the_order_of_the_answers(said: list[tuple[str, float, str]]) -> None:
    cases = [_case(place, *one) for place, one in enumerate(said)]
    shuffled = cases[::-1]
    assert risk_coverage(cases) == risk_coverage(shuffled)
    assert aurc(cases) == aurc(shuffled)
    points = risk_coverage(cases)
    assert all(0.0 <= point.risk <= 1.0 and 0.0 < point.coverage <= 1.0 for point in points)
    assert [point.coverage for point in points] == sorted({point.coverage for point in points})

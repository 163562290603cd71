import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import METRICS
from eval.scoring import NO_ANSWER, cases_of, failed, score_arm
from tests.eval import hostile
from tests.eval.hostile import BEHAVIOURS
from tests.eval.makers import make_answers, make_questions

QUESTIONS = make_questions(8, 4)


def test_every_question_has_every_metric_with_a_value_or_a_reason() -> None:
    scores = score_arm(QUESTIONS, make_answers(QUESTIONS, "base", 0.5), arm="base")
    assert len(scores) == len(QUESTIONS) * len(METRICS)
    assert all((score.value is None) == (score.reason is not None) for score in scores)


def test_a_question_without_an_answer_is_unscored_and_not_zero() -> None:
    scores = score_arm(QUESTIONS, make_answers(QUESTIONS, "base", 1.0)[1:], arm="base")
    missing = [score for score in scores if score.question_id == QUESTIONS[0].id]
    assert {(score.value, score.reason) for score in missing} == {(None, NO_ANSWER)}


def test_the_order_of_the_answers_does_not_matter() -> None:
    answers = make_answers(QUESTIONS, "base", 0.5)
    assert score_arm(QUESTIONS, answers, arm="base") == score_arm(QUESTIONS, answers[::-1], arm="base")


def test_answers_to_other_questions_are_left_out() -> None:
    answers = make_answers(QUESTIONS, "base", 0.5)
    assert [case.question.id for case in cases_of(QUESTIONS[:3], answers)] == [one.id for one in QUESTIONS[:3]]


@given(st.lists(st.sampled_from(BEHAVIOURS), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_metric_that_misbehaves_costs_the_answers_it_misbehaves_on_and_no_other(behaviours: list[str]) -> None:
    answers = make_answers(QUESTIONS, "base", 0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = score_arm(QUESTIONS, answers, arm="base", metrics=[hostile.metric("grounded", behaviours)])
    expected = [behaviours[int(one.id[1:]) % len(behaviours)] for one in QUESTIONS]
    assert [failed(score) for score in scores] == [one in hostile.FAILING for one in expected]
    assert [score.value for score in scores] == [
        None if one in hostile.FAILING else 0.0 if one == "wrong" else 1.0 for one in expected
    ]
    assert all(answers[0].text not in (score.reason or "") for score in scores)


def test_a_metric_that_is_wrong_about_the_batch_fails_for_every_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answers = make_answers(QUESTIONS, "base", 0.5)
    for name, score in (
        ("short", lambda _: []),
        ("nothing", lambda _: None),
        ("text", lambda _: ["x"] * len(QUESTIONS)),
    ):
        scores = score_arm(QUESTIONS, answers, arm="base", metrics=[hostile.whole(name, score)])
        assert all(map(failed, scores))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        score_arm(QUESTIONS, answers, arm="base", metrics=[hostile.metric("loud", ["talks"])])
    assert capsys.readouterr() == ("", "")


def test_a_reason_by_design_is_no_failure() -> None:
    scores = score_arm(QUESTIONS, make_answers(QUESTIONS, "base", 0.5), arm="base")
    assert any(score.value is None for score in scores)
    assert not any(map(failed, scores))

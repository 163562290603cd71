from eval.metrics import METRICS
from eval.scoring import NO_ANSWER, cases_of, score_arm
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

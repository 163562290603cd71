from typing import Any

import pytest

from eval.metrics import METRICS
from eval.scoring import score_arm
from eval.summaries import LANGUAGES, REFUSAL_METRICS, find, ideal_answered, summarize_arm
from tests.eval.makers import make_answers, make_questions

QUESTIONS = make_questions(24, 8)


def _summaries(skill: Any, questions: Any = QUESTIONS, answers: Any = None) -> Any:
    said = make_answers(QUESTIONS, "base", skill) if answers is None else answers
    return summarize_arm(questions, said, score_arm(questions, said, arm="base"))


def test_every_metric_is_summarized_in_every_language() -> None:
    assert len(_summaries(0.5)) == len(LANGUAGES) * (len(METRICS) + len(REFUSAL_METRICS))


def test_a_perfect_arm_is_perfect_and_says_over_how_many_questions() -> None:
    summaries = _summaries(1.1)
    grounded, refusal = find(summaries, "base", "grounded"), find(summaries, "base", "refusal_f1")
    assert (grounded.value, grounded.n, grounded.groups, grounded.unscored) == (1.0, 24, 8, 0)
    assert refusal.value == 1.0
    assert find(summaries, "base", "answered_ratio").value == ideal_answered(QUESTIONS) == 0.75


def test_the_languages_add_up_to_all() -> None:
    summaries = _summaries(0.5)
    chinese, english, both = (find(summaries, "base", "grounded", language) for language in LANGUAGES)
    assert chinese.n + english.n == both.n
    assert chinese.value * chinese.n + english.value * english.n == pytest.approx(both.value * both.n)


def test_unscored_questions_are_counted_beside_the_mean() -> None:
    correctness = find(_summaries(0.5), "base", "correctness")
    assert (correctness.n, correctness.unscored) == (18, 6)


def test_missing_answers_are_unscored_in_every_summary() -> None:
    summaries = _summaries(1.1, answers=make_answers(QUESTIONS, "base", 1.1)[:20])
    assert {find(summaries, "base", name).unscored for name in ("grounded", "refusal_f1", "answered_ratio")} == {4}


def test_a_language_without_questions_has_no_value() -> None:
    english = [question for question in QUESTIONS if question.language == "en"]
    found = find(_summaries(0.5, questions=english, answers=make_answers(english, "base", 1)), "base", "grounded", "zh")
    assert (found.value, found.n) == (None, 0)
    assert ideal_answered(english, "zh") is None

from typing import Any

import pytest

from eval.arm_metrics import ARM_METRICS
from eval.metrics import METRICS
from eval.metrics.retrieval import DEPTHS
from eval.scoring import score_arm
from eval.summaries import LANGUAGES, find, ideal_answered, summarize_arm
from pipelines.language.query_class import CLASSES
from tests.eval.makers import make_answers, make_questions

QUESTIONS = make_questions(24, 8)


def _summaries(skill: Any, questions: Any = QUESTIONS, answers: Any = None) -> Any:
    said = make_answers(QUESTIONS, "base", skill) if answers is None else answers
    return summarize_arm(questions, said, score_arm(questions, said, arm="base"))


def test_every_metric_is_summarized_in_every_language() -> None:
    assert len(_summaries(0.5)) == len(LANGUAGES) * (len(METRICS) + len(ARM_METRICS))


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


def test_retrieval_is_told_by_class_beside_language() -> None:
    answers = make_answers(QUESTIONS, "base", 1, golden_rank=2)
    classes = {one.id: "codes" if place % 2 else "paraphrase" for place, one in enumerate(QUESTIONS) if one.answerable}
    scores = score_arm(QUESTIONS, answers, arm="base")
    summaries = summarize_arm(QUESTIONS, answers, scores, classes)
    plain = summarize_arm(QUESTIONS, answers, scores)
    assert [one for one in summaries if one.query_class == "all"] == plain
    assert len(summaries) == len(plain) + len(CLASSES) * len(DEPTHS)
    first, third = (find(summaries, "base", f"golden_shown_at_{k}", query_class="codes") for k in (1, 3))
    assert (first.value, third.value, third.n, third.unscored) == (0.0, 1.0, 12, 0)
    assert find(summaries, "base", "golden_shown_at_3", query_class="other_language").n == 0
    assert find(summaries, "base", "golden_shown_at_3").n == 18


def test_nothing_is_averaged_over_survivors() -> None:
    questions = make_questions(12, 6)
    answers = make_answers(questions, "base", 1.1)[1:]
    found = summarize_arm(questions, answers, score_arm(questions, answers, arm="base"))
    missed = [one for one in found if one.language == "all" and one.query_class == "all"]
    assert {one.value for one in missed} == {None}
    assert find(found, "base", "grounded").reason == "1 of 12 values failed or are missing"
    assert find(found, "base", "grounded").unscored == 1
    # The other language lacks nothing.
    assert questions[0].language == "en"
    assert find(found, "base", "grounded", "zh").value == 1.0

from typing import Any

import pytest

from eval.diagnoses import DIAGNOSES, closed_book_excess, diagnosis_summaries, follow_rate, noise_floor
from eval.scoring import score_arm
from tests.eval.makers import KEY, make_answer, make_questions

QUESTIONS = [question for question in make_questions(24, 12) if question.answerable]
RIGHT, WRONG = f"24 小時內 [{KEY}]。", f"48 小時內 [{KEY}]。"


def _scores(arm: str, right: int) -> Any:
    texts = [RIGHT if place < right else WRONG for place in range(len(QUESTIONS))]
    answers = [
        make_answer(text, question_id=question.id, arm=arm) for question, text in zip(QUESTIONS, texts, strict=True)
    ]
    return score_arm(QUESTIONS, answers, arm=arm)


def test_what_a_candidate_knows_beyond_the_base_model_is_a_cost() -> None:
    scores = [*_scores("candidate_closed_book", 6), *_scores("base_closed_book", 0)]
    found = closed_book_excess(scores, QUESTIONS)
    assert found.value == pytest.approx(6 / len(QUESTIONS))
    assert closed_book_excess(_scores("base_closed_book", 1), QUESTIONS) is None


def test_following_is_being_right_about_the_changed_source() -> None:
    found = follow_rate(_scores("candidate_counterfactual", 9), QUESTIONS, "candidate_counterfactual")
    assert (found.value, found.n) == (0.5, len(QUESTIONS))
    assert found.low < 0.5 < found.high
    assert follow_rate([], QUESTIONS, "candidate_counterfactual") is None


def test_the_noise_floor_counts_questions_and_not_their_balance() -> None:
    once, again = _scores("candidate", 9), _scores("candidate_repeat", 12)
    assert noise_floor([*once, *again], QUESTIONS, "candidate").value == pytest.approx(3 / len(QUESTIONS))
    assert noise_floor([*once, *_scores("candidate_repeat", 9)], QUESTIONS, "candidate").value == 0.0
    assert noise_floor(once, QUESTIONS, "candidate") is None


def test_every_diagnosis_says_where_it_comes_from_and_which_way_is_up() -> None:
    assert len({one.name for one in DIAGNOSES}) == len(DIAGNOSES)
    assert all(one.source and one.low < one.high for one in DIAGNOSES)


def test_each_diagnosis_is_summarized_under_the_arm_it_is_about() -> None:
    arms = ("candidate_closed_book", "base_closed_book", "candidate_counterfactual", "candidate", "candidate_repeat")
    scores = [one for place, arm in enumerate(arms) for one in _scores(arm, 9 - place)]
    found = {(one.arm, one.metric): one for one in diagnosis_summaries(scores, QUESTIONS)}
    assert set(found) == {
        ("candidate_closed_book", "closed_book_excess"),
        ("candidate_counterfactual", "counterfactual_follow_rate"),
        ("candidate_repeat", "noise_floor"),
    }
    assert all(one.value is not None and one.low <= one.value <= one.high for one in found.values())
    assert diagnosis_summaries(_scores("candidate", 5), QUESTIONS) == []

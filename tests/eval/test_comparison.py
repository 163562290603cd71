from typing import Any

from eval.comparison import best_baseline, compare, compare_common
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from tests.eval.makers import SKILLS, make_answers, make_questions

QUESTIONS = make_questions(48, 24)


def _scores(skills: Any) -> Any:
    return [
        score
        for arm, skill in skills.items()
        for score in score_arm(QUESTIONS, make_answers(QUESTIONS, arm, skill), arm=arm)
    ]


def _summaries(skills: Any) -> Any:
    summaries = []
    for arm, skill in skills.items():
        answers = make_answers(QUESTIONS, arm, skill)
        summaries += summarize_arm(QUESTIONS, answers, score_arm(QUESTIONS, answers, arm=arm))
    return summaries


def test_an_arm_does_not_differ_from_itself() -> None:
    found = compare(_scores(SKILLS), QUESTIONS, ("candidate", "candidate"))
    assert (found.value, found.p_value) == (0.0, 1.0)


def test_a_better_arm_differs_by_its_questions() -> None:
    found = compare(_scores(SKILLS), QUESTIONS, ("candidate", "base"))
    assert found.value > 0.5
    assert found.low > 0
    assert (found.n, found.groups) == (48, 24)


def test_one_missing_value_leaves_no_comparison_rather_than_one_over_the_rest() -> None:
    scores = [one for one in _scores(SKILLS) if (one.arm, one.question_id) != ("base", "Q005")]
    assert compare(scores, QUESTIONS, ("candidate", "base")) is None


def test_a_single_group_leaves_no_comparison() -> None:
    assert compare(_scores(SKILLS), QUESTIONS[:1], ("candidate", "base")) is None


def test_the_best_baseline_is_the_one_with_the_highest_primary_metric() -> None:
    assert best_baseline(_summaries({"extractive": 0.2, "base_few_shot": 1.1, "base": 0.4, "candidate": 1.1})) == (
        "base_few_shot"
    )


def test_of_equal_baselines_the_first_named_is_taken_and_without_any_there_is_none() -> None:
    assert best_baseline(_summaries({"base": 1.1, "extractive": 1.1})) == "extractive"
    assert best_baseline(_summaries({"candidate": 1.0})) is None


def test_a_comparison_that_informs_uses_the_questions_where_both_arms_have_a_value() -> None:
    scores = _scores(SKILLS)
    found = compare_common(scores, QUESTIONS, ("candidate", "base"), "citation_f1")
    valued = [
        {one.question_id for one in scores if (one.arm, one.metric) == (arm, "citation_f1") and one.value is not None}
        for arm in ("candidate", "base")
    ]
    assert found is not None
    assert found.n == len(set.intersection(*valued)) < len(QUESTIONS)
    assert compare_common(scores, QUESTIONS[:1], ("candidate", "base"), "citation_f1") is None

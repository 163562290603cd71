from pipelines.answering.arms import ARMS
from pipelines.score.labels import labelled
from tests.eval.makers import make_answer, make_question

QUESTIONS = [make_question(), make_question(id="Q2", answerable=False)]
TEXT = "出貨異常須於 24 小時內通報物流部門。"


def test_arms_over_retrieved_or_golden_sources_are_judged_as_the_author_says() -> None:
    for name in ("extractive", "base", "candidate_golden", "candidate_closed_book"):
        assert labelled(ARMS[name], QUESTIONS, [], {}) == QUESTIONS


def test_without_the_golden_section_every_question_must_be_refused() -> None:
    found = labelled(ARMS["base_distractors"], QUESTIONS, [], {})
    assert [question.answerable for question in found] == [False, False]
    assert found[0].values == found[0].golden_keys == ()
    assert [question.id for question in found] == ["Q001", "Q2"]


def test_with_a_changed_section_the_answer_must_follow_the_change() -> None:
    found = labelled(ARMS["base_counterfactual"], QUESTIONS, [make_answer()], {"h": TEXT})
    assert [question.id for question in found] == ["Q001"]
    assert found[0].values != QUESTIONS[0].values
    assert "24 小時" not in found[0].reference


def test_of_two_sections_that_answer_alike_one_is_changed_and_two_that_answer_together_are_not_asked() -> None:
    both = make_question(golden_keys=("K", "L"), golden_hashes=("h", "e"))
    texts = {"h": TEXT, "e": "Report it to the logistics department (物流部門) within 24 hours."}
    one = labelled(ARMS["base_counterfactual"], QUESTIONS, [make_answer()], {"h": TEXT})[0]
    assert labelled(ARMS["base_counterfactual"], [both], [make_answer()], texts)[0].values == one.values
    assert labelled(ARMS["base_counterfactual"], [both], [make_answer()], texts | {"e": "None of it."}) == []
    assert labelled(ARMS["base_counterfactual"], [both], [make_answer()], {"h": TEXT}) == []


def test_a_question_that_could_not_be_changed_is_not_judged() -> None:
    assert labelled(ARMS["base_counterfactual"], QUESTIONS, [make_answer()], {}) == []

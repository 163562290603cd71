from typing import Any

from eval.metrics.cost import ANSWER_CHARACTERS, COMPLETION_TOKENS, PROMPT_TOKENS


def test_tokens_are_those_of_the_answer(case: Any) -> None:
    made = case("24 小時", answered={"prompt_tokens": 554, "completion_tokens": 15})
    assert (PROMPT_TOKENS.score([made])[0].value, COMPLETION_TOKENS.score([made])[0].value) == (554.0, 15.0)


def test_an_answer_that_no_model_wrote_costs_no_tokens_and_lowers_no_mean(case: Any) -> None:
    made = case("24 小時", answered={"model": "extractive", "prompt_tokens": 0, "completion_tokens": 0})
    measured = COMPLETION_TOKENS.score([made])[0]
    assert (measured.value, measured.reason) == (None, "no model was asked")


def test_what_has_to_be_read_is_counted_without_citations_and_without_refusals(case: Any) -> None:
    assert ANSWER_CHARACTERS.score([case("24 小時內 [SOP-LOG-001 §4.3]。")])[0].value == 7.0
    assert ANSWER_CHARACTERS.score([case("所提供的文件沒有這個問題的答案。")])[0].value is None

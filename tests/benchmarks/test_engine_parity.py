from dataclasses import replace

import pytest

from benchmarks.engine_parity import parity
from tests.eval.makers import make_answers, make_questions
from tests.pipelines.models.tiny import tiny_tokenizer

QUESTIONS = make_questions(4, 2)


def test_equal_answers_and_the_tokens_before_the_first_that_differs_are_counted() -> None:
    here = [replace(one, text="abcd") for one in make_answers(QUESTIONS, "base", 1.1)]
    there = [replace(one, engine="vllm 1") for one in here]
    there[1] = replace(there[1], text="abXd", citations=("other",))
    there[2] = replace(there[2], text="ab", finish_reason="length")
    found = parity(here, there, tiny_tokenizer())
    assert (found.answers, found.same_text, found.same_citations, found.same_end) == (4, 2, 3, 3)
    assert found.agreed == pytest.approx((1 + 0.5 + 0.5 + 1) / 4)
    assert found.differing == (here[1].question_id, here[2].question_id)


def test_answers_to_other_prompts_are_not_compared() -> None:
    here = make_answers(QUESTIONS, "base", 1.1)
    with pytest.raises(ValueError, match="not asked in the same way"):
        parity(here, [replace(here[0], prompt_hash="other"), *here[1:]], tiny_tokenizer())

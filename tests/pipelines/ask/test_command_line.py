"""A question may hold any character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ask.command_line import gather, require_questions
from pipelines.ask.config import Config
from pipelines.runtime.config import compose
from pipelines.runtime.errors import UserError

ODD = "「出貨異常」，{多久}=幾小時？ 'a' \"b\" $c [d] #e; ~f, x=1"


def test_plain_words_are_one_question() -> None:
    assert gather(["出貨異常", "多久？"]) == ["question=出貨異常 多久？"]


def test_overrides_are_told_from_words() -> None:
    assert gather(["model=smollm2_135m", "Who?", "retrieval.sources=2", "--help"]) == [
        "model=smollm2_135m",
        "retrieval.sources=2",
        "--help",
        "question=Who?",
    ]


def test_a_named_question_leaves_the_rest_to_be_checked() -> None:
    assert gather(["question=a=b?", "modle=x"]) == ["question=a=b?", "modle=x"]


@pytest.mark.parametrize("arguments", [[f"question={ODD}"], [ODD]])
def test_quotes_commas_and_equals_signs_reach_the_stage_as_typed(arguments: list[str]) -> None:
    assert compose(Config, gather(arguments)).question == ODD


@given(st.text(min_size=1).filter(lambda text: text.strip() == text))
def test_any_named_question_reaches_the_stage_as_typed(text: str) -> None:
    assert gather([f"question={text}"]) == [f"question={text}"]


def test_nothing_asked_is_the_user_s_mistake() -> None:
    with pytest.raises(UserError) as caught:
        require_questions("  \n ")
    assert str(caught.value) == (
        'error: no question was asked\n\nhint: type it: `python -m pipelines.ask question="…"`'
    )

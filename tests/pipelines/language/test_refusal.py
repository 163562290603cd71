"""The refusal is one fixed sentence in the question's language."""

import pytest

from pipelines.language.refusal import REFUSALS, is_refusal, refusal_for


def test_a_question_is_refused_in_its_own_language() -> None:
    assert refusal_for("SOP 要多久？") == REFUSALS["zh"]
    assert refusal_for("How long?") == REFUSALS["en"]


@pytest.mark.parametrize("said", [*REFUSALS.values(), " 所提供的文件沒有這個問題的答案 "])
def test_white_space_and_the_full_stop_do_not_count(said: str) -> None:
    assert is_refusal(said)


@pytest.mark.parametrize("said", ["", "24 小時內。", f"{REFUSALS['zh']}但應為 24 小時。", "不知道。"])
def test_anything_else_is_an_answer(said: str) -> None:
    assert not is_refusal(said)

"""One Han character makes a text Chinese."""

import pytest

from pipelines.language.script import language_of


@pytest.mark.parametrize("text", ["出貨", "SOP-LOG-001 出貨 process", "㐀", "豈", "𠮷"])
def test_han_characters_of_every_block_are_chinese(text: str) -> None:
    assert language_of(text) == "zh"


@pytest.mark.parametrize("text", ["", "Who approves it?", "２４％，。「」", "ひらがな", "§4.3"])
def test_everything_else_is_english(text: str) -> None:
    assert language_of(text) == "en"

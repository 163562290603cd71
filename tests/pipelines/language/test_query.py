"""A question asks the index for what it is about, in the documents' script and spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.query import asked, normalised
from pipelines.language.tokens import tokens


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("請問出貨異常多久內要通報？", "出貨異常 內要通報"),
        ("運費是多少？", "運費"),
        ("誰核定補發貨物？", "核定補發貨物"),
        ("目的地在哪裡？", "目的地在"),
        ("How long can I keep my badge?", "keep badge"),
        ("Who approves the overtime?", "approves overtime"),
    ],
)
def test_question_words_are_not_looked_for(question: str, content: str) -> None:
    assert asked(question) == tokens(content)


@pytest.mark.parametrize("question", ["是什麼？", "是誰？", "Which?", "Who can?"])
def test_a_question_of_nothing_but_question_words_keeps_them(question: str) -> None:
    assert asked(question) == tokens(question) != []


def test_an_empty_question_asks_for_nothing() -> None:
    assert asked("") == asked("？？") == []


def test_a_simplified_question_asks_for_both_regions_words() -> None:
    found = asked("软件多久更新一次？")
    assert {"軟件", "軟體", "更新"} <= set(found)
    assert not {"软件", "多久"} & set(found)


def test_what_is_asked_in_either_script_is_the_same() -> None:
    assert asked("出货异常要通报谁？") == asked("出貨異常要通報誰？")


def test_full_width_codes_become_half_width_and_punctuation_stays() -> None:
    assert normalised("ＳＯＰ－ＬＯＧ－００１，第４．３節？") == "SOP-LOG-001，第4.3節？"


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_normalising_twice_is_normalising_once(question: str) -> None:
    assert normalised(normalised(question)) == normalised(question)


@given(st.text(alphabet="請問出貨異常通報部門多久24小時SOP-001，。？ ", max_size=40))
@settings(max_examples=50)
def test_a_traditional_question_in_half_width_is_left_alone(question: str) -> None:
    assert normalised(question) == question

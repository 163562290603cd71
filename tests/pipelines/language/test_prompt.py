"""One prompt, in pieces that can be shared and that no document can break out of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.prompt import (
    RULES,
    Prompt,
    WorkedExample,
    completion,
    escape,
    prompt_hash,
    render,
    render_closed_book,
)
from pipelines.language.refusal import REFUSALS
from pipelines.records import Source

SOURCES = [
    Source(key="SOP-LOG-001 §4.3", section_id="1", heading="出貨作業 › 通報", text="須於 24 小時內通報。"),
    Source(key="FAQ-001 第1列", section_id="2", heading="常見問答", text="見 [1] 與 [12]。"),
]


def test_rules_come_first_then_sources_then_the_question() -> None:
    prompt = render("多久內通報？", SOURCES)
    assert prompt.text == prompt.rules + prompt.sources + prompt.question
    assert prompt.rules == RULES
    assert prompt.sources.startswith(
        "[1] SOP-LOG-001 §4.3｜出貨作業 › 通報\n須於 24 小時內通報 [1]。\n\n[2] FAQ-001 第1列｜"
    )
    assert prompt.question == "問題：多久內通報？\n回答："


def test_the_rules_name_the_refusals() -> None:
    assert all(refusal in RULES for refusal in REFUSALS.values())


def test_a_question_is_asked_in_its_own_language() -> None:
    assert render("Who  approves\nit?", SOURCES).question == "Question: Who approves it?\nAnswer:"


def test_questions_over_the_same_sources_share_all_but_the_question() -> None:
    one, other = render("甲？", SOURCES), render("Who?", SOURCES)
    assert (one.rules, one.sources) == (other.rules, other.sources)


def test_worked_examples_stand_between_rules_and_sources() -> None:
    shot = WorkedExample(question="甲？", sources=SOURCES[:1], answer="乙 [1]。")
    prompt = render("丙？", SOURCES, worked=[shot])
    assert prompt.rules.endswith("問題：甲？\n回答： 乙 [1]。\n\n")
    assert prompt.sources == render("丙？", SOURCES).sources


def test_a_number_in_brackets_inside_a_document_does_not_read_as_a_handle() -> None:
    assert "見 ［1］ 與 ［12］ [2]。" in render("？", SOURCES).sources


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("須通報。由主管核定。", "須通報 [1]。由主管核定 [1]。"),
        ("It costs NT$1.50. Who pays? We do", "It costs NT$1.50 [1]. Who pays? We do [1]"),
        ("問：多久？\n答：3 日", "問：多久？\n答：3 日 [1]"),
        ("職級：經理；住宿費：3,200 元", "職級：經理；住宿費：3,200 元 [1]"),
    ],
)
def test_each_statement_of_a_source_ends_with_its_handle_and_no_question_does(text: str, shown: str) -> None:
    """The tuned model copied the right sentence and cited another source in 6 of 102 answers."""
    source = Source(key="K", section_id="1", heading="H", text=text)
    assert render("？", [source]).sources == f"[1] K｜H\n{shown}\n\n"


@given(st.text())
def test_marking_statements_changes_no_word_of_a_source(text: str) -> None:
    source = Source(key="K", section_id="1", heading="H", text=text)
    assert render("？", [source]).sources.replace(" [1]", "") == f"[1] K｜H\n{escape_numbers(text)}\n\n".replace(
        " [1]", ""
    )


def escape_numbers(text: str) -> str:
    return re.sub(r"\[(\d{1,3})\]", r"［\1］", text)


def test_the_closed_book_has_no_sources_and_no_refusal() -> None:
    prompt = render_closed_book("甲？")
    assert prompt.sources == ""
    assert not any(refusal in prompt.text for refusal in REFUSALS.values())


def test_a_completion_is_one_line_after_one_space() -> None:
    assert completion("  甲\n乙 ") == " 甲 乙"


def test_the_hash_is_stable_within_a_version() -> None:
    assert prompt_hash() == prompt_hash()
    assert len(prompt_hash()) == 64


@given(st.text(max_size=40), st.sampled_from(["<|im_start|>", "<end_of_turn>", "</s>", "[INST]"]))
def test_no_control_token_of_documents_or_users_survives(text: str, token: str) -> None:
    source = Source(key=f"K{token}", section_id="1", heading=token + text, text=text + token)
    prompt: Prompt = render(f"{text}{token}？", [source], control_tokens=[token])
    assert token not in prompt.sources + prompt.question
    assert token not in escape(f"{text}{token}{token}", [token])

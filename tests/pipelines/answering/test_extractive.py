"""The baseline without a model."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.answering.extractive import choose_threshold, extract, write
from pipelines.language.citations import resolve
from pipelines.language.refusal import REFUSALS, is_refusal
from tests.pipelines.answering.company import EXAMPLES, NOTICE, VPN, source


def test_the_sentence_that_shares_most_words_is_the_answer() -> None:
    assert write("由誰核定補發？", [source(NOTICE)], 0.1) == "由倉儲主管核定是否補發貨物 [1]。"


def test_an_english_sentence_keeps_its_full_stop() -> None:
    assert write("When does the VPN password expire?", [source(VPN)], 0.1) == (
        "The VPN password expires after 90 days [1]."
    )


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (
            "問：D4 原因分析用什麼方法？\n答：發生原因做一次 5 Why。\n類別：品保",
            "D4 原因分析用什麼方法？",
            "發生原因做一次 5 Why [1]。",
        ),
        (
            "Q: When is an invoice due?\nA: After 30 days.\nCategory: Billing",
            "When is an invoice due?",
            "After 30 days [1].",
        ),
        ("Who may enter?", "Who may enter?", "Who may enter? [1]."),
    ],
)
def test_a_question_in_the_source_is_not_its_answer(text: str, question: str, expected: str) -> None:
    assert write(question, [replace(source(VPN), text=text)], 0.1) == expected


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        # The second says what the first is the case for.
        (
            "Cards go back to the desk. A lost card costs 12 dollars. It is blocked at once.",
            "What does a lost card cost, and what happens to cards that go back?",
            "Cards go back to the desk; A lost card costs 12 dollars [1].",
        ),
        (
            "遺失識別證應即通報。新證三日內發給。補發識別證收工本費 150 元。",
            "遺失識別證，補發多少錢？",
            "遺失識別證應即通報 … 補發識別證收工本費 150 元 [1]。",
        ),
        ("遺失應即通報。補發識別證收工本費 150 元。", "補發識別證多少錢？", "補發識別證收工本費 150 元 [1]。"),
        ("1. Wash the wound.\n2. Call 119.", "What is the first step for a wound?", "1. Wash the wound [1]."),
        ("Fees\n- Badge: 12 dollars\n- Key: 45", "Badge fees?", "Fees; - Badge: 12 dollars [1]."),
    ],
)
def test_a_second_sentence_that_is_nearly_as_near_stands_beside_it(text: str, question: str, expected: str) -> None:
    assert write(question, [replace(source(VPN), text=text)], 0.1) == expected


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (
            "雇主得於下列情形終止契約：\n一、歇業；\n二、虧損。\n應預告之。",
            "雇主終止契約的情形？",
            "雇主得於下列情形終止契約：一、歇業；二、虧損 [1]。",
        ),
        (
            "Bring to the desk:\n- your badge\n- a form\nWait there.",
            "What to bring to the desk?",
            "Bring to the desk: - your badge; - a form [1].",
        ),
        (
            "The number of the desk is:\n7-11\nIt is free.",
            "What is the number of the desk?",
            "The number of the desk is: 7-11 [1].",
        ),
        ("Bring to the desk:", "What to bring to the desk?", "Bring to the desk: [1]."),
    ],
)
def test_what_a_sentence_announces_goes_with_it(text: str, question: str, expected: str) -> None:
    assert write(question, [replace(source(VPN), text=text)], 0.1) == expected


def test_what_the_heading_says_does_not_choose_the_sentence() -> None:
    units = replace(
        source(VPN),
        heading="Trial units",
        text="Clients may try three of them. Lost trial units are charged. The list is kept by sales.",
    )
    assert write("What is the rule on trial units?", [units], 0.1) == (
        "Clients may try three of them; Lost trial units are charged [1]."
    )
    assert write("Are lost trial units charged?", [units], 0.1) == "Lost trial units are charged [1]."


def test_too_little_support_is_a_refusal_in_the_question_s_language() -> None:
    assert write("員工餐廳幾點開門？", [source(NOTICE)], 0.9) == REFUSALS["zh"]
    assert write("When is lunch?", [], 0.0) == REFUSALS["en"]


def test_support_is_the_share_of_the_question_that_the_source_holds() -> None:
    assert extract("VPN password", source(VPN)).support == 1.0
    assert extract("xyzzy", source(VPN)).support == 0.0


def test_the_threshold_separates_what_can_be_answered_from_what_cannot() -> None:
    threshold = choose_threshold(EXAMPLES, [example.sources for example in EXAMPLES])
    answers = [write(example.question, example.sources, threshold) for example in EXAMPLES]
    assert [not is_refusal(answer) for answer in answers] == [example.answerable for example in EXAMPLES]


def test_without_examples_nothing_is_refused() -> None:
    assert choose_threshold([], []) == 0.0


@given(st.text(max_size=40), st.floats(0, 1))
def test_an_answer_is_one_line_that_cites_the_first_source_or_refuses(text: str, threshold: float) -> None:
    said = write(text, [source(NOTICE)], threshold)
    assert "\n" not in said
    assert is_refusal(said) or resolve(said, [NOTICE.key]).citations == (NOTICE.key,)

"""What of a source stands nearest to a question."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.answering.nearest import NEAR, Likeness, extract, support
from tests.pipelines.answering.company import VPN, source


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (
            "問：D4 原因分析用什麼方法？\n答：發生原因做一次 5 Why。\n類別：品保",
            "D4 原因分析用什麼方法？",
            "發生原因做一次 5 Why",
        ),
        (
            "Q: When is an invoice due?\nA: After 30 days.\nCategory: Billing",
            "When is an invoice due?",
            "After 30 days",
        ),
        ("Who may enter?", "Who may enter?", "Who may enter?"),
    ],
)
def test_a_question_in_the_source_is_not_its_answer(text: str, question: str, expected: str) -> None:
    assert extract(question, replace(source(VPN), text=text)) == expected


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        # The second says what the first is the case for.
        (
            "Cards go back to the desk. A lost card costs 12 dollars. It is blocked at once.",
            "What does a lost card cost, and what happens to cards that go back?",
            "Cards go back to the desk; A lost card costs 12 dollars",
        ),
        (
            "遺失識別證應即通報。新證三日內發給。補發識別證收工本費 150 元。",
            "遺失識別證，補發多少錢？",
            "遺失識別證應即通報 … 補發識別證收工本費 150 元",
        ),
        ("遺失應即通報。補發識別證收工本費 150 元。", "補發識別證多少錢？", "補發識別證收工本費 150 元"),
        ("1. Wash the wound.\n2. Call 119.", "What is the first step for a wound?", "1. Wash the wound"),
        ("Fees\n- Badge: 12 dollars\n- Key: 45", "Badge fees?", "Fees; - Badge: 12 dollars"),
    ],
)
def test_a_second_sentence_that_is_nearly_as_near_stands_beside_it(text: str, question: str, expected: str) -> None:
    assert extract(question, replace(source(VPN), text=text)) == expected


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (
            "雇主得於下列情形終止契約：\n一、歇業；\n二、虧損。\n應預告之。",
            "雇主終止契約的情形？",
            "雇主得於下列情形終止契約：一、歇業；二、虧損",
        ),
        (
            "Bring to the desk:\n- your badge\n- a form\nWait there.",
            "What to bring to the desk?",
            "Bring to the desk: - your badge; - a form",
        ),
        (
            "The number of the desk is:\n7-11\nIt is free.",
            "What is the number of the desk?",
            "The number of the desk is: 7-11",
        ),
        ("Bring to the desk:", "What to bring to the desk?", "Bring to the desk:"),
        (
            "Seven weeks in advance for:\n- training;\n- a speaking event.\nAsk early.",
            "How early does a speaking event need approval?",
            "Seven weeks in advance for: … - a speaking event",
        ),
        ("- training\n- a speaking event", "How early is a speaking event?", "- a speaking event"),
    ],
)
def test_a_list_and_what_announces_it_go_together(text: str, question: str, expected: str) -> None:
    assert extract(question, replace(source(VPN), text=text)) == expected


def test_what_the_heading_says_does_not_choose_the_sentence() -> None:
    units = replace(
        source(VPN),
        heading="Trial units",
        text="Clients may try three of them. Lost trial units are charged. The list is kept by sales.",
    )
    assert extract("What is the rule on trial units?", units) == (
        "Clients may try three of them; Lost trial units are charged"
    )
    assert extract("Are lost trial units charged?", units) == "Lost trial units are charged"


def test_support_is_the_share_of_the_question_that_the_source_holds() -> None:
    assert support("VPN password", source(VPN)) == 1.0
    assert support("xyzzy", source(VPN)) == 0.0


def liking(part: str) -> Likeness:
    return lambda _, texts: [0.9 if part in text else 0.8 for text in texts]


UNITS = replace(
    source(VPN),
    heading="Trial units",
    text="Clients may try three of them. Lost trial units are charged. The list is kept by sales.",
)


def test_meaning_finds_what_is_said_in_other_words() -> None:
    asked = "Who knows which customers have some?"
    assert extract(asked, UNITS) == "Clients may try three of them; Lost trial units are charged"
    assert extract(asked, UNITS, liking("sales")) == "The list is kept by sales"


def test_words_are_not_outweighed_by_a_little_more_likeness() -> None:
    assert extract("Are they lost and charged?", UNITS, liking("sales")) == "Lost trial units are charged"


def test_meaning_does_not_choose_where_only_the_heading_is_asked_about() -> None:
    told = "Clients may try three of them; Lost trial units are charged"
    assert extract("What is the rule on trial units?", UNITS, liking("sales")) == told


def test_a_question_is_compared_once_with_all_sentences() -> None:
    seen: list[Sequence[str]] = []

    def likeness(question: str, texts: Sequence[str]) -> list[float]:
        seen.append([question, *texts])
        return [0.0] * len(texts)

    extract("Who keeps it?", UNITS, likeness)
    assert seen == [["Who keeps it?", *UNITS.text.replace(". ", ".\n").split("\n")]]


@given(st.text(max_size=40), st.text(max_size=80))
def test_sentences_that_are_alike_are_told_apart_by_words(question: str, text: str) -> None:
    asked = replace(source(VPN), text=text)
    found = extract(question, asked, lambda _, texts: [0.0] * len(texts), near=NEAR)
    assert found == extract(question, asked, near=NEAR)

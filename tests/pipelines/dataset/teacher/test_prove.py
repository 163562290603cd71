"""What a teacher wrote is used only where quote, values, words and question hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.teacher.parse import Drafted
from pipelines.dataset.teacher.prove import located, proven_question, proven_translation, proven_wording
from pipelines.dataset.verify import fault
from tests.pipelines.dataset.conftest import make_section

TEXT = "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物。\n貨物破損者不得自行丟棄，紀錄保存 5 年。"
SECTION = make_section("SOP-LOG-001 §4.3", TEXT, heading_path=("4.3 出貨異常處理",))
TRUE = Drafted(
    question="出貨異常要在多久之內通報？",
    answer="出貨異常須於 24 小時內通報物流部門。",
    piece="24 小時",
    quote="出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物。",
)
ENGLISH = make_section(
    "WH §2",
    "A short shipment is reported to Logistics within 24 hours. Damaged goods are not returned without approval.",
    language="en",
    title="Warehouse Guide",
)
TOLD = Drafted(
    question="How quickly is a short shipment reported?",
    answer="A short shipment is reported to Logistics within 24 hours.",
    piece="24 hours",
    quote="A short shipment is reported to Logistics within 24 hours.",
)


def test_a_true_question_becomes_a_candidate() -> None:
    made = proven_question(TRUE, SECTION)
    assert isinstance(made, Candidate)
    assert (made.origin, made.ask, made.values) == ("teacher", "duration", ("24 小時",))
    assert made.answer == "出貨異常須於 24 小時內通報物流部門 [SOP-LOG-001 §4.3]。"
    assert fault(made) is None
    english = proven_question(TOLD, ENGLISH)
    assert isinstance(english, Candidate)
    assert english.answer == "A short shipment is reported to Logistics within 24 hours [WH §2]."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quote": "出貨異常須於 48 小時內通報物流部門"}, "quote not in the golden section"),
        ({"quote": ""}, "quote not in the golden section"),
        ({"piece": "48 小時"}, "answer not in its quote"),
        ({"piece": "5 年"}, "answer not in its quote"),
        ({"piece": ""}, "answer not in its quote"),
        ({"question": "出貨異常要在多久之內通報。"}, "not a question"),
        ({"question": "How soon must it be reported?"}, "not in the language asked for"),
        ({"question": "出貨異常" * 30 + "？"}, "question too long"),
        ({"question": "今天天氣如何？"}, "asks about nothing in the section"),
        ({"question": "出貨異常通報一次多少錢？"}, "answer of another kind than asked for"),
        ({"question": "出貨異常在 24 小時內要做什麼？"}, "answer in the question"),
        ({"answer": "出貨異常須於 24 小時內通報，逾 3 次停權。"}, "number in the answer that is not in its quote"),
        ({"answer": "出貨異常須於 24 小時內通報，紀錄保存 5 年。"}, "number in the answer that is not in its quote"),
        ({"answer": "出貨異常須於 24 小時內通報總經理。"}, "words in the answer that are not in the section"),
        ({"answer": "出貨異常不須於 24 小時內通報。"}, "denies what its quote affirms, or the reverse"),
        ({"answer": "由倉儲主管核定是否補發貨物。"}, "value not in the answer"),
        ({"answer": "Within 24 hours."}, "not in the language asked for"),
        ({"answer": "出貨異常須於 24 小時內通報 [1]。"}, "square brackets in the answer"),
    ],
)
def test_what_is_not_true_of_the_section_is_not_used(changes: dict[str, str], reason: str) -> None:
    assert proven_question(replace(TRUE, **changes), SECTION) == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"answer": "A short shipment is reported to Finance within 24 hours."}, "words in the answer"),
        ({"answer": "Short shipments are reported to Logistics within 24 hours."}, None),
        ({"answer": "A short shipment is not reported to Logistics within 24 hours."}, "denies"),
        ({"question": "Who reports 出貨 within how long?"}, "not in the language"),
        ({"quote": "Damaged goods are not returned without approval.", "piece": "approval"}, "number in the answer"),
    ],
)
def test_english_is_proven_by_its_words(changes: dict[str, str], reason: str | None) -> None:
    made = proven_question(replace(TOLD, **changes), ENGLISH)
    assert made.startswith(reason) if isinstance(made, str) and reason else isinstance(made, Candidate)


def test_a_quote_stays_the_documents_own_whatever_white_space_it_came_with() -> None:
    assert located("出貨異常須於24小時內通報", TEXT) == "出貨異常須於 24 小時內通報"
    assert located("補發貨物。 貨物破損", TEXT) == "補發貨物。\n貨物破損"
    assert located("a ＜/b> c", "x a </b> c") == "a </b> c"


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_what_is_located_is_in_the_text(text: str, start: int, length: int) -> None:
    found = located(text[start : start + length], text)
    assert found is None or found in text
    assert (found is None) == (not text[start : start + length].split())


@pytest.fixture
def fact() -> Candidate:
    """A proven fact."""
    made = proven_question(TRUE, SECTION)
    assert isinstance(made, Candidate)
    return made


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("出貨異常多久內要通報？", None),
        ("出貨有異常，最晚幾小時內要通報？", None),
        ("出貨異常要在多久之內通報？", "same wording again"),
        ("今天天氣如何？", "asks about nothing in the section"),
        ("出貨異常 3 次要在多久之內通報？", "other numbers, dates or codes than the question had"),
        ("出貨異常通報要多少錢？", "answer of another kind than asked for"),
        ("出貨有異常，最晚幾小時內要通報", "not a question"),
        ("How quickly is a shipping exception reported?", "asks about nothing in the section"),
    ],
)
def test_a_wording_asks_for_the_same_thing(fact: Candidate, question: str, reason: str | None) -> None:
    assert proven_wording(question, fact) == reason


def test_a_wording_keeps_the_codes_of_the_question(fact: Candidate) -> None:
    coded = replace(fact, questions=("SOP-LOG-001 的出貨異常多久內要通報？",))
    assert proven_wording("出貨異常多久內要通報？", coded) == "other numbers, dates or codes than the question had"


def test_a_translation_is_proven_by_its_value(fact: Candidate) -> None:
    made = proven_translation(
        "How quickly must a shipping exception be reported?",
        "A shipping exception is reported to Logistics within twenty-four hours.",
        fact,
    )
    assert isinstance(made, Candidate)
    assert (made.language, made.origin) == ("en", "teacher")
    assert made.answer == ("A shipping exception is reported to Logistics within twenty-four hours [SOP-LOG-001 §4.3].")
    assert fault(made) is None


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("多久內要通報？", "Within 24 hours.", "not in the language asked for"),
        ("How soon?", "在 24 小時內。", "not in the language asked for"),
        ("How soon is it reported?", "Within 48 hours.", "value not in the answer"),
        (
            "How soon is it reported?",
            "Within 24 hours or 3 days.",
            "number in the answer that is not in the golden section",
        ),
        (
            "How soon is it reported?",
            "It is not reported within 24 hours.",
            "denies what its quote affirms, or the reverse",
        ),
        ("How soon are 5 of them reported?", "Within 24 hours.", "other numbers, dates or codes than the question had"),
        ("How soon is it?", "Within 24 hours [SOP §9].", "square brackets in the answer"),
        ("What does it cost?", "Within 24 hours.", "answer of another kind than asked for"),
        ("Within 24 hours, what?", "Within 24 hours.", "not a question"),
    ],
)
def test_a_translation_that_says_something_else_is_not_used(
    fact: Candidate, question: str, answer: str, reason: str
) -> None:
    if reason == "not a question":
        question = question.rstrip("?")
    assert proven_translation(question, answer, fact) == reason


def test_words_cannot_be_proven_in_another_language(fact: Candidate) -> None:
    who = replace(fact, values=("倉儲主管",), statement="由倉儲主管核定是否補發貨物")
    made = proven_translation("Who decides?", "The warehouse supervisor decides.", who)
    assert made == "no value that could be proven in another language"

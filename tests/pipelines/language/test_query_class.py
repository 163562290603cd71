"""Which class a question is of, by what it shares with the section that answers it."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.query_class import CLASSES, query_class
from pipelines.records import Section

CHINESE = Section(
    id="SOP-LOG-001@2#§4.3",
    document="SOP-LOG-001",
    title="出貨作業程序",
    key="SOP-LOG-001 §4.3",
    kind="prose",
    heading_path=("四、異常通報",),
    text="出貨異常須於 24 小時內通報物流部門，恆溫箱 CB-40 由倉儲主管核定是否補發。",
    language="zh",
    source="sop.docx",
    content_hash=sha256(b"zh").hexdigest(),
)
ENGLISH = replace(
    CHINESE,
    title="Shipping",
    heading_path=("Exceptions",),
    text="An exception is reported to Logistics within 24 hours; the warehouse supervisor approves a replacement.",
    language="en",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("恆溫箱 CB-40 壞了找誰？", "codes"),
        ("SOP-LOG-001 在講什麼？", "codes"),
        ("二十四小時內要做什麼？", "codes"),
        ("Who is told within twenty-four hours?", "codes"),
        ("Who approves a replacement?", "other_language"),
        ("出貨異常要通報哪個部門？", "same_words"),
        ("异常通报物流部门了吗？", "same_words"),
        ("東西送錯了跟誰講？", "paraphrase"),
        ("恆溫箱 CB-99 壞了找誰？", "paraphrase"),
    ],
)
def test_a_question_to_a_chinese_section(question: str, expected: str) -> None:
    assert query_class(question, [CHINESE]) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is told within twenty-four hours?", "codes"),
        ("誰核定補發？", "other_language"),
        ("Who approves a replacement?", "same_words"),
        ("My parcel went missing, whom do I ring?", "paraphrase"),
    ],
)
def test_a_question_to_an_english_section(question: str, expected: str) -> None:
    assert query_class(question, [ENGLISH]) == expected


def test_one_golden_section_in_the_questions_language_is_enough() -> None:
    assert query_class("Who approves a replacement?", [CHINESE, ENGLISH]) == "same_words"


def test_words_are_shared_with_one_section_and_not_with_several_together() -> None:
    halves = [replace(ENGLISH, text="Refunds.", key="A §1"), replace(ENGLISH, text="Vouchers.", key="A §2")]
    assert query_class("Refunds vouchers", [replace(ENGLISH, text="Refunds, vouchers.")]) == "same_words"
    assert query_class("Refunds vouchers", halves) == "paraphrase"


@given(st.text(max_size=60))
def test_every_question_has_a_class_and_the_order_of_sections_does_not_matter(question: str) -> None:
    found = query_class(question, [CHINESE, ENGLISH])
    assert found in CLASSES
    assert query_class(question, [ENGLISH, CHINESE]) == found

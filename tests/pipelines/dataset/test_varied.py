"""One fact is asked for as many people would, and the first way stays the document's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.phrasing.varied import varied, without_politeness


def test_the_documents_wording_comes_first_and_no_way_twice() -> None:
    forms = varied(("遺失識別證要多久內通報？", "識別證弄丟多久內要通報？"), "zh")
    assert forms[:2] == ("遺失識別證要多久內通報？", "識別證弄丟多久內要通報？")
    assert len(forms) == len(set(forms)) >= 4


@pytest.mark.parametrize(
    ("question", "language", "other"),
    [
        ("出貨異常由誰核准？", "zh", "出貨異常由誰同意？"),
        ("How long are logs kept?", "en", "How long are logs stored?"),
    ],
)
def test_common_words_are_exchanged_for_what_people_say(question: str, language: str, other: str) -> None:
    assert other in varied((question,), language)


@pytest.mark.parametrize(
    ("question", "language"),
    [("「核准」的定義是什麼？", "zh"), ('What comes after "kept"?', "en")],
)
def test_quoted_words_stay_as_they_are(question: str, language: str) -> None:
    assert all("核准" in form or "kept" in form for form in varied((question,), language))


def test_politeness_is_not_added_twice() -> None:
    assert varied(("請問補助怎麼算？",), "zh") == ("請問補助怎麼算？", "請問補貼怎麼算？")


def test_names_in_capitals_stay_so_after_an_opening() -> None:
    assert all("VPN" in form for form in varied(("VPN logs are kept how long?",), "en"))


@given(st.text(alphabet="誰核准加班多久內通報費用", min_size=4, max_size=20))
def test_every_way_is_one_question(text: str) -> None:
    assert all(form.rstrip("謝").count("？") == 1 for form in varied((f"{text}？",), "zh"))


@pytest.mark.parametrize("question", ["誰核准加班費用的申請？", "補助多久發放一次？", "Who approves overtime?"])
def test_politeness_can_be_taken_off_again(question: str) -> None:
    language = "en" if question.isascii() else "zh"
    forms = {without_politeness(form).casefold() for form in varied((question,), language)}
    plain = {form.casefold() for form in varied((question,), language) if form == without_politeness(form)}
    assert forms == plain

"""What is counted as a right quotation."""

import pytest

from benchmarks.quoting import NONE, Asked, held, questions, row
from pipelines.records import Source

TEXT = "A lost card is blocked at once. A new card costs 12 dollars. The desk opens at 08:00."


def asked(question: str, *quotes: str) -> Asked:
    return Asked(question=question, source=Source(key="K", section_id="K", heading="", text=TEXT), quotes=quotes)


@pytest.mark.parametrize(
    ("question", "quotes", "near", "right", "two"),
    [
        ("What does a new card cost?", ("costs 12 dollars",), NONE, True, False),
        ("What does a new card cost?", ("blocked at once",), NONE, False, False),
        ("A lost card: what does a new card cost?", ("blocked", "12 dollars"), 0.5, True, True),
        ("A lost card: what does a new card cost?", ("blocked", "12 dollars"), NONE, False, False),
    ],
)
def test_all_that_was_asked_has_to_be_quoted(
    question: str, quotes: tuple[str, ...], near: float, right: bool, two: bool
) -> None:
    found = held(asked(question, *quotes), near)
    assert (found.right, found.two) == (right, two)


def test_meaning_chooses_the_sentence_too() -> None:
    one = asked("When may I come?", "08:00")
    assert not held(one, NONE).right
    assert held(one, NONE, lambda _, texts: [float("desk" in text) for text in texts]).right


def test_the_practice_documents_are_asked_in_both_languages() -> None:
    found = [one for one in questions() if not one.crosses][::40]
    shares = row(found, 0.2)[1:6]
    assert shares.pop(2) == "–"
    assert all(0 < float(share) < 1 for share in shares)


def test_some_are_asked_in_the_other_language() -> None:
    assert any(one.crosses for one in questions())

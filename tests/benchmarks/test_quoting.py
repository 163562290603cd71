"""What is counted as a right quotation."""

import pytest

from benchmarks.quoting import Asked, held, questions, row
from pipelines.records import Source

TEXT = "A lost card is blocked at once. A new card costs 12 dollars. The desk opens at 08:00."


def asked(question: str, *quotes: str) -> Asked:
    return Asked(question=question, source=Source(key="K", section_id="K", heading="", text=TEXT), quotes=quotes)


@pytest.mark.parametrize(
    ("question", "quotes", "near", "right", "two"),
    [
        ("What does a new card cost?", ("costs 12 dollars",), 1.01, True, False),
        ("What does a new card cost?", ("blocked at once",), 1.01, False, False),
        ("A lost card: what does a new card cost?", ("blocked", "12 dollars"), 0.6, True, True),
        ("A lost card: what does a new card cost?", ("blocked", "12 dollars"), 1.01, False, False),
    ],
)
def test_all_that_was_asked_has_to_be_quoted(
    question: str, quotes: tuple[str, ...], near: float, right: bool, two: bool
) -> None:
    found = held(asked(question, *quotes), near)
    assert (found.right, found.two) == (right, two)


def test_the_practice_documents_are_asked_in_both_languages() -> None:
    found = [one for place, one in enumerate(questions()) if place % 40 == 0]
    shares = [float(share) for share in row(found, 0.6)[1:5]]
    assert all(0 < share < 1 for share in shares)

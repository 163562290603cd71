"""Sentences of a document's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通報主管。二十四小時內補單！", ["通報主管。", "二十四小時內補單！"]),
        ("The rate is 3.5. See § 4.3.", ["The rate is 3.5.", "See § 4.3."]),
        ("1. Wash it.\n2. Call 119.", ["1. Wash it.", "2. Call 119."]),
        ("Wash it. 2. Call 119.", ["Wash it.", "2. Call 119."]),
        ("一、應通報。\n二、不得離開。", ["一、應通報。", "二、不得離開。"]),
        ("(a) Staff\n(b) Guests", ["(a) Staff", "(b) Guests"]),
        ("U.S. law applies (e.g. the Act).", ["U.S. law applies (e.g. the Act)."]),
        ("Ask the LRAC. It decides.", ["Ask the LRAC.", "It decides."]),
        ("", []),
        ("1.", ["1."]),
    ],
)
def test_a_mark_and_an_abbreviation_end_no_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="ab1.。 \n(、一!?", max_size=60))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    parts = sentences(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() != "" for part in parts)

"""Guesses come from the prompt or from a known sentence, and are no longer than asked for."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.models.drafts import Drafts

TOKENS = st.lists(st.integers(0, 4), max_size=30)


def test_a_copied_span_is_guessed_to_go_on() -> None:
    assert Drafts([1, 2, 3, 4, 5, 6], []).guess([9, 2, 3], 2) == [4, 5]


def test_the_longest_match_is_trusted_first() -> None:
    assert Drafts([3, 7, 1, 2, 3, 8], []).guess([1, 2, 3], 1) == [8]


def test_a_known_sentence_goes_before_the_prompt() -> None:
    assert Drafts([5, 1, 2], [[5, 6, 7, 0]]).guess([5], 9) == [6, 7, 0]
    assert Drafts([5, 1, 2], [[5, 6, 7, 0]]).guess([5, 6], 1) == [7]


def test_nothing_is_guessed_before_the_first_token_or_where_nothing_is_like_it() -> None:
    assert Drafts([1, 2, 3], [[1, 2]]).guess([], 3) == []
    assert Drafts([1, 2, 3], [[1, 2]]).guess([4], 3) == []
    assert Drafts([1, 2, 3], [[1, 2]]).guess([1], 0) == []


def test_guesses_grow_with_what_held_and_shrink_with_what_did_not() -> None:
    drafts = Drafts(range(1, 60), [])
    lengths = []
    for held in (8, 3, 0, 0, 1):
        lengths.append(len(drafts.guess([1], 31)))
        drafts.told(held)
    assert lengths == [8, 16, 6, 1, 1]
    assert len(drafts.guess([1], 31)) == 2


@given(TOKENS, TOKENS, st.integers(0, 5))
def test_guesses_are_spans_of_the_prompt(prompt: list[int], written: list[int], most: int) -> None:
    guess = Drafts(prompt, []).guess(written, most)
    assert len(guess) <= most
    text = "".join(map(str, prompt))
    assert "".join(map(str, guess)) in text

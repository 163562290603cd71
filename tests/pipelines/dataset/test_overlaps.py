"""Searching finds exactly what comparing every pair finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dataset.overlaps import Overlaps, in_common, nearly_same

TOKENS = st.frozensets(st.sampled_from("abcdefghij"), max_size=8)


@settings(max_examples=50)
@given(st.lists(TOKENS, max_size=12), TOKENS.filter(bool), st.sampled_from([0.2, 0.5, 0.6, 0.8, 1.0]))
def test_every_set_with_the_share_is_found_and_no_other(
    sets: list[frozenset[str]], asked: frozenset[str], share: float
) -> None:
    named = {str(place): tokens for place, tokens in enumerate(sets)}
    found = Overlaps(named.items()).holding(asked, share)
    assert found == [
        (name, len(asked & tokens), len(tokens))
        for name, tokens in named.items()
        if len(asked & tokens) >= share * len(asked) - 1e-9
    ]


def test_nothing_holds_no_tokens() -> None:
    assert Overlaps([("a", frozenset("a"))]).holding(frozenset(), 0.5) == []
    assert Overlaps([]).holding(frozenset("a"), 0.5) == []


LONGER = st.frozensets(st.integers(0, 30).map(str), max_size=24)


@given(st.lists(LONGER, max_size=12), st.sampled_from([0.2, 0.3, 0.5, 0.6, 0.8, 0.99, 1.0]))
def test_of_two_texts_that_are_nearly_the_same_the_one_of_fewer_tokens_finds_the_other(
    sets: list[frozenset[str]], share: float
) -> None:
    overlaps = Overlaps((str(place), tokens) for place, tokens in enumerate(sets))
    for place, one in enumerate(sets):
        assert overlaps.size(str(place)) == len(one)
        assert overlaps.nearly_same(str(place), share) == [
            str(there)
            for there, other in enumerate(sets)
            if len(other) >= len(one) and nearly_same(len(one & other), len(one), len(other), share)
        ]


def test_a_short_text_inside_a_long_one_is_nearly_the_same_and_two_words_are_not() -> None:
    assert nearly_same(10, 10, 60, 0.5)
    assert not nearly_same(2, 2, 60, 0.5)
    assert not nearly_same(8, 17, 60, 0.5)


@given(TOKENS, TOKENS)
def test_being_nearly_the_same_has_no_direction(one: frozenset[str], other: frozenset[str]) -> None:
    common = len(one & other)
    assert nearly_same(common, len(one), len(other), 0.5) == nearly_same(common, len(other), len(one), 0.5)
    assert in_common(one, one) == (1.0 if one else 0.0)

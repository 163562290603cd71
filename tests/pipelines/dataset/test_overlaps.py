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
    found = list(Overlaps(named).holding(asked, share))
    assert found == sorted(name for name, tokens in named.items() if len(asked & tokens) >= share * len(asked) - 1e-9)


def test_nothing_holds_no_tokens() -> None:
    assert list(Overlaps({"a": frozenset("a")}).holding(frozenset(), 0.5)) == []


def test_a_short_text_inside_a_long_one_is_nearly_the_same_and_two_words_are_not() -> None:
    long = frozenset(map(str, range(60)))
    assert nearly_same(frozenset(map(str, range(10))), long, 0.5)
    assert not nearly_same(frozenset("12"), long, 0.5)
    assert not nearly_same(frozenset(map(str, range(3, 120, 7))), long, 0.5)


@given(TOKENS, TOKENS)
def test_being_nearly_the_same_has_no_direction(one: frozenset[str], other: frozenset[str]) -> None:
    assert nearly_same(one, other, 0.5) == nearly_same(other, one, 0.5)
    assert in_common(one, one) == (1.0 if one else 0.0)

"""Searching finds exactly what comparing every pair finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dataset.overlaps import Overlaps

TOKENS = st.frozensets(st.sampled_from("abcdefghij"), max_size=8)


@settings(max_examples=50)
@given(st.lists(TOKENS, max_size=12), TOKENS.filter(bool), st.sampled_from([0.2, 0.5, 0.6, 0.8, 1.0]))
def test_every_set_with_the_share_is_found_and_no_other(
    sets: list[frozenset[str]], asked: frozenset[str], share: float
) -> None:
    named = {str(place): tokens for place, tokens in enumerate(sets)}
    found = dict(Overlaps(named).holding(asked, share))
    expected = {name: len(asked & tokens) / len(asked) for name, tokens in named.items()}
    assert found == {name: part for name, part in expected.items() if part >= share - 1e-9}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.agreement import agreement

VERDICTS = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("abcde")), min_size=1, max_size=50)


def _groups(count: int) -> list[str]:
    return [str(place) for place in range(count)]


def test_kappa_is_the_textbook_one() -> None:
    first = [True] * 25 + [False] * 25
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    found = agreement(first, second, _groups(50))
    assert (found.share, found.kappa) == pytest.approx((0.7, 0.4))
    assert found.low < 0.4 < found.high


def test_full_agreement_still_has_an_interval() -> None:
    found = agreement([True, False] * 10, [True, False] * 10, _groups(20))
    assert (found.share, found.kappa, found.high) == (1.0, 1.0, 1.0)
    assert 0.5 < found.low < 1.0


def test_the_same_verdict_throughout_agrees_fully_and_says_nothing_beyond_chance() -> None:
    found = agreement([True] * 5, [True] * 5, _groups(5))
    assert (found.share, found.kappa) == (1.0, None)


@pytest.mark.parametrize(("first", "second"), [([], []), ([True], [True, False])])
def test_nothing_to_compare_is_refused(first: list[bool], second: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"verdicts|argument"):
        agreement(first, second, _groups(len(first)))


@given(VERDICTS)
def test_agreement_is_symmetric_and_in_range(rows: list[tuple[bool, bool, str]]) -> None:
    first, second, groups = zip(*rows, strict=True)
    one, other = agreement(first, second, groups), agreement(second, first, groups)
    assert (one.share, one.kappa) == (other.share, pytest.approx(other.kappa) if other.kappa is not None else None)
    assert 0.0 <= one.share <= 1.0
    assert one.kappa is None or -1.0 <= one.kappa <= 1.0

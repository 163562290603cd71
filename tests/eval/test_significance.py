from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from eval.significance import holm, sign_flip

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("differences", "expected"),
    [([1] * 5, 2 / 32), ([1, 1, 1, 1, -1], 12 / 32), ([0] * 5, 1.0), ([1, -1], 1.0), ([1] * 10, 2 / 1024)],
)
def test_sign_flips_of_few_groups_are_exact(differences: Any, expected: Any) -> None:
    assert sign_flip(differences, [str(n) for n in range(len(differences))]) == expected


def test_for_single_questions_the_exact_flip_is_mcnemars_test() -> None:
    differences = [1.0] * 10 + [-1.0] * 3 + [0.0] * 40
    expected = stats.binomtest(3, 13).pvalue
    assert sign_flip(differences, [str(n) for n in range(53)]) == pytest.approx(expected)


def test_many_groups_are_exact_where_their_differences_are_whole_numbers() -> None:
    differences = [1.0] * 140 + [-1.0] * 100
    expected = stats.binomtest(100, 240).pvalue
    assert sign_flip(differences, [str(n) for n in range(240)]) == pytest.approx(expected)
    assert 0 < sign_flip([1.0] * 3000, [str(n) for n in range(3000)]) < 1e-300


def test_other_differences_of_many_groups_are_flipped_at_random_and_never_reach_zero() -> None:
    halves = [0.5] * 14 + [-0.5] * 6
    groups = [str(n) for n in range(20)]
    assert sign_flip(halves, groups) == pytest.approx(stats.binomtest(6, 20).pvalue, abs=0.01)
    assert 0 < sign_flip([0.5] * 60, [str(n) for n in range(60)]) < 0.001


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=9))
def test_the_exact_value_is_that_of_trying_every_flip(sums: list[int]) -> None:
    groups = [str(n) for n in range(len(sums))]
    shares = sign_flip([one / 2 for one in sums], groups)
    assert sign_flip([float(one) for one in sums], groups) == pytest.approx(shares)


def test_groups_flip_as_one() -> None:
    assert sign_flip([1.0] * 20, ["a"] * 10 + ["b"] * 10) == 0.5


@given(SHARES)
def test_adjusted_values_keep_their_order_and_never_shrink(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(before <= after <= 1.0 for before, after in zip(p_values, adjusted, strict=True))
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    assert [adjusted[place] for place in order] == sorted(adjusted)


def test_one_test_is_not_adjusted_and_several_are() -> None:
    assert holm([0.04]) == [0.04]
    assert holm([0.01, 0.02, 0.9]) == pytest.approx([0.03, 0.04, 0.9])
    assert holm([]) == []

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from eval.significance import sign_flip
from eval.statistics import Paired, mean, paired, ratio, resampled, standard_error

BITS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from("abcdefgh")), min_size=1, max_size=60)
SHARES = [0.15, 0.7, 0.15]
DIFFERENCES = st.lists(
    st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), st.sampled_from("abcdefgh")), min_size=2, max_size=60
)


def _f1(counts: Any) -> Any:
    right, wrong = counts.T
    return np.divide(2 * right, 2 * right + wrong, out=np.full(len(right), np.nan), where=2 * right + wrong > 0)


def test_with_one_question_a_group_the_interval_is_the_textbook_t_interval() -> None:
    values = [0.1, 0.4, 0.35, 0.8, 0.6]
    low, high = stats.t.interval(0.95, 4, loc=np.mean(values), scale=stats.sem(values))
    estimate = mean(values, list("abcde"))
    assert (estimate.low, estimate.high) == pytest.approx((low, high))


def test_the_standard_error_is_the_cluster_robust_one() -> None:
    values, groups = [1, 1, 0, 0, 1], ["a", "a", "b", "b", "c"]
    sums = [0.8, -1.2, 0.4]
    expected = math.sqrt(sum(one**2 for one in sums) * 3 / 2) / 5
    assert standard_error(values, groups) == pytest.approx(expected)


def test_copies_of_a_question_within_its_group_add_no_certainty() -> None:
    values, groups = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0], list("abcdef")
    once, thrice = mean(values, groups), mean(values * 3, groups * 3)
    assert (once.low, once.high) == pytest.approx((thrice.low, thrice.high))


def test_a_perfect_score_still_has_an_interval() -> None:
    estimate = mean([1.0] * 100, [str(n % 50) for n in range(100)])
    assert estimate.high == 1.0
    assert estimate.low == pytest.approx(stats.beta.ppf(0.025, 50, 1))


def test_groups_that_happen_to_agree_still_have_an_interval() -> None:
    estimate = mean([1.0, 0.0] * 8, [str(n // 2) for n in range(16)])
    assert estimate.value == 0.5
    assert estimate.high - estimate.low > 0.5


def test_nothing_and_a_single_group_are_told_apart() -> None:
    assert mean([], []).value is None
    single = mean([1.0, 0.0], ["a", "a"])
    assert (single.value, single.low, single.high) == (0.5, None, None)


@given(BITS)
def test_a_mean_lies_within_its_interval_and_range(rows: Any) -> None:
    estimate = mean([value for value, _ in rows], [group for _, group in rows])
    if estimate.low is not None:
        assert 0.0 <= estimate.low <= estimate.value <= estimate.high <= 1.0


@given(BITS)
def test_a_ratio_lies_within_its_interval_and_is_the_same_twice(rows: Any) -> None:
    counts, groups = [(value, 1 - value) for value, _ in rows], [group for _, group in rows]
    estimate = ratio(counts, groups, _f1)
    assert estimate == ratio(counts, groups, _f1)
    if estimate.low is not None:
        assert 0.0 <= estimate.low <= estimate.value <= estimate.high <= 1.0


def test_a_ratio_that_does_not_exist_has_no_value() -> None:
    assert ratio([(0, 0), (0, 0)], ["a", "b"], _f1).value is None


def test_the_bootstrap_interval_is_near_the_normal_one_for_a_mean() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 2, 200).astype(float)
    groups = [str(n) for n in range(200)]
    bootstrap = ratio([(value, 1.0) for value in values], groups, lambda counts: counts[:, 0] / counts[:, 1])
    normal = mean(values, groups)
    assert (bootstrap.low, bootstrap.high) == pytest.approx((normal.low, normal.high), abs=0.01)


def test_counts_without_an_upper_end_have_an_interval_of_their_own() -> None:
    estimate = mean([10.0, 20.0, 30.0, 40.0], list("abcd"), high=math.inf)
    assert estimate.value == 25.0
    assert 0.0 <= estimate.low < 25.0 < estimate.high < 100.0
    same = mean([0.0, 0.0], ["a", "b"], high=math.inf)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)


def test_a_missing_number_says_why() -> None:
    assert mean([], []).reason == "no answer has a value"
    assert ratio([(0, 0)], ["a"], _f1, reason="nothing was refused").reason == "nothing was refused"
    assert mean([1.0, 0.0], ["a", "b"]).reason is None


@given(BITS)
def test_resampled_weights_give_a_mean_the_interval_that_a_ratio_has(rows: Any) -> None:
    values = np.asarray([value for value, _ in rows])
    groups = [group for _, group in rows]
    plain = ratio([(value, 1.0) for value in values], groups, lambda counts: counts[:, 0] / counts[:, 1])
    weighted = resampled(groups, lambda weights: (weights * values).sum(axis=1) / weights.sum(axis=1))
    assert (weighted.value, weighted.n, weighted.groups) == pytest.approx((plain.value, plain.n, plain.groups))
    if 0.0 < plain.value < 1.0 and plain.low is not None:
        assert (weighted.low, weighted.high) == pytest.approx((plain.low, plain.high))


@given(DIFFERENCES)
def test_swapping_the_arms_turns_the_comparison_around(rows: Any) -> None:
    values, groups = [value for value, _ in rows], [group for _, group in rows]
    if len(set(groups)) < 2:
        with pytest.raises(ValueError, match="two groups"):
            paired(values, groups)
        return
    forward, back = paired(values, groups), paired([-value for value in values], groups)
    assert (forward.value, forward.low, forward.high) == pytest.approx((-back.value, -back.high, -back.low))
    assert forward.p_value == pytest.approx(back.p_value)
    assert 0 < forward.p_value <= 1
    assert forward.low <= forward.value <= forward.high
    assert 0 < forward.smallest_detectable <= 1


def test_the_smallest_difference_is_that_of_the_power_formula() -> None:
    differences = [1.0] * 12 + [-1.0] * 8 + [0.0] * 80
    found = paired(differences, [str(n) for n in range(100)])
    error = np.std(differences, ddof=1) / 10
    assert found.smallest_detectable == pytest.approx((1.959964 + 0.841621) * error, rel=1e-5)


def test_more_questions_are_asked_for_only_where_the_difference_is_not_clear() -> None:
    groups = [str(n) for n in range(100)]
    assert paired([1.0] * 30 + [0.0] * 70, groups).more_questions is None
    unclear = paired([1.0] * 12 + [-1.0] * 6 + [0.0] * 82, groups)
    assert unclear.p_value > 0.05
    assert unclear.more_questions == math.ceil(100 * (unclear.smallest_detectable / 0.06) ** 2) - 100


def test_two_arms_that_never_differ_could_still_have_missed_something() -> None:
    found = paired([0.0] * 100, [str(n % 40) for n in range(100)])
    assert isinstance(found, Paired)
    assert found.p_value == 1.0
    assert 0.05 < found.smallest_detectable < 0.1


@pytest.mark.slow
def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(600):
        levels = rng.beta(2, 2, 40)
        values = [float(rng.random() < level) for level in levels for _ in range(3)]
        estimate = mean(values, [str(n // 3) for n in range(120)])
        covered += estimate.low <= 0.5 <= estimate.high
    assert 0.92 <= covered / 600 <= 0.98


@pytest.mark.slow
def test_equal_arms_are_called_different_one_time_in_twenty_at_most() -> None:
    rng = np.random.default_rng(4)
    groups = [str(n // 2) for n in range(60)]
    called = sum(sign_flip(list(rng.choice([-1.0, 0.0, 1.0], 60, p=SHARES)), groups) < 0.05 for _ in range(400))
    assert called / 400 <= 0.075

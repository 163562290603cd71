import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.judges.agreement import Verdict, agreement


def verdicts(pairs: list[tuple[bool, bool | None]]) -> list[Verdict]:
    """Returns two verdicts a group."""
    return [
        Verdict(id=str(place), kind="right", group=str(place // 2), truth=truth, said=said)
        for place, (truth, said) in enumerate(pairs)
    ]


def test_kappa_is_cohens() -> None:
    """The example of Cohen's own table form: 20 and 15 agreements, 5 and 10 disagreements."""
    table = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = agreement(verdicts(table))
    assert found.kappa == pytest.approx(0.4)
    assert found.n == 50
    assert found.groups == 25
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.4 < found.high


def test_perfect_agreement_is_not_certain() -> None:
    found = agreement(verdicts([(True, True), (False, False)] * 20))
    assert found.kappa == found.high == 1
    assert found.low == pytest.approx(0.823, abs=0.001), "2 x 0.025 ** (1 / 40) - 1"


def test_one_error_more_never_narrows_the_lower_end() -> None:
    ends = []
    for errors in range(20):
        pairs: list[tuple[bool, bool | None]] = [(True, place >= errors) for place in range(20)] + [(False, False)] * 20
        low = agreement(verdicts(pairs)).low
        assert low is not None
        ends.append(low)
    assert ends == sorted(ends, reverse=True)


def test_a_failed_judgement_counts_as_one_that_is_wrong() -> None:
    lost = agreement(verdicts([(True, True), (False, False)] * 10 + [(True, None), (False, None)]))
    wrong = agreement(verdicts([(True, True), (False, False)] * 10 + [(True, False), (False, True)]))
    assert lost == wrong


@pytest.mark.parametrize("pairs", [[], [(True, True)] * 8, [(True, True), (False, False)]])
def test_where_chance_explains_everything_there_is_no_kappa(pairs: list[tuple[bool, bool | None]]) -> None:
    assert agreement(verdicts(pairs)).kappa is None


@given(st.lists(st.tuples(st.booleans(), st.none() | st.booleans()), max_size=40))
def test_the_interval_holds_the_value(pairs: list[tuple[bool, bool | None]]) -> None:
    found = agreement(verdicts(pairs))
    if found.kappa is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.kappa + 1e-9
        assert found.kappa <= found.high + 1e-9
        assert found.high <= 1

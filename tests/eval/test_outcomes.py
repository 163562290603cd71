from hypothesis import given
from hypothesis import strategies as st

from eval.outcomes import OUTCOMES, count, outcomes
from pipelines.records import Score

ARMS = ("candidate", "base")


def score(question: str, arm: str, value: float | None, metric: str = "grounded") -> Score:
    return Score(question_id=question, arm=arm, metric=metric, value=value)


def test_each_pair_of_values_has_its_name() -> None:
    pairs = {"a": (0.0, 1.0), "b": (1.0, 0.0), "c": (1.0, 1.0), "d": (0.0, 0.0), "e": (None, 1.0)}
    scores = [score(name, arm, one) for name, pair in pairs.items() for arm, one in zip(ARMS, pair, strict=True)]
    found = outcomes([*reversed(scores), score("a", "candidate", 1.0, "correctness")], ARMS)
    assert list(found.items()) == list(zip("abcde", OUTCOMES, strict=True))
    assert outcomes(scores, ("base", "candidate"))["a"] == "fixed"


def test_a_question_that_one_arm_was_never_scored_on_is_unscored_and_no_regression() -> None:
    assert outcomes([score("a", "base", 1.0)], ARMS) == {"a": "unscored"}
    assert outcomes([score("a", "extractive", 1.0)], ARMS) == {}


@given(st.lists(st.tuples(st.sampled_from([None, 0.0, 1.0]), st.sampled_from([None, 0.0, 1.0])), max_size=20))
def test_every_question_is_counted_once_and_the_difference_is_fixed_less_regressed(pairs: list) -> None:
    scores = [
        score(f"q{place}", arm, value)
        for place, pair in enumerate(pairs)
        for arm, value in zip(ARMS, pair, strict=True)
    ]
    counts = count(outcomes(scores, ARMS))
    assert sum(counts.values()) == len(pairs)
    whole = [pair for pair in pairs if None not in pair]
    assert counts["fixed"] - counts["regressed"] == sum(now - before for now, before in whole)

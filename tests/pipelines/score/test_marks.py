from eval.outcomes import outcomes
from pipelines.records import Score
from pipelines.score.marks import marks_of, reviewed, standing


def score(question: str, arm: str, value: float | None, **changes: str) -> Score:
    fields = {"metric": "grounded", "reason": None if value is not None else "judgement failed: x"} | changes
    return Score(question_id=question, arm=arm, value=value, **fields)  # type: ignore[arg-type]


SCORES = [
    score(f"Q{place}", arm, value)
    for place, values in enumerate([(0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)] * 5)
    for arm, value in zip(("candidate", "base", "champion"), values, strict=True)
]
FOUND = {
    "outcome": outcomes(SCORES, ("candidate", "base")),
    "outcome_champion": outcomes(SCORES, ("candidate", "champion")),
}


def test_the_candidate_is_held_against_the_champion_where_there_is_one() -> None:
    assert standing(SCORES, []) == {"outcome_champion": FOUND["outcome_champion"]}
    assert standing([one for one in SCORES if one.arm != "champion"], []) == {}


def test_all_that_regressed_all_that_a_judge_failed_on_and_a_sample_are_reviewed() -> None:
    failed = score("Q3", "candidate", None, metric="faithfulness", judge="j")
    why = reviewed([*SCORES, failed], FOUND, sample=6, seed=7)
    assert {one for one, reasons in why.items() if "regressed" in reasons} == {f"Q{place}" for place in range(0, 20, 4)}
    assert [one for one, reasons in why.items() if "judge error" in reasons] == ["Q3"]
    assert sum("sample" in reasons for reasons in why.values()) == 6
    assert list(why) == sorted(why)


def test_the_sample_depends_on_the_seed_alone_and_never_on_the_outcome() -> None:
    first, again = (reviewed(SCORES, FOUND, sample=6, seed=7) for _ in range(2))
    assert first == again
    drawn = {one for one, reasons in first.items() if "sample" in reasons}
    assert {one for one, reasons in reviewed(SCORES, {}, sample=6, seed=7).items() if "sample" in reasons} == drawn
    assert set(reviewed(SCORES, {}, sample=6, seed=8)) != drawn
    assert reviewed(SCORES, {}, sample=0, seed=7) == {}
    assert len(reviewed(SCORES, {}, sample=500, seed=7)) == 20


def test_only_the_candidates_traces_say_how_it_stands_so_that_a_baseline_is_filed_once() -> None:
    why = reviewed(SCORES, FOUND, sample=0, seed=7)
    own = marks_of("candidate", FOUND, why)
    assert own["Q0"] == {"outcome": "regressed", "outcome_champion": "regressed", "review": "regressed"}
    assert own["Q1"] == {"outcome": "fixed", "outcome_champion": "both right"}
    assert marks_of("base", FOUND, why) == {}

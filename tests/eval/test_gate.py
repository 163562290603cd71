from dataclasses import replace
from typing import Any

import pytest

from eval.evidence import Evidence
from eval.gate import Floors, better_than, decide, floors_pass, not_worse_than_champion
from eval.scoring import score_arm
from eval.statistics import Paired
from eval.summaries import summarize_arm
from tests.eval.makers import ADAPTER, SKILLS, make_answers, make_card, make_questions

QUESTIONS = make_questions(48, 24)
FLOORS = Floors(grounded=0.3, citation_precision=0.5, refusal_f1=0.4, answered_deviation=0.3)
CHAMPION = "c" * 64


def _evidence(champion: Any = None, **skills: Any) -> Any:
    answers = {arm: make_answers(QUESTIONS, arm, skill) for arm, skill in (SKILLS | skills).items()}
    if champion:
        answers["champion"] = make_answers(QUESTIONS, "champion", 1.1, adapter_hash=champion)
    scores = {arm: score_arm(QUESTIONS, said, arm=arm) for arm, said in answers.items()}
    return Evidence(
        questions=QUESTIONS,
        answers=answers,
        scores=[score for found in scores.values() for score in found],
        summaries=[one for arm, said in answers.items() for one in summarize_arm(QUESTIONS, said, scores[arm])],
        card=make_card(),
        champion=champion,
        hashes={"b": "2", "a": "1"},
    )


def _decide(evidence: Any, floors: Any = FLOORS) -> Any:
    return decide(evidence, floors, champion_margin=0.05)


def test_a_clearly_better_candidate_is_promoted() -> None:
    decision = _decide(_evidence())
    assert decision.verdict == "promoted"
    assert decision.best_baseline in SKILLS
    assert decision.difference > 0.3
    assert decision.p_value < 0.001
    assert decision.more_questions is None
    assert list(decision.evidence) == ["a", "b"]
    assert all(rule.passed for rule in decision.rules)


def test_a_candidate_worse_than_the_best_baseline_is_rejected_even_above_the_floors() -> None:
    decision = _decide(_evidence(candidate=0.75, base=1.1))
    assert decision.verdict == "rejected"
    assert "better than base" in decision.reason
    assert floors_pass(decision.rules)


def test_a_candidate_under_a_floor_is_rejected_although_it_is_better() -> None:
    decision = _decide(_evidence(), replace(FLOORS, grounded=0.99))
    assert decision.verdict == "rejected"
    assert decision.reason.startswith("floor of grounded")
    assert not floors_pass(decision.rules)


def test_an_equal_candidate_cannot_be_told_apart_and_the_decision_says_what_it_would_take() -> None:
    decision = _decide(_evidence(candidate=0.8, base=0.8))
    assert decision.verdict == "cannot_tell"
    assert 0 < decision.smallest_detectable < 0.5
    assert decision.more_questions > 0


def test_a_candidate_that_refuses_nothing_or_everything_fails_a_floor() -> None:
    refusal = "所提供的文件沒有這個問題的答案。"
    evidence = _evidence()
    everything = [replace(one, text=refusal, refused=True, citations=()) for one in evidence.answers["candidate"]]
    scores = score_arm(QUESTIONS, everything, arm="candidate")
    changed = replace(
        evidence,
        answers={**evidence.answers, "candidate": everything},
        scores=[one for one in evidence.scores if one.arm != "candidate"] + scores,
        summaries=[one for one in evidence.summaries if one.arm != "candidate"]
        + summarize_arm(QUESTIONS, everything, scores),
    )
    assert _decide(changed).verdict == "rejected"


def test_a_candidate_worse_than_the_champion_is_rejected() -> None:
    decision = _decide(_evidence(champion=CHAMPION, candidate=0.7))
    assert decision.verdict == "rejected"
    assert decision.rules[-1].name == "not worse than the champion"


def test_the_champion_judged_again_is_not_compared_with_itself() -> None:
    decision = _decide(replace(_evidence(), champion=ADAPTER))
    assert decision.verdict == "promoted"
    assert [rule.name for rule in decision.rules if "champion" in rule.name] == []


def _paired(low: Any, high: Any, p_value: Any = 0.01) -> Any:
    return Paired(
        value=(low + high) / 2,
        low=low,
        high=high,
        p_value=p_value,
        smallest_detectable=0.1,
        more_questions=None,
        n=9,
        groups=9,
    )


@pytest.mark.parametrize(
    ("difference", "passed"),
    [(None, None), (_paired(0.1, 0.3), True), (_paired(-0.3, -0.1), False), (_paired(-0.1, 0.2, 0.4), None)],
)
def test_the_best_baseline_rule_is_sure_or_says_that_it_is_not(difference: Any, passed: Any) -> None:
    assert better_than("base", difference).passed is passed


@pytest.mark.parametrize(
    ("difference", "passed"),
    [
        (None, None),
        (_paired(-0.04, 0.1), True),
        (_paired(-0.04, -0.01), False),
        (_paired(-0.3, -0.1), False),
        (_paired(-0.1, 0.1), None),
    ],
)
def test_the_champion_rule_allows_a_margin_but_no_certain_loss(difference: Any, passed: Any) -> None:
    assert not_worse_than_champion(difference, 0.05).passed is passed


def test_without_any_floor_measured_nothing_may_be_registered() -> None:
    assert not floors_pass([])

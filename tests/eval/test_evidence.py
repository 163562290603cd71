from dataclasses import replace
from typing import Any

import pytest

from eval.evidence import Evidence, problems
from eval.scoring import score_arm
from pipelines.records import Source
from tests.eval.makers import SKILLS, make_answers, make_card, make_questions

QUESTIONS = make_questions(8, 4)
FEWER = make_answers(QUESTIONS[1:], "base", 1.1)
ARMS = tuple(SKILLS)


def _evidence(**changes: Any) -> Any:
    answers = {arm: make_answers(QUESTIONS, arm, 1.1) for arm in ARMS} | changes.pop("answers", {})
    scores = [score for arm, said in answers.items() for score in score_arm(QUESTIONS, said, arm=arm)]
    fields = {
        "questions": QUESTIONS,
        "answers": answers,
        "scores": scores,
        "summaries": [],
        "card": make_card(),
        "champion": None,
        "hashes": {},
    }
    return Evidence(**(fields | changes))


def _first(evidence: Any) -> Any:
    found = problems(evidence, ARMS)
    return (found[0].verdict, found[0].reason) if found else None


def _with(arm: Any, **changes: Any) -> Any:
    return _evidence(answers={arm: [replace(answer, **changes) for answer in make_answers(QUESTIONS, arm, 1.1)]})


def test_complete_evidence_has_no_problem() -> None:
    assert problems(_evidence(), ARMS) == []


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (_evidence(questions=[]), "there are no held-out questions"),
        (_evidence(damage=["scores.jsonl was changed"]), "scores.jsonl was changed"),
        (_evidence(answers={"base": []}), "arm base has no answer to 8 of 8 questions"),
        (
            _evidence(answers={"base": make_answers(QUESTIONS[1:], "base", 1)}),
            "arm base has no answer to 1 of 8 questions",
        ),
        (_evidence(scores=[]), "arm extractive has 8 answers without a score"),
        (
            _evidence(answers={"base": make_answers([*QUESTIONS, QUESTIONS[0]], "base", 1)}),
            "arm base answers a question twice",
        ),
        (
            _with("candidate", adapter_hash="other"),
            "the answers of arm candidate come from another adapter than the one to be judged",
        ),
        (_evidence(champion="c"), None),
    ],
)
def test_what_is_missing_or_altered_was_not_measured(evidence: Any, reason: Any) -> None:
    assert _first(evidence) == (None if reason is None else ("not_measured", reason))


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (_evidence(foreign=["other metric code"]), "other metric code"),
        (_with("base", prompt_hash="other"), "different prompts"),
        (_evidence(card=make_card(prompt_hash="other")), "different prompts"),
        (_with("base", index_hash="other"), "different indexes"),
        (_with("base", model="other"), "different base models"),
        (_with("base", engine="vllm 1", dtype="bfloat16"), "base by vllm 1 (bfloat16)"),
        (_with("base", sources=()), "different sources for 8 questions"),
        (_with("base", sources=(Source(key="K", section_id="other", heading="", text=""),)), "different sources"),
        (_evidence(answers={"base": make_answers(make_questions(9, 3), "base", 1)}), "not in the held-out set"),
    ],
)
def test_what_was_measured_otherwise_is_not_comparable(evidence: Any, words: Any) -> None:
    verdict, reason = _first(evidence)
    assert verdict == "not_comparable"
    assert words in reason


def _all_by(engine: Any, dtype: Any, **others: Any) -> Any:
    by = {arm: (engine, dtype) for arm in ARMS if arm != "extractive"} | others
    return _evidence(
        answers={
            arm: [replace(one, engine=by[arm][0], dtype=by[arm][1]) for one in make_answers(QUESTIONS, arm, 1.1)]
            for arm in by
        }
    )


def test_arms_of_one_engine_and_dtype_are_comparable_and_the_arm_without_a_model_is_of_none() -> None:
    assert problems(_all_by("vllm 1", "bfloat16"), ARMS) == []
    assert problems(_all_by("ollama 1", None), ARMS) == []


@pytest.mark.parametrize("other", [("vllm 2", "bfloat16"), ("vllm 1", "float16"), ("vllm 1", None), (None, None)])
def test_a_candidate_of_another_engine_or_dtype_is_not_comparable(other: Any) -> None:
    verdict, reason = _first(_all_by("vllm 1", "bfloat16", candidate=other))
    assert verdict == "not_comparable"
    named = f"{other[0]} ({other[1] or 'dtype unknown'})" if other[0] else "an engine that is not named"
    assert reason == (
        "the arms were answered by different engines: base_few_shot and base by vllm 1 (bfloat16), candidate by "
        + named
    )


def test_a_champion_of_another_engine_is_not_comparable() -> None:
    said = make_answers(QUESTIONS, "champion", 1.1, adapter_hash="c")
    evidence = _evidence(champion="c", answers={"champion": [replace(one, engine="vllm 1") for one in said]})
    reasons = [one.reason for one in problems(evidence, (*ARMS, "champion"))]
    assert any("champion by vllm 1 (dtype unknown)" in reason for reason in reasons)


def test_a_champion_without_answers_was_not_measured() -> None:
    found = problems(_evidence(champion="c"), (*ARMS, "champion"))
    assert [one.verdict for one in found] == ["not_measured"]


def test_another_champions_answers_do_not_count() -> None:
    answers = {"champion": make_answers(QUESTIONS, "champion", 1.1, adapter_hash="old")}
    found = problems(_evidence(champion="new", answers=answers), (*ARMS, "champion"))
    assert [one.verdict for one in found] == ["not_measured"]

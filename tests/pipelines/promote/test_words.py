from typing import Any

import pytest

from pipelines.promote.words import MEANING, NEXT, in_words, next_command
from pipelines.records import Decision, Rule
from pipelines.records.decision import EXIT_CODES


def _decision(verdict: Any, **changes: Any) -> Any:
    fields = {
        "verdict": verdict,
        "reason": "better than base: +0.02; floor of grounded: 0.10",
        "rules": (Rule(name="better than base", passed=None, found="+0.02", required="above 0"),),
        "candidate": "a",
        "champion": None,
        "best_baseline": "base",
        "difference": 0.02,
        "low": -0.1,
        "high": 0.14,
        "p_value": 0.7,
        "smallest_detectable": 0.17,
        "more_questions": 1056,
        "evidence": {},
    }
    return Decision(**(fields | changes))


def test_every_verdict_has_words_and_a_next_command() -> None:
    assert set(MEANING) == set(NEXT) == set(EXIT_CODES)


def test_an_open_question_says_what_it_would_take() -> None:
    assert in_words(_decision("cannot_tell")) == [
        "  unclear  better than base: +0.02 (required: above 0)",
        "cannot tell: the evidence is too thin to say either way, so the champion stays as it is",
        "  better than base: +0.02",
        "  floor of grounded: 0.10",
        "  these questions could have shown a difference of 0.17 or more",
        "  about 1056 more questions of the same kind are needed",
    ]


@pytest.mark.parametrize("verdict", ["rejected", "not_measured", "not_comparable"])
def test_other_verdicts_ask_for_no_more_questions(verdict: Any) -> None:
    lines = in_words(_decision(verdict))
    assert MEANING[verdict] in lines
    assert not any("more questions" in line for line in lines)


def test_a_champion_that_was_not_answered_is_answered_next() -> None:
    missing = _decision("not_measured", reason="arm champion has no answer to 8 of 8 questions", rules=())
    assert next_command(missing) == "python -m pipelines.answer arm=champion && python -m pipelines.score"
    assert next_command(_decision("not_measured", reason="scores.jsonl was changed")) == "dvc repro score"

import json
import math
from collections.abc import Sequence
from functools import cache
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.judges import JUDGED, Judged, Licence, judge_arms
from eval.judges.dialogue import Dialogue, Prompt, Said, Unsaid
from eval.judges.identity import prompt_hash
from eval.judges.metrics import about
from eval.judges.scoring import NO_EMBEDDER, Terms
from eval.metrics import Case
from eval.scoring import NO_ANSWER, failed
from pipelines.records import Answer, Question
from tests.eval.judges.fake import Say, answering, guessing, judge_that, perfect
from tests.eval.makers import make_answer, make_question

NAMES = tuple(metric.name for metric in JUDGED)
QUESTIONS = [
    make_question(id="Q0", group="a"),
    make_question(id="Q1", group="b", question="第二題？"),
    make_question(id="Q2", group="c", answerable=False),
    make_question(id="Q3", group="d", language="en", question="When?"),
]
ANSWERS = [
    make_answer("24 小時內通報。", question_id="Q0"),
    make_answer("所提供的文件沒有這個問題的答案。", question_id="Q1"),
    make_answer("48 小時內通報。", question_id="Q2"),
    make_answer("Within 24 hours.", question_id="Q3"),
]


def knowing(then: Say) -> Say:
    """Says what people say about the calibration set, and something else about answers."""
    knows = perfect()

    def say(prompt: Prompt) -> Said | Unsaid:
        try:
            return knows(prompt)
        except KeyError:
            return then(prompt)

    return say


def judged(say: Say, *, names: Sequence[str] = NAMES, floor: float = 0.6, **changes: Any) -> Judged:
    terms = Terms(metrics=names, floor=floor)
    return judge_arms(judge_that(say, **changes), {"base": QUESTIONS}, {"base": ANSWERS}, terms)


def values(found: Judged, metric: str) -> dict[str, float | str | None]:
    return {
        one.question_id: one.value if one.value is not None else one.reason
        for one in found.scores
        if one.metric == metric
    }


YES = answering(lambda kind, row: True)


def test_a_licensed_judge_scores_every_answer_or_says_why_not() -> None:
    found = judged(knowing(YES))
    assert [(one.question_id, one.metric) for one in found.scores] == [
        (q.id, name) for q in QUESTIONS for name in NAMES
    ]
    assert values(found, "judged_right") == {"Q0": 1, "Q1": 1, "Q2": 1, "Q3": 1}
    nothing = "a refusal or an empty answer states nothing"
    assert values(found, "faithfulness") == {"Q0": 1, "Q1": nothing, "Q2": 1, "Q3": 1}
    no_answer = "the question has no answer to agree with"
    assert values(found, "factual_correctness") == {"Q0": 1, "Q1": nothing, "Q2": no_answer, "Q3": 1}
    assert values(found, "judged_context_recall")["Q2"] == "the question has no answer that sources could hold"
    assert not any(failed(score) for score in found.scores)


def test_each_score_names_the_model_and_the_prompts() -> None:
    found = judged(knowing(YES))
    assert {score.judge for score in found.scores} == {f"fake {prompt_hash('length')[:12]}"}
    assert {licence.prompt_hash for licence in found.licences} == {prompt_hash("length")}


def test_an_unlicensed_judge_is_not_even_asked_about_answers() -> None:
    asked: list[str] = []
    guess = guessing()

    def say(prompt: Prompt) -> Said | Unsaid:
        asked.append(prompt.about)
        return guess(prompt)

    found = judged(say)
    mine = set(about(Case(question=q, answer=a) for q, a in zip(QUESTIONS, ANSWERS, strict=True)))
    assert not mine & set(asked)
    for score in found.scores:
        assert score.value is None
        assert (score.reason or "").startswith("judge not licensed: κ ")
        assert not failed(score), "nothing failed: it may not vote"
    assert {summary.value for summary in found.summaries} == {None}
    assert {(summary.reason or "")[:21] for summary in found.summaries} == {"judge not licensed: κ"}


def test_another_floor_licenses_another_judge() -> None:
    assert not any(one.granted for one in judged(knowing(YES), floor=0.99).licences)
    assert all(one.granted for one in judged(knowing(YES), floor=0.5).licences)


def test_a_question_without_an_answer_is_an_error_and_no_zero() -> None:
    terms = Terms(metrics=("judged_right",), floor=0.6)
    found = judge_arms(judge_that(knowing(YES)), {"base": QUESTIONS}, {"base": ANSWERS[:1]}, terms)
    assert values(found, "judged_right") == {"Q0": 1, "Q1": NO_ANSWER, "Q2": NO_ANSWER, "Q3": NO_ANSWER}
    assert next(one for one in found.summaries if one.language == "all").value is None


def test_without_an_embedder_what_needs_one_says_so_and_the_rest_is_judged() -> None:
    found = judged(knowing(YES), embed=None)
    assert set(values(found, "response_relevancy").values()) == {NO_EMBEDDER}
    assert "response_relevancy" not in {licence.metric for licence in found.licences}
    assert values(found, "judged_right")["Q0"] == 1


def test_only_the_metrics_that_were_wanted_are_asked() -> None:
    assert {score.metric for score in judged(knowing(YES), names=("judged_right",)).scores} == {"judged_right"}


def test_nothing_is_averaged_over_the_judgements_that_came() -> None:
    """The library leaves failures out of its mean: one right answer of four judged was 100%."""
    right: Say = lambda prompt: YES(prompt) if "第二題" in prompt.user else Unsaid(reason="no reply in time")  # noqa: E731
    found = judged(knowing(right), names=("judged_right",))
    summary = next(one for one in found.summaries if one.language == "all")
    assert (summary.value, summary.n, summary.unscored) == (None, 1, 3)
    assert summary.reason == "3 of 4 judgements failed"
    assert summary.low is not None
    assert summary.high == 1
    assert summary.low < 0.3


def test_summaries_are_by_language_with_intervals_by_group() -> None:
    found = judged(knowing(answering(lambda kind, row: "24 hours" not in str(row))), names=("judged_right",))
    by_language = {one.language: one for one in found.summaries}
    assert {name: one.value for name, one in by_language.items()} == {"zh": 1, "en": 0, "all": 0.75}
    assert by_language["all"].groups == 4
    assert by_language["zh"].low is not None
    assert by_language["zh"].low < 1


@cache
def licensed() -> Sequence[Licence]:
    """Licences for everything, found once."""
    return judged(knowing(YES)).licences


REPLIES = st.one_of(
    st.builds(Unsaid, reason=st.sampled_from(["no reply in time", "its own error"])),
    st.builds(Said, text=st.text(max_size=60), cut=st.booleans()),
    st.sampled_from([math.nan, math.inf, -1, 2, None, "yes", [], 0, 1, True]).map(
        lambda value: Said(
            text=json.dumps(
                {
                    "reason": "r",
                    "verdict": value,
                    "statements": [{"statement": "s", "reason": "r", "verdict": value}],
                    "claims": ["c"],
                    "classifications": [{"statement": "s", "reason": "r", "attributed": value}],
                    "question": "q",
                    "noncommittal": value,
                }
            )
        )
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(REPLIES, min_size=1, max_size=12))
def test_whatever_a_judge_says_scores_are_finite_and_errors_are_counted(replies: list[Said | Unsaid]) -> None:
    places = iter(range(10**6))
    cycling: Say = lambda prompt: replies[next(places) % len(replies)]  # noqa: E731
    with mock.patch("eval.judges.scoring.license_judge", return_value=licensed()):
        found = judged(cycling)
    ranges = {metric.name: (metric.low, metric.high) for metric in JUDGED}
    for score in found.scores:
        assert (score.value is None) == bool(score.reason)
        if score.value is not None:
            low, high = ranges[score.metric]
            assert low <= score.value <= high
    for summary in found.summaries:
        mine = [
            one
            for one in found.scores
            if one.metric == summary.metric and in_language(one.question_id, summary.language)
        ]
        lost = sum(failed(one) for one in mine)
        assert summary.n == sum(one.value is not None for one in mine)
        assert summary.unscored == len(mine) - summary.n
        assert summary.value is None or not lost
        assert (summary.value is None) == bool(summary.reason)
        for bound in (summary.value, summary.low, summary.high):
            assert bound is None or math.isfinite(bound)


def in_language(question_id: str, language: str) -> bool:
    return language == "all" or next(one.language for one in QUESTIONS if one.id == question_id) == language


class _BrokenEmbedderError(Exception):
    """What an embedding model may raise."""


def test_an_embedder_that_raises_costs_the_scores_that_need_it() -> None:
    def embed(texts: Sequence[str]) -> Any:
        raise _BrokenEmbedderError("secret text")

    found = judged(knowing(YES), embed=embed)
    assert not {one.metric: one for one in found.licences}["response_relevancy"].granted
    assert values(found, "judged_right")["Q0"] == 1
    assert "secret" not in str(found)


def test_results_stand_where_they_belong_however_dialogues_end() -> None:
    """What leads them may end the last one first."""

    def backwards(dialogues: Sequence[Dialogue[Any]]) -> list[Any]:
        from tests.eval.judges.fake import lead

        say = knowing(answering(lambda kind, row: "24 hours" in str(row)))
        return [lead(one, say) for one in reversed(dialogues)][::-1]

    found = judged(YES, names=("judged_right",), converse=backwards)
    assert values(found, "judged_right") == {"Q0": 0, "Q1": 0, "Q2": 0, "Q3": 1}


@pytest.mark.parametrize("answers", [[], ANSWERS])
def test_what_is_judged_has_a_name_by_its_texts(answers: list[Answer]) -> None:
    questions: list[Question] = QUESTIONS[: len(answers)]
    names = list(about(Case(question=q, answer=a) for q, a in zip(questions, answers, strict=True)))
    assert len(set(names)) <= len(names)
    assert bool(names) == bool(answers)

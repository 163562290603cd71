"""Metrics and arms that do everything they must not: the pages stay readable, and no number hides a failure."""

import json
import math
import warnings
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.scoring import NO_ANSWER
from pipelines.records import Answer
from tests.eval.hostile import BEHAVIOURS, FAILING, metric
from tests.pipelines.score.filing import Line, filed_line

COUNT = 8
NAMES = ("grounded", "correctness", "citation_f1", "golden_shown")
PREDICTORS = ("answers", "says nothing", "raises")
"""`raises`: the arm has no answer to the question at all."""
behaviours = st.lists(st.sampled_from(BEHAVIOURS), min_size=1, max_size=4)
predictors = st.lists(st.sampled_from(PREDICTORS), min_size=1, max_size=4)


def hostile_line(root: pytest.TempPathFactory, scorers: Sequence[list[str]], predicted: Sequence[str]) -> Line:
    def change(arm: str, answers: list[Answer]) -> list[Answer]:
        kinds = [
            predicted[place % len(predicted)] if arm == "candidate" else "answers" for place in range(len(answers))
        ]
        return [
            replace(answer, text="", citations=()) if kind == "says nothing" else answer
            for answer, kind in zip(answers, kinds, strict=True)
            if kind != "raises"
        ]

    metrics = [metric(name, each) for name, each in zip(NAMES, scorers, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return filed_line(root.mktemp("data"), count=COUNT, metrics=metrics, change=change)


@given(st.lists(behaviours, min_size=4, max_size=4), predictors)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_metrics_and_arms_do_traces_are_found_metrics_are_finite_and_errors_are_counted(
    tmp_path_factory: pytest.TempPathFactory, scorers: list[list[str]], predicted: list[str]
) -> None:
    if all(one == "raises" for one in predicted):
        predicted = ["answers", "raises"]
    line = hostile_line(tmp_path_factory, scorers, predicted)
    for arm in ("base", "candidate"):
        missing = {
            place for place in range(COUNT) if arm == "candidate" and predicted[place % len(predicted)] == "raises"
        }
        expected = {
            name: sum(place in missing or each[place % len(each)] in FAILING for place in range(COUNT))
            for name, each in zip(NAMES, scorers, strict=True)
        }
        run, traces = line.run(arm), line.traces(arm)
        found = run.data.metrics
        assert all(math.isfinite(value) for value in found.values())
        assert found["error_count"] == sum(expected.values())
        assert {name: found.get(f"error_count_{name}", 0) for name in NAMES} == expected
        survivors = [name for name in NAMES if name in found and (expected[name] or missing)]
        assert survivors == []
        assert len(traces) == COUNT
        errors = sum(one.error is not None for trace in traces for one in trace.info.assessments if one.feedback)
        assert errors == sum(expected.values())
        assert sum(trace.info.state == "ERROR" for trace in traces) == len(missing)
        # The pages read exactly this; a value that is no number would not be JSON at all.
        for trace in traces:
            json.loads(json.dumps(trace.to_dict(), allow_nan=False))


def test_a_question_without_an_answer_is_a_trace_that_failed_and_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    line = hostile_line(tmp_path_factory, [["right"]] * 4, ["raises", "answers"])
    lost = [trace for trace in line.traces("candidate") if trace.info.state == "ERROR"]
    assert len(lost) == COUNT // 2
    assert {one.error.error_message for trace in lost for one in trace.info.assessments if one.feedback} == {NO_ANSWER}
    assert all(trace.info.response_preview.startswith("(no answer 沒有作答)") for trace in lost)
    note = line.run("candidate").data.tags["mlflow.note.content"]
    assert "4 questions have no answer." in note
    assert "Nothing was compared" in note
    assert "grounded" not in line.run("candidate").data.metrics
    assert line.run("base").data.metrics["grounded"] == 1.0

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.records import Review, Score, read_records
from pipelines.score.queue import ASKS, INSTEAD, fill_queue, queues
from pipelines.score.reviews import collect_reviews, current, read_reviews, reviews_file
from pipelines.score.runs import file_runs
from tests.pipelines.score.filing import Line, filed_line

FAILED = Score(
    question_id="Q001",
    arm="candidate",
    metric="faithfulness",
    value=None,
    reason="judgement failed: the reply is no JSON",
    judge="small",
)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return filed_line(tmp_path_factory.mktemp("data"), count=12, more=[FAILED])


def say(line: Line, trace_id: str, name: str, value: Any, who: str = "Mei@acme.example", kind: str = "HUMAN") -> None:
    from mlflow.entities import AssessmentSource, Feedback
    from mlflow.tracing.client import TracingClient

    source = AssessmentSource(source_type=kind, source_id=who)
    TracingClient(line.store.uri).log_assessment(trace_id, Feedback(name=name, value=value, source=source))


def items(line: Line) -> list[Any]:
    from mlflow.genai.review_queues import list_review_queue_items

    return list(list_review_queue_items(queues(line.store)[0].queue_id, max_results=100))


def finish(line: Line, item: Any, status: str) -> None:
    from mlflow.genai.review_queues import set_review_queue_item_status

    set_review_queue_item_status(item.queue_id, item_id=item.item_id, status=status, completed_by="Mei@acme.example")


def test_the_queue_lists_what_regressed_first_then_judge_errors_then_the_sample(line: Line) -> None:
    tags = {trace.info.trace_id: trace.info.tags for trace in line.traces("candidate")}
    why = [tags[item.item_id]["review"].split(", ")[0] for item in items(line)]
    order = ["regressed", "judge error", "sample"]
    assert why == sorted(why, key=order.index)
    assert set(why) == set(order)
    assert len(why) == sum("review" in one for one in tags.values())


def test_people_are_asked_about_the_answer_and_its_sources_in_both_languages(line: Line) -> None:
    from mlflow.genai.label_schemas import get_label_schema

    (queue,) = queues(line.store)
    names = [get_label_schema(schema_id=one).name for one in queue.schema_ids]
    assert sorted(names) == sorted([*(ask.name for ask in ASKS), INSTEAD])
    assert line.links.queue.endswith(f"/review-queue?selectedQueueId={queue.queue_id}")


def test_a_failed_judgement_is_shown_as_an_error_of_the_judge(line: Line) -> None:
    trace = next(one for one in line.traces("candidate") if one.info.tags["question_id"] == "Q001")
    found = next(one for one in trace.info.assessments if one.name == "5 faithfulness")
    assert found.error.error_code == "FAILED"
    assert found.error.error_message == FAILED.reason
    assert (found.source.source_type, found.source.source_id) == ("LLM_JUDGE", "small")


def test_filing_again_neither_adds_a_queue_nor_reopens_an_answer(line: Line) -> None:
    before = [(one.item_id, one.status) for one in items(line)]
    why = {"Q001": ("sample",)}
    name = queues(line.store)[0].name.removeprefix("candidate ")
    assert fill_queue(line.store, line.run("candidate").info.run_id, name, why) == queues(line.store)[0].queue_id
    assert [(one.item_id, one.status) for one in items(line)] == before
    assert len(queues(line.store)) == 1


def test_only_completed_verdicts_of_people_come_back_bound_to_the_answer(line: Line) -> None:
    done, declined, still_open, *_ = items(line)
    right, supported = ASKS
    for item in (done, declined, still_open):
        say(line, item.item_id, right.name, value=False)
    say(line, done.item_id, right.name, value=True)
    say(line, done.item_id, supported.name, value=False)
    say(line, done.item_id, right.name, value=False, who="machine", kind="CODE")
    say(line, done.item_id, INSTEAD, value="text")
    finish(line, done, "complete")
    finish(line, declined, "declined")
    found = collect_reviews(line.store, line.folders)
    trace = next(one for one in line.traces("candidate") if one.info.trace_id == done.item_id)
    assert [(one.metric, one.value) for one in found] == [("correctness", 1.0), ("faithfulness", 0.0)]
    assert {(one.question_id, one.arm, one.answer_hash) for one in found} == {
        (trace.info.tags["question_id"], "candidate", trace.info.tags["answer_hash"])
    }
    assert {one.who for one in found} == {hashlib.sha256(b"mei@acme.example").hexdigest()[:16]}
    assert current(line.material, line.folders) == found
    assert read_records(reviews_file(line.folders), Review) == found


def test_verdicts_outlive_their_queue_and_do_not_follow_another_answer(line: Line) -> None:
    from mlflow.genai.review_queues import delete_review_queue

    before = collect_reviews(line.store, line.folders)
    assert before
    delete_review_queue(queues(line.store)[0].queue_id)
    assert collect_reviews(line.store, line.folders) == before
    answers = {arm: [replace(one, text="other") for one in said] for arm, said in line.material.answers.items()}
    assert current(replace(line.material, answers=answers), line.folders) == []


def test_nothing_is_read_where_nobody_reviewed(tmp_path: Path, line: Line) -> None:
    empty = replace(line.folders, root=tmp_path)
    assert read_reviews(empty) == []


def test_a_server_without_queues_costs_the_queue_alone(
    line: Line, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import mlflow.genai.review_queues as api
    from mlflow.exceptions import MlflowException

    def refuse(*_: Any, **__: Any) -> Any:
        raise MlflowException("no such endpoint")

    refused: Callable[..., Any] = refuse
    monkeypatch.setattr(api, "list_review_queues", refused)
    links = file_runs(line.store, line.material, line.scores, [], line.config)
    assert links.queue == ""
    assert links.comparison
    assert "the review queue was not made" in capsys.readouterr().err

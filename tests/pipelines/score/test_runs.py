import json
from dataclasses import replace
from typing import Any

import pytest

from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.answering.config import ArmsConfig
from pipelines.records import Answer, read_records
from pipelines.runtime.tracking import open_store
from pipelines.score.config import Config
from pipelines.score.material import read_material
from pipelines.score.runs import file_runs
from pipelines.score.traces import SHOWN
from tests.eval.makers import ADAPTER, copy_store, write_answers, write_line

ARMS = ("base", "candidate")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: Any) -> Any:
    """A small line whose runs have been filed once."""
    folders = write_line(tmp_path_factory.mktemp("data"), count=6, groups=3)
    for arm in ARMS:
        path = folders.answers / f"{arm}.jsonl"
        write_answers(folders, arm, [replace(one, golden_rank=4) for one in read_records(path, Answer)])
    material = read_material(ARMS, folders)
    copy_store(folders)
    folders.scores.mkdir()
    (folders.scores / "report.html").write_text("<!doctype html>", encoding="utf-8")
    (folders.answers / "base.timing.json").write_text(json.dumps({"seconds": 3.0, "arm": "base"}))
    config = Config(arms=ArmsConfig(names=ARMS), data_dir=str(folders.root))
    scores = {arm: score_arm(material.questions, material.answers[arm], arm=arm) for arm in ARMS}
    summaries = [
        one
        for arm in ARMS
        for one in summarize_arm(material.questions, material.answers[arm], scores[arm], material.classes)
    ]
    flat = [score for arm in ARMS for score in scores[arm]]

    def file() -> Any:
        return file_runs(material, flat, summaries, config=config, folders=folders)

    link = file()
    store = open_store(config.tracking, folders)
    runs = {run.data.tags["arm"]: run for run in store.client.search_runs([store.experiment_id])}
    return {"link": link, "store": store, "runs": runs, "file": file, "material": material}


def _traces(filed: Any, arm: Any) -> Any:
    import mlflow

    store = filed["store"]
    return mlflow.search_traces(
        locations=[store.experiment_id], run_id=filed["runs"][arm].info.run_id, return_type="list", flush=False
    )


def test_an_arm_is_a_run_with_its_parameters_and_metrics(filed: Any) -> None:
    assert set(filed["runs"]) == set(ARMS)
    run = filed["runs"]["base"]
    assert run.data.params["questions"] == "6"
    assert run.data.params["adapter_hash"] == "none"
    assert filed["runs"]["candidate"].data.params["adapter_hash"] == ADAPTER
    assert {"grounded", "grounded_zh", "grounded_en", "grounded_low", "refusal_f1"} <= set(run.data.metrics)
    assert run.data.metrics["latency_seconds_per_answer"] == 0.5
    # Retrieval by class: of `write_line`'s questions, those in English are asked of a Chinese section.
    found = {name: value for name, value in run.data.metrics.items() if name.startswith("golden_shown_at_")}
    assert found["golden_shown_at_5_other_language"] == found["golden_shown_at_5"] == 1.0
    assert found["golden_shown_at_3"] == 0.0
    assert "golden_shown_at_5_other_language_low" not in found


def test_every_question_is_a_trace_that_shows_what_was_retrieved(filed: Any) -> None:
    traces = _traces(filed, "candidate")
    questions = filed["material"].questions
    assert sorted(trace.info.request_preview for trace in traces) == [f"{one.id} {one.question}" for one in questions]
    spans = {span.name: span for span in traces[0].data.spans}
    assert spans["retrieve"].span_type == "RETRIEVER"
    assert spans["retrieve"].parent_id == spans["answer"].span_id
    assert spans["retrieve"].outputs[0]["metadata"]["doc_uri"] == "SOP-LOG-001 §4.3"


def test_a_score_is_a_feedback_and_a_missing_one_an_error_with_its_reason(filed: Any) -> None:
    unanswerable = [trace for trace in _traces(filed, "base") if trace.info.tags["answerable"] == "false"]
    found = {one.name: one for one in unanswerable[0].info.assessments}
    assert set(found) == {"reference", *(f"{place} {name}" for place, name in enumerate(SHOWN, 1))}
    assert found["1 grounded"].feedback.value in (0.0, 1.0)
    assert found["2 correctness"].feedback.value is None
    assert found["2 correctness"].error.error_message == "the question has no answer to agree with"


def test_the_runs_can_be_read_as_a_table_and_say_what_was_found(filed: Any) -> None:
    run = filed["runs"]["candidate"]
    names = {one.path for one in filed["store"].client.list_artifacts(run.info.run_id)}
    assert names == {"answers.json", "report.html"}
    note = filed["store"].client.get_run(run.info.run_id).data.tags["mlflow.note.content"]
    assert note.startswith("**candidate**: grounded ")
    assert filed["link"] in note


def test_the_link_compares_the_candidate_with_the_best_baseline(filed: Any) -> None:
    ids = {arm: run.info.run_id for arm, run in filed["runs"].items()}
    assert filed["link"].endswith(f"?selectedRunUuid={ids['candidate']}&compareToRunUuid={ids['base']}")


def test_filing_the_same_content_again_makes_no_second_run(filed: Any) -> None:
    assert filed["file"]() == filed["link"]
    assert len(filed["store"].client.search_runs([filed["store"].experiment_id])) == 2

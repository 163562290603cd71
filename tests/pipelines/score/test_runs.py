import json
from dataclasses import replace
from typing import Any

import pytest

from eval.outcomes import outcomes
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.answering.config import ArmsConfig
from pipelines.records import Answer, read_records
from pipelines.runtime.tracking import open_store
from pipelines.score.config import Config
from pipelines.score.material import read_material
from pipelines.score.runs import file_runs
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

    store = open_store(config.tracking, folders)

    def file() -> Any:
        return file_runs(store, material, flat, summaries, config)

    link = file()
    runs = {run.data.tags["arm"]: run for run in store.client.search_runs([store.experiment_id])}
    return {"link": link, "store": store, "runs": runs, "file": file, "material": material, "scores": flat}


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
    assert (run.data.params["engine"], run.data.params["dtype"]) == ("none", "unknown")
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


def test_a_score_is_a_feedback_and_one_missing_by_design_a_tag_and_no_error(filed: Any) -> None:
    unanswerable = [trace for trace in _traces(filed, "base") if trace.info.tags["answerable"] == "false"]
    found = {one.name: one for one in unanswerable[0].info.assessments}
    assert found["reference"].expectation.value == filed["material"].questions[0].reference
    assert found["1 grounded"].feedback.value in ("yes", "no")
    assert "2 correctness" not in found
    assert "correctness: the question has no answer to agree with" in unanswerable[0].info.tags["unscored"]
    assert not any(one.error for trace in _traces(filed, "base") for one in trace.info.assessments if one.feedback)


def test_the_first_question_is_the_first_in_a_list_and_no_answer_has_a_time_that_was_not_measured(filed: Any) -> None:
    traces = _traces(filed, "candidate")
    newest = sorted(traces, key=lambda trace: -trace.info.request_time)
    assert [trace.info.tags["question_id"] for trace in newest] == [one.id for one in filed["material"].questions]
    assert {trace.info.execution_duration for trace in traces} == {0}


def test_the_text_in_lists_holds_what_a_reviewer_needs(filed: Any) -> None:
    for trace in _traces(filed, "candidate"):
        answer, *rest = trace.info.response_preview.split("\n\n")
        assert answer == json.loads(trace.data.spans[0].to_dict()["attributes"]["mlflow.spanOutputs"])["answer"]
        assert rest[0].startswith("〔expected 預期答案〕 ")
        if "[SOP-LOG-001 §4.3]" in answer:
            assert rest[1] == "〔cited 引用段落 SOP-LOG-001 §4.3〕 24 小時內通報。"


def test_all_runs_stand_on_one_dataset_named_by_its_content(filed: Any) -> None:
    from mlflow.genai.datasets import search_datasets

    name = f"held-out {filed['material'].hashes['dataset'][:12]}"
    inputs = [filed["store"].client.get_run(run.info.run_id).inputs for run in filed["runs"].values()]
    assert {(one.dataset.name, one.dataset.digest) for each in inputs for one in each.dataset_inputs} == {
        (name, filed["material"].hashes["dataset"][:8])
    }
    (dataset,) = search_datasets([filed["store"].experiment_id])
    assert dataset.name == name
    expected = {one.id: one.reference for one in filed["material"].questions}
    rows = dataset.to_df()
    found = {
        one["question_id"]: wanted["reference"] for one, wanted in zip(rows.inputs, rows.expectations, strict=True)
    }
    assert found == expected


def test_the_traces_of_the_candidate_say_how_it_stands(filed: Any) -> None:
    expected = outcomes(filed["scores"], ("candidate", "base"))
    tags = {trace.info.tags["question_id"]: trace.info.tags for trace in _traces(filed, "candidate")}
    assert {question: one["outcome"] for question, one in tags.items()} == expected
    assert all("outcome_champion" not in one for one in tags.values())
    assert all("outcome" not in trace.info.tags for trace in _traces(filed, "base"))


def test_the_runs_can_be_read_as_a_table_and_say_what_was_found(filed: Any) -> None:
    run = filed["runs"]["candidate"]
    names = {one.path for one in filed["store"].client.list_artifacts(run.info.run_id)}
    assert names == {"answers.json", "report.html"}
    note = filed["store"].client.get_run(run.info.run_id).data.tags["mlflow.note.content"]
    assert note.startswith("**Whether the candidate differs from base, the best baseline, cannot be told.**")
    assert filed["link"].comparison in note
    assert f"{filed['link'].comparison}&filter=TAG::%3D::regressed::outcome" in note
    assert filed["link"].queue in note
    assert filed["link"].tables in note


def test_the_link_compares_the_candidate_with_the_best_baseline(filed: Any) -> None:
    ids = {arm: run.info.run_id for arm, run in filed["runs"].items()}
    assert filed["link"].comparison.endswith(f"?selectedRunUuid={ids['candidate']}&compareToRunUuid={ids['base']}")


def test_filing_the_same_content_again_makes_no_second_run(filed: Any) -> None:
    assert filed["file"]() == filed["link"]
    assert len(filed["store"].client.search_runs([filed["store"].experiment_id])) == 2

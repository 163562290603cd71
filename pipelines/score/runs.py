"""One run an arm in the tracking store, found again by its content."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.comparison import best_baseline
from eval.conclusion import conclude
from eval.outcomes import Outcome
from pipelines.records import Score, Summary
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import track
from pipelines.runtime.tracking import (
    CONTENT_HASH,
    Store,
    comparison_link,
    new_run,
    queue_link,
    run_with,
    tables_link,
)
from pipelines.score.config import Config
from pipelines.score.evaluation_set import evaluation_set
from pipelines.score.filed import Filed
from pipelines.score.marks import CANDIDATE, CHAMPION, Why, marks_of, reviewed, standing
from pipelines.score.material import Material
from pipelines.score.notes import Links, note
from pipelines.score.queue import fill_queue
from pipelines.score.tables import ANSWERS, answers_table
from pipelines.score.traces import file_traces

if TYPE_CHECKING:
    from mlflow.entities import DatasetInput, Metric, Param

TIMES = {"seconds": "latency_seconds_per_answer", "peak_memory_mb": "peak_memory_mb", "load_seconds": "load_seconds"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What is filed, with what was found in it."""

    material: Material
    scores: Sequence[Score]
    summaries: Sequence[Summary]
    standing: Mapping[str, Mapping[str, Outcome]]
    why: Mapping[str, tuple[Why, ...]]


def file_runs(
    store: Store, material: Material, scores: Sequence[Score], summaries: Sequence[Summary], config: Config
) -> Links:
    """Files one run an arm and the queue of what people should look at; what is there already is kept.

    Args:
        store: An open store.
        material: What was scored.
        scores: Scores of every arm.
        summaries: Summaries of every arm.
        config: Whether runs have traces, and how many answers people are asked to look at.

    Returns:
        The pages to look at: the candidate beside the best baseline, or the list of runs, and the queue.
    """
    found = standing(scores, summaries)
    why = reviewed(scores, found, sample=config.score.review_sample, seed=config.seed)
    judged = _Judged(material=material, scores=scores, summaries=summaries, standing=found, why=why)
    every = [_filed(arm, judged, config) for arm in material.answers]
    dataset = evaluation_set(store, material.questions, material.hashes["dataset"])
    runs: dict[str, str] = {}
    for filed in track(every, "score: runs", total=len(every)):
        runs[filed.arm] = run_with(store, filed.content_hash) or _file(store, filed, dataset)
    own = next((filed for filed in every if filed.arm == CANDIDATE), None)
    asks = own is not None and own.traces
    queue = fill_queue(store, runs[CANDIDATE], own.content_hash[:8], why) if asks and own is not None else None
    links = _links(store, runs, best_baseline(summaries), queue)
    conclusion = conclude(summaries, scores, material.questions)
    for filed in every:
        text = note(filed, conclusion, found, links, len(why))
        store.client.set_tag(runs[filed.arm], "mlflow.note.content", text)
    return links


def _filed(arm: str, judged: _Judged, config: Config) -> Filed:
    return Filed(
        arm=arm,
        material=judged.material,
        scores=[score for score in judged.scores if score.arm == arm],
        summaries=[summary for summary in judged.summaries if summary.arm == arm],
        marks=marks_of(arm, judged.standing, judged.why),
        folders=Folders(Path(config.data_dir)),
        report=Path(config.data_dir) / config.arms.folder / "report.html",
        traces=config.score.traces,
    )


def _links(store: Store, runs: Mapping[str, str], baseline: str | None, queue: str | None) -> Links:
    candidate, other, champion = runs.get(CANDIDATE), runs.get(baseline or ""), runs.get(CHAMPION)
    return Links(
        comparison=comparison_link(store, candidate, other),
        regressed=comparison_link(store, candidate, other, "regressed") if candidate and other else "",
        champion=comparison_link(store, candidate, champion) if candidate and champion else "",
        queue=queue_link(store, queue) if queue else "",
        tables=tables_link(store),
    )


def _file(store: Store, filed: Filed, dataset: "DatasetInput") -> str:
    answers = filed.material.answers[filed.arm]
    tags = {"arm": filed.arm, "mlflow.runType": "genai_evaluate"}
    if filed.arm == CANDIDATE and answers[0].adapter_hash:
        tags["adapter_hash"] = answers[0].adapter_hash
    client = store.client
    with new_run(store, filed.arm, tags) as run_id:
        client.log_batch(run_id, metrics=_metrics(filed), params=_params(filed))
        client.log_inputs(run_id, [dataset])
        client.log_table(run_id, answers_table(filed), artifact_file=ANSWERS)
        client.log_artifact(run_id, str(filed.report))
        if filed.traces:
            file_traces(store, run_id, filed)
        # Last, so that a run that was cut off is not taken for a whole one.
        client.set_tag(run_id, CONTENT_HASH, filed.content_hash)
    return run_id


def _params(filed: Filed) -> list["Param"]:
    from mlflow.entities import Param

    answers = filed.material.answers[filed.arm]
    first = answers[0]
    params = {
        "arm": filed.arm,
        "model": first.model,
        "engine": first.engine or "none",
        "dtype": first.dtype or "unknown",
        "adapter_hash": first.adapter_hash or "none",
        "prompt_hash": first.prompt_hash,
        "index_hash": first.index_hash,
        "dataset_hash": filed.material.hashes["dataset"],
        "sources": str(max(len(answer.sources) for answer in answers)),
        "questions": str(len(answers)),
    }
    return [Param(key, value) for key, value in params.items()]


def _metrics(filed: Filed) -> list["Metric"]:
    from mlflow.entities import Metric

    values = _times(filed.folders.answers / f"{filed.arm}.timing.json", len(filed.material.answers[filed.arm]))
    errors = filed.errors()
    values["error_count"] = float(errors.total())
    values |= {f"error_count_{metric}": float(number) for metric, number in errors.items()}
    # A metric that failed for some answers has no mean: what is left are the survivors, and they are the easy ones. An
    # arm that did not answer everything has no mean at all.
    whole = [] if filed.unanswered else [one for one in filed.summaries if one.metric not in errors]
    for summary in whole:
        part = next((one for one in (summary.language, summary.query_class) if one != "all"), None)
        name = f"{summary.metric}_{part}" if part else summary.metric
        for suffix, value in (("", summary.value), ("_low", summary.low), ("_high", summary.high)):
            if value is not None and math.isfinite(value) and not (suffix and part):
                values[name + suffix] = value
    return [Metric(name, value, timestamp=0, step=0) for name, value in sorted(values.items())]


def _times(path: Path, answers: int) -> dict[str, float]:
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    times = {name: float(found[key]) for key, name in TIMES.items() if isinstance(found.get(key), int | float)}
    if TIMES["seconds"] in times:
        times[TIMES["seconds"]] /= max(1, answers)
    return times

"""One run an arm in the tracking store, found again by its content."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.comparison import best_baseline
from eval.scoring import cases_of
from eval.summaries import find
from eval.table import cell, difference_lines
from pipelines.records import Score, Summary
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import track
from pipelines.runtime.tracking import CONTENT_HASH, Store, comparison_link, new_run, open_store, run_with
from pipelines.score.config import Config
from pipelines.score.material import Material
from pipelines.score.traces import file_traces

if TYPE_CHECKING:
    from mlflow.entities import Metric, Param

CANDIDATE = "candidate"
TIMES = {"seconds": "latency_seconds_per_answer", "peak_memory_mb": "peak_memory_mb", "load_seconds": "load_seconds"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What is filed of one arm."""

    arm: str
    material: Material
    scores: Sequence[Score]
    summaries: Sequence[Summary]
    folders: Folders
    traces: bool

    @property
    def content_hash(self) -> str:
        """sha256 over answers, dataset and scores: a run with it says the same as this one would."""
        hashes = [self.material.hashes["dataset"], self.material.hashes[f"answers/{self.arm}"]]
        content = [hashes, [asdict(score) for score in self.scores], self.traces]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def file_runs(
    material: Material, scores: Sequence[Score], summaries: Sequence[Summary], *, config: Config, folders: Folders
) -> str:
    """Files one run an arm; an arm whose run is there already keeps it.

    Args:
        material: What was scored.
        scores: Scores of every arm.
        summaries: Summaries of every arm.
        config: Where runs are filed, and whether with traces.
        folders: The data folders.

    Returns:
        The address of the page that compares the candidate with the best baseline, or lists the runs.

    Raises:
        UserError: The tracking store cannot be used.
    """
    store = open_store(config.tracking, folders)
    runs: dict[str, str] = {}
    for arm in track(material.answers, "score: runs", total=len(material.answers)):
        filed = Filed(
            arm=arm,
            material=material,
            scores=[score for score in scores if score.arm == arm],
            summaries=[summary for summary in summaries if summary.arm == arm],
            folders=folders,
            traces=config.score.traces,
        )
        runs[arm] = run_with(store, filed.content_hash) or _file(store, filed)
    link = comparison_link(store, runs.get(CANDIDATE), runs.get(best_baseline(summaries) or ""))
    lines = difference_lines(summaries, scores, material.questions)
    for arm, run_id in runs.items():
        store.client.set_tag(run_id, "mlflow.note.content", _note(arm, summaries, lines, link))
    return link


def _file(store: Store, filed: Filed) -> str:
    answers = filed.material.answers[filed.arm]
    tags = {"arm": filed.arm, "mlflow.runType": "genai_evaluate"}
    if filed.arm == CANDIDATE and answers[0].adapter_hash:
        tags["adapter_hash"] = answers[0].adapter_hash
    client = store.client
    with new_run(store, filed.arm, tags) as run_id:
        client.log_batch(run_id, metrics=_metrics(filed), params=_params(filed))
        client.log_table(run_id, _table(filed), artifact_file="answers.json")
        client.log_artifact(run_id, str(filed.folders.scores / "report.html"))
        if filed.traces:
            cases = cases_of(filed.material.labels[filed.arm], answers)
            file_traces(store, run_id, cases, filed.scores)
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
    for summary in filed.summaries:
        part = next((one for one in (summary.language, summary.query_class) if one != "all"), None)
        name = f"{summary.metric}_{part}" if part else summary.metric
        for suffix, value in (("", summary.value), ("_low", summary.low), ("_high", summary.high)):
            if value is not None and not (suffix and part):
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


def _table(filed: Filed) -> dict[str, list[str]]:
    cases = cases_of(filed.material.labels[filed.arm], filed.material.answers[filed.arm])
    values = {score.question_id: score.value for score in filed.scores if score.metric == "grounded"}
    return {
        "question_id": [case.question.id for case in cases],
        "language": [case.question.language for case in cases],
        "question": [case.question.question for case in cases],
        "reference": [case.question.reference for case in cases],
        "answer": [case.answer.text for case in cases],
        "grounded": ["yes" if values[case.question.id] else "no" for case in cases],
        "golden": [" · ".join(case.question.golden_keys) for case in cases],
        "shown": [" · ".join(source.key for source in case.answer.sources) for case in cases],
    }


def _note(arm: str, summaries: Sequence[Summary], lines: Sequence[str], link: str) -> str:
    summary = find(summaries, arm, "grounded")
    found = cell(summary.value, summary.low, summary.high) if summary else "–"
    questions = f"{summary.n} questions in {summary.groups} groups" if summary else "no questions"
    difference = "\n".join(lines)
    return (
        f"**{arm}**: grounded {found} over {questions}.\n\n```\n{difference}\n```\n\n"
        f"[Question by question]({link}) · `report.html` and `answers.json` are among the artifacts.\n"
    )

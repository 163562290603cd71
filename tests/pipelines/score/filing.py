"""A small line filed into a tracking store, with whatever scores and answers a test is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics import METRICS, Metric
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.answering.config import ArmsConfig
from pipelines.records import Answer, Score, read_records
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import Store, open_store
from pipelines.score.config import Config
from pipelines.score.material import Material, read_material
from pipelines.score.notes import Links
from pipelines.score.runs import file_runs
from tests.eval.makers import copy_store, write_answers, write_line

ARMS = ("base", "candidate")


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was filed, and where."""

    folders: Folders
    store: Store
    material: Material
    scores: Sequence[Score]
    links: Links
    config: Config

    def run(self, arm: str) -> Any:
        """Returns the newest run of an arm."""
        found = self.store.client.search_runs([self.store.experiment_id], f"tags.arm = '{arm}'", max_results=1)
        return found[0]

    def traces(self, arm: str) -> list[Any]:
        """Returns the traces of an arm's newest run."""
        import mlflow

        found: Any = mlflow.search_traces(
            locations=[self.store.experiment_id],
            run_id=self.run(arm).info.run_id,
            return_type="list",
            flush=False,
        )
        return list(found)


def filed_line(
    root: Path,
    *,
    count: int = 8,
    arms: Sequence[str] = ARMS,
    metrics: Sequence[Metric] = METRICS,
    change: Callable[[str, list[Answer]], list[Answer]] | None = None,
    more: Sequence[Score] = (),
) -> Line:
    """Writes a line, scores it and files it.

    Args:
        root: The data folder.
        count: Questions.
        arms: The arms that have answers.
        metrics: What is measured.
        change: Arm and its answers → the answers it gives instead.
        more: Further scores, such as a judge's.

    Returns:
        What was filed.
    """
    folders = write_line(root, count=count, groups=max(2, count // 2), skills=dict.fromkeys(arms, 0.5))
    for arm in arms:
        answers = read_records(folders.answers / f"{arm}.jsonl", Answer)
        write_answers(folders, arm, change(arm, answers) if change else answers)
    material = read_material(arms, folders)
    copy_store(folders)
    folders.scores.mkdir(exist_ok=True)
    (folders.scores / "report.html").write_text("<!doctype html>", encoding="utf-8")
    config = Config(arms=ArmsConfig(names=tuple(arms)), data_dir=str(folders.root))
    scores = {
        arm: score_arm(material.questions, material.answers[arm], arm=arm, metrics=metrics) for arm in material.answers
    }
    summaries = [one for arm in scores for one in summarize_arm(material.questions, material.answers[arm], scores[arm])]
    flat = [*(score for found in scores.values() for score in found), *more]
    store = open_store(config.tracking, folders)
    links = file_runs(store, material, flat, summaries, config)
    return Line(folders=folders, store=store, material=material, scores=flat, links=links, config=config)

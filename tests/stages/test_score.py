"""`python -m pipelines.score` on a small line of answers."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.arm_metrics import ARM_METRICS
from eval.metrics import METRICS
from eval.metrics.retrieval import DEPTHS
from eval.summaries import LANGUAGES
from pipelines.language.query_class import CLASSES
from pipelines.records import Score, Summary, read_records
from pipelines.runtime.files import verify
from tests.eval.makers import SKILLS, copy_store, write_line

REPOSITORY = Path(__file__).parents[2]


def score(root: Path, *overrides: str) -> subprocess.CompletedProcess[str]:
    arms = f"arms.names=[{','.join(SKILLS)}]"
    command = [sys.executable, "-m", "pipelines.score", f"data_dir={root}", arms, *overrides]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A line scored twice: with a tracking store that cannot be used, and with the one in the data folder."""
    folders = copy_store(write_line(tmp_path_factory.mktemp("data"), count=12, groups=6))
    (folders.answers / "base.timing.json").write_text('{"seconds": 6.0}', encoding="utf-8")
    without = score(folders.root, "tracking.uri=nowhere://x")
    first = verify(folders.scores) if folders.scores.exists() else None
    within = score(folders.root, "score.traces=false", "tracking.experiment=acme")
    return SimpleNamespace(folders=folders, without=without, first=first, within=within)


def test_scores_stand_although_the_tracking_store_cannot_be_used(scored: SimpleNamespace) -> None:
    assert scored.without.returncode == 0, scored.without.stderr
    assert "warning: the runs were not filed: the tracking store nowhere://x cannot be used" in scored.without.stderr
    assert "Traceback" not in scored.without.stderr
    assert scored.first is not None


def test_the_same_answers_give_the_same_bytes(scored: SimpleNamespace) -> None:
    assert scored.within.returncode == 0, scored.within.stderr
    assert verify(scored.folders.scores) == scored.first


def test_all_arms_are_scored_beside_what_a_promotion_stands_on(scored: SimpleNamespace) -> None:
    every = score(scored.folders.root, "arms=all", "score.traces=false", "tracking.experiment=acme")
    assert every.returncode == 0, every.stderr
    assert verify(scored.folders.root / "evaluation") == scored.first
    assert verify(scored.folders.scores) == scored.first


def test_every_question_arm_and_metric_is_there(scored: SimpleNamespace) -> None:
    scores = read_records(scored.folders.scores / "scores.jsonl", Score)
    summaries = read_records(scored.folders.scores / "summary.jsonl", Summary)
    assert len(scores) == 12 * len(SKILLS) * len(METRICS)
    by_language = len(LANGUAGES) * (len(METRICS) + len(ARM_METRICS))
    assert len(summaries) == len(SKILLS) * (by_language + len(CLASSES) * len(DEPTHS))
    assert '<meta charset="utf-8">' in (scored.folders.scores / "report.html").read_text(encoding="utf-8")


def test_it_ends_with_the_table_the_difference_and_the_next_command(scored: SimpleNamespace) -> None:
    said = scored.within.stdout
    assert all(f" {arm} " in said for arm in SKILLS)
    assert "grounded, candidate − " in said
    assert "python -m pipelines.promote" in said
    assert "…" not in said


def test_the_runs_are_in_the_named_experiment_and_without_traces_where_none_are_wanted(scored: SimpleNamespace) -> None:
    with sqlite3.connect(scored.folders.tracking / "mlflow.db") as database:
        runs = "select count(*) from runs join experiments using (experiment_id) where experiments.name = 'acme'"
        assert database.execute(runs).fetchone() == (len(SKILLS),)
        assert database.execute("select count(*) from trace_info").fetchone() == (0,)
        times = "select value from metrics where key = 'latency_seconds_per_answer'"
        assert database.execute(times).fetchall() == [(0.5,)]


def test_an_altered_answer_stops_it_and_leaves_the_scores(scored: SimpleNamespace, tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=4, groups=2)
    with (folders.answers / "base.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    run = score(tmp_path)
    assert run.returncode == 2
    assert "base.jsonl differs from its manifest" in run.stderr
    assert "Traceback" not in run.stderr
    assert not folders.scores.exists()

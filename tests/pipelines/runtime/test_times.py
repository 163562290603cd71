"""The times of the last run of each stage, as a table."""

import json
from pathlib import Path

from rich.console import Console

from pipelines.runtime.folders import Folders
from pipelines.runtime.times import last_runs, table_of


def test_each_stage_is_shown_once_with_its_last_run(tmp_path: Path) -> None:
    records = [("ingest", 9.0, "T1"), ("train", 400.0, "T2"), ("ingest", 2.5, "T3")]
    log = tmp_path / "tracking" / "stages.jsonl"
    log.parent.mkdir()
    lines = [
        {"stage": name, "seconds": seconds, "peak_memory_mb": 1234, "when": when} for name, seconds, when in records
    ]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    console = Console(width=100, record=True)
    console.print(table_of(last_runs(Folders(tmp_path))))
    assert [line.split() for line in console.export_text().splitlines()[1:]] == [
        ["train", "400.0", "1,234", "T2"],
        ["ingest", "2.5", "1,234", "T3"],
        ["all", "402.5"],
    ]


def test_before_the_first_run_there_is_nothing(tmp_path: Path) -> None:
    assert last_runs(Folders(tmp_path)) == []

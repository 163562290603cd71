"""Shows how long each stage took when it last ran, and how much memory it needed.

python -m pipelines.runtime.times [DATA_FOLDER]
"""

import json
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console


def last_runs(folders: Folders) -> list[dict[str, Any]]:
    """Returns the last record of each stage, in the order in which they ended."""
    log = folders.tracking / "stages.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    runs = {run["stage"]: run for run in map(json.loads, lines)}
    return sorted(runs.values(), key=lambda run: str(run["when"]))


def table_of(runs: list[dict[str, Any]]) -> Table:
    """Lays the records out, with the sum of the seconds."""
    table = Table("stage", "seconds", "peak memory, MB", "ended", box=None, pad_edge=False, header_style="")
    for run in runs:
        table.add_row(run["stage"], f"{run['seconds']:.1f}", f"{run['peak_memory_mb']:,}", run["when"])
    table.add_row("all", f"{sum(run['seconds'] for run in runs):.1f}")
    return table


if __name__ == "__main__":
    console.print(table_of(last_runs(Folders(Path(sys.argv[1] if len(sys.argv) > 1 else "data")))))

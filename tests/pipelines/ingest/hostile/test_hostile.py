import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.job import Job
from pipelines.ingest.worker import ReaderLimits, Worker
from tests.pipelines.ingest.hostile.damaged import damaged
from tests.pipelines.ingest.hostile.files import Hostile, hostile, named
from tests.pipelines.ingest.hostile.packages import entities, word_circles
from tests.pipelines.ingest.hostile.pages import forms, trees
from tests.pipelines.ingest.hostile.texts import jsons, mails

ROOT = Path(__file__).parents[4]
LONGEST = 10.0
"""Seconds."""
LARGEST = 1024
"""MiB."""
FEWEST, FEWEST_FAMILIES = 300, 30
MOST_CUT_OFF = 20
"""Files on which a parser in C or one of Python's own never ends; the limits of the process are for these."""
NAMES = (
    "a\x1b[31m\x07.txt",
    "b\u202etxt.exe.txt",
    "換\n行.txt",
    "c\udcff.txt",
    "d" * 240 + ".txt",
    "e!f.zip",
    "'; rm -rf $HOME.txt",
)


@dataclass
class Outcome:
    parsed: int = 0
    quarantined: int = 0
    cut_off: int = 0
    """Of the quarantined, those that the limits of the process ended."""
    seconds: float = 0.0
    memory: int = 0


@dataclass
class Run:
    """Hostile files through one worker, and what each family cost."""

    worker: Worker = field(default_factory=lambda: Worker(ReaderLimits(seconds=9, memory=1536, output=256)))
    families: dict[str, Outcome] = field(default_factory=lambda: defaultdict(Outcome))
    broken: list[str] = field(default_factory=list)

    def read(self, file: Hostile) -> None:
        pid = self.started()
        began = time.monotonic()
        try:
            read = json.loads(self.worker.read(Job(data=file.data, suffix=file.suffix, secret=b"s" * 32)))
            reason = read["reason"] if read["reading"] is None else ""
        except UnreadableError as error:
            reason = error.reason
        seconds, memory = time.monotonic() - began, peak(pid)
        outcome = self.families[file.family]
        outcome.parsed, outcome.quarantined = outcome.parsed + (not reason), outcome.quarantined + bool(reason)
        outcome.cut_off += "took more" in reason or "died" in reason
        outcome.seconds, outcome.memory = max(outcome.seconds, seconds), max(outcome.memory, memory)
        if seconds > LONGEST or memory > LARGEST:
            self.broken.append(f"{file.name}: {seconds:.1f} s, {memory} MiB, {reason}")

    def started(self) -> int:
        if self.worker.process is None or self.worker.process.poll() is not None:
            self.worker.read(Job(data=b"text", suffix=".txt", secret=b"s" * 32))
        assert self.worker.process is not None
        with suppress(OSError):
            Path(f"/proc/{self.worker.process.pid}/clear_refs").write_text("5", encoding="ascii")
        return self.worker.process.pid

    def table(self) -> Table:
        made = Table("family", "parsed", "quarantined", "cut off", "max s", "max MiB")
        for family, outcome in sorted(self.families.items()):
            made.add_row(
                family,
                *(str(count) for count in (outcome.parsed, outcome.quarantined, outcome.cut_off)),
                f"{outcome.seconds:.2f}",
                str(outcome.memory),
            )
        return made


def peak(pid: int) -> int:
    """The most memory a process has had since it was last asked, in MiB; 0 where it is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
    return 0


def run(files: Iterable[Hostile]) -> Run:
    done = Run()
    try:
        for file in files:
            done.read(file)
    finally:
        done.worker.stop()
    Console(width=100).print(done.table())
    return done


def quick() -> Iterator[Hostile]:
    """A few of each of the families that are quickly made and read."""
    tails = (((family, ".pdf", data) for family, data in maker()) for maker in (forms, trees))
    picked = (damaged(), 0, 7), (entities(), 0, 3), (word_circles(), 1, 5), (jsons(), 1, 6), (mails(), 3, 5)
    for maker, first, step in (*picked, *((tail, 0, 6) for tail in tails)):
        yield from [file for file in named(maker) if file.family not in ("XML flood", "PDF page count")][first::step]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_broken_files_are_read_or_quarantined_and_the_next_one_is_read() -> None:
    done = run(quick())
    assert not done.broken
    assert not any(outcome.cut_off for outcome in done.families.values())
    assert sum(outcome.parsed + outcome.quarantined for outcome in done.families.values()) > 40


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_hostile_file_takes_ten_seconds_or_a_gigabyte() -> None:
    done = run(hostile())
    assert not done.broken
    assert sum(outcome.parsed + outcome.quarantined for outcome in done.families.values()) >= FEWEST
    assert len(done.families) >= FEWEST_FAMILIES
    assert sum(outcome.cut_off for outcome in done.families.values()) <= MOST_CUT_OFF


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_stage_goes_through_a_folder_of_hostile_files_and_says_nothing_of_their_text(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    count = 0
    for file in hostile():
        (folder / file.name).write_bytes(file.data)
        count += 1
    for name in NAMES:
        (folder / name).write_bytes("內文一行。".encode())
    command = [
        sys.executable, "-m", "pipelines.ingest", f"corpus.path={folder}", f"data_dir={tmp_path / 'data'}",
        "corpus.name=hostile", "corpus.quarantine_limit=1.0",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, errors="replace"
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stdout + done.stderr
    assert "\x1b[31m\x07" not in done.stdout + done.stderr
    accounts = [json.loads(line) for line in (tmp_path / "data/interim/accounts.jsonl").open(encoding="utf-8")]
    assert len({account["source"].split("!")[0] for account in accounts}) == count + len(NAMES)


def test_no_file_brings_another_file_of_the_machine_with_it() -> None:
    outside = [file for file in named(entities()) if file.family == "external entity"]
    worker = Worker(ReaderLimits(seconds=9, memory=1536, output=64))
    try:
        replies = [worker.read(Job(data=file.data, suffix=file.suffix, secret=b"s" * 32)) for file in outside]
    finally:
        worker.stop()
    assert len(replies) >= 6
    assert not any(b"root:" in reply or b"/bin/" in reply for reply in replies)

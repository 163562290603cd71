"""A stage's command line, exit codes and summary, seen from outside."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
PROGRAM = '''
"""Counts things.

It has a second paragraph.
"""
import errno, logging, time
from dataclasses import dataclass
from pathlib import Path
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.stage import Outcome, main

@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What counting needs."""
    data_dir: str = "data"
    """Where things are."""
    seed: int = 0
    do: str = "count"

def work(config: Config) -> Outcome:
    if config.do == "log":
        logging.getLogger("library").setLevel(logging.DEBUG)
        logging.getLogger("library").debug("chatter")
        logging.getLogger("library").warning("weights are missing")
    if config.do == "mistake":
        raise UserError("no documents in data/raw/acme", details=["found: nothing"], hint="put files there")
    if config.do == "crash":
        raise RuntimeError("a bug")
    if config.do == "full":
        raise OSError(errno.ENOSPC, "No space left on device", "data/interim/sections.jsonl")
    if config.do == "forbidden":
        raise PermissionError(errno.EACCES, "Permission denied", "data/interim")
    if config.do == "missing":
        raise FileNotFoundError(errno.ENOENT, "No such file", "x")
    if config.do == "wait":
        with replacing_folder(Path(config.data_dir) / "interim"):
            print("waiting", flush=True)
            time.sleep(60)
    return Outcome(
        read={"documents": 1234, "rows": 2}, made={"sections": 9}, dropped={"no text layer": 1},
        where=[Path("data/interim")], next_command="python -m pipelines.dataset", notes=["[bold] is no markup"],
        exit_code=11 if config.do == "eleven" else 0, part="small",
    )

main("count", Config, work, __doc__)
'''


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.strip(), encoding="utf-8")
    return [sys.executable, str(program)]


def run(command: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    folder = Path(command[1]).parent
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_stage_ends_with_what_it_read_made_and_dropped_and_what_to_run_next(command: list[str]) -> None:
    done = run(command)
    heading, *lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"count small: \d+\.\d s, ", heading)
    assert heading.endswith("MB of memory at its peak")
    assert [line.rstrip() for line in lines] == [
        "  read     1,234 documents",
        "           2 rows",
        "  made     9 sections",
        "  dropped  1 no text layer",
        "  where    data/interim",
        "  note     [bold] is no markup",
        "  next     python -m pipelines.dataset",
    ]


def test_a_stage_leaves_its_time_and_memory_below_the_data_folder(command: list[str], tmp_path: Path) -> None:
    run(command, f"data_dir={tmp_path / 'elsewhere'}")
    record = json.loads((tmp_path / "elsewhere" / "tracking" / "stages.jsonl").read_text(encoding="utf-8"))
    assert sorted(record) == ["peak_memory_mb", "seconds", "stage", "when"]
    assert record["stage"] == "count small"
    assert record["peak_memory_mb"] > 10


def test_a_library_is_heard_from_warnings_on(command: list[str]) -> None:
    assert run(command, "do=log").stderr == "WARNING library: weights are missing\n"


def test_a_verdict_has_its_own_exit_code(command: list[str]) -> None:
    assert run(command, "do=eleven").returncode == 11


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (
            "mistake",
            "error: no documents in data/raw/acme\n  found: nothing\n\nhint: put files there\n",
        ),
        (
            "full",
            "error: no space left on the disk while writing data/interim/sections.jsonl\n\n"
            "hint: earlier outputs are as they were; set `data_dir=` to write to another disk\n",
        ),
        (
            "forbidden",
            "error: no permission to open or write data/interim\n\n"
            "hint: earlier outputs are as they were; set `data_dir=` to write to another disk\n",
        ),
    ],
)
def test_what_the_user_can_mend_ends_with_two_and_one_message(command: list[str], do: str, said: str) -> None:
    done = run(command, f"do={do}")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("do", ["crash", "missing"])
def test_a_crash_ends_with_one_and_shows_where(command: list[str], do: str) -> None:
    done = run(command, f"do={do}")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_a_mistake_on_the_command_line_ends_with_two(command: list[str]) -> None:
    done = run(command, "sede=3")
    assert done.returncode == 2
    assert done.stderr == (
        "error: unknown key `sede` on the command line\n"
        "  this stage has: data_dir, do, seed\n\n"
        "hint: did you mean `seed`?\n"
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_stage_says_so_and_leaves_nothing_half_written(
    command: list[str], tmp_path: Path, end: signal.Signals
) -> None:
    if signal.getsignal(end) is signal.SIG_IGN:
        pytest.skip("the tests run in a shell's background, where this signal is ignored, and programs inherit that")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [*command, "do=wait"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(end)
        said = process.stderr.read()
    assert process.returncode == 2
    assert said == "error: count was interrupted; earlier outputs are as they were\n"
    assert list((tmp_path / "data").iterdir()) == []


def test_help_names_groups_keys_defaults_and_what_each_key_does(command: list[str]) -> None:
    began = time.monotonic()
    done = run(command, "--help")
    assert time.monotonic() - began < 2
    assert done.returncode == 0
    assert done.stdout == (
        "usage: python -m pipelines.count [GROUP=CHOICE] [GROUP.KEY=VALUE] …\n\n"
        "Counts things.\n\nIt has a second paragraph.\n\n"
        "keys:\n"
        "  data_dir: a text (default `data`)\n"
        "      Where things are.\n"
        "  seed: a whole number (default `0`)\n"
        "  do: a text (default `count`)\n"
    )

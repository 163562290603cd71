"""A run killed at any call to the system leaves the old output or the new one, whole."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.runtime import files
from pipelines.runtime.files import replacing_file, replacing_folder, verify

# Every way in which files.py changes the disk; each call is a point at which a run can be killed, before and after.
POINTS = (
    (files.os, "fsync"),
    (files.shutil, "rmtree"),
    (files, "_exchange"),
    (files, "_write_flushed"),
    (Path, "mkdir"),
    (Path, "rename"),
    (Path, "replace"),
)


def write_folder(target: Path, text: str) -> None:
    with replacing_folder(target) as new:
        for name in ("sections.jsonl", "quarantine.jsonl"):
            (new / name).write_text(text, encoding="utf-8")


def write_file(target: Path, text: str) -> None:
    with replacing_file(target) as new:
        new.write_text(text, encoding="utf-8")


def text_of(target: Path) -> str:
    file = target / "sections.jsonl" if target.is_dir() else target
    return file.read_text(encoding="utf-8")


def kill_at(point: int) -> Callable[[], None]:
    """Returns a function that counts, and kills its process when it has been called `point` times."""
    calls = 0

    def reached() -> None:
        nonlocal calls
        calls += 1
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return reached


def wrap(owner: object, name: str, reached: Callable[[], None]) -> None:
    real = getattr(owner, name)

    def wrapped(*arguments: object, **named: object) -> object:
        reached()
        result = real(*arguments, **named)
        reached()
        return result

    setattr(owner, name, wrapped)


def survives(write: Callable[[Path, str], None], target: Path, point: int) -> bool:
    """Runs a write in a child that is killed at a point; says whether it ran to its end."""
    child = os.fork()
    if child == 0:
        reached = kill_at(point)
        for owner, name in POINTS:
            wrap(owner, name, reached)
        write(target, "new")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("write", [write_folder, write_file])
@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_the_target_is_old_or_new_and_verified_after_every_kill(
    tmp_path: Path,
    write: Callable[[Path, str], None],
    exchange: bool,
    exists: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not exchange:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    for point in range(1, 200):
        target = tmp_path / str(point) / "target.jsonl"
        if exists:
            write(target, "old")
        finished = survives(write, target, point)
        if exchange or write is write_file:
            assert target.exists() or not exists, f"killed at call {point}: the old output is gone"
        if target.exists():
            verify(target)
            assert text_of(target) in ({"old", "new"} if exists else {"new"})
        write(target, "next")  # the run after a killed one
        verify(target)
        left = {path.name for path in target.parent.iterdir()}
        assert left <= {"target.jsonl", "target.manifest.json"}
        if finished:
            break
    assert finished, "the run never came to its end"
    assert point > 8, "too few points were reached to mean anything"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["mkdir", "write", "fsync", "renameat2", "unlinkat", "rmdir"])
def test_the_same_holds_when_the_kernel_kills_at_each_system_call(tmp_path: Path, call: str) -> None:
    """Kills from outside, so that a call which the test above does not know of is seen too."""
    program = (
        "import sys; from pathlib import Path; from pipelines.runtime.files import replacing_folder\n"
        "with replacing_folder(Path(sys.argv[1])) as new:\n"
        "    (new / 'sections.jsonl').write_text('new', encoding='utf-8')\n"
    )
    target = tmp_path / "interim"
    killed = 0
    for number in range(1, 40):
        write_folder(target, "old")
        inject = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        done = subprocess.run([*inject, sys.executable, "-B", "-c", program, str(target)], check=False)
        verify(target)
        assert text_of(target) in {"old", "new"}
        if done.returncode == 0:
            break
        killed += 1
    assert done.returncode == 0
    assert killed > 0, "the call was never made, so nothing was tried"

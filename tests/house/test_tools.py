"""The tools around the code: make lists its targets, and the test run's own guard works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
REACHES_OUT = """
import socket

def test_a_library_that_swallows_the_refusal():
    try:
        socket.create_connection(("203.0.113.1", 80), timeout=1)
    except OSError:
        pass

def test_one_that_looks_a_name_up():
    try:
        socket.getaddrinfo("example.com", 80)
    except OSError:
        pass

def test_one_that_stays_at_home():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
"""


def run(*arguments: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_test_that_tries_to_leave_this_machine_fails(tmp_path: Path) -> None:
    file = tmp_path / "test_reaches_out.py"
    file.write_text(REACHES_OUT, encoding="utf-8")
    done = run(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", os.devnull, str(file), cwd=tmp_path)
    assert "3 passed, 2 errors" in done.stdout
    assert "203.0.113.1" in done.stdout
    assert "example.com" in done.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    # `make test` runs this inside make, which then also prints the folders it enters and leaves.
    listed = [line.split()[1] for line in run("make").stdout.splitlines() if line.startswith("  make ")]
    assert listed == phony.group(1).split()


def test_checks_before_a_commit_fetch_nothing() -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {source["repo"] for source in hooks["repos"]} == {"local"}
    assert {hook["language"] for source in hooks["repos"] for hook in source["hooks"]} == {"system"}


def test_the_lock_files_name_no_index_and_leave_torch_to_the_machine() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^(--index-url|--extra-index-url|--find-links|-i |-f )", lock, re.MULTILINE)
    assert "torch==" not in re.sub(r"^#.*$", "", lock, flags=re.MULTILINE)
    assert (REPOSITORY / "torch.lock").read_text(encoding="utf-8").splitlines()[-1].startswith("torch==")

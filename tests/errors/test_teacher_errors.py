"""What the dataset stage says when its teacher cannot be asked."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import write_sections
from tests.stages.test_dataset import sections

ROOT = Path(__file__).parents[2]


def run(data: Path, *overrides: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage on a data folder."""
    keys = (
        f"data_dir={data}",
        "dataset.hold_out_keys=[]",
        "retrieval=bm25",
        *(f"dataset.teacher.{one}" for one in overrides),
    )
    return subprocess.run(
        [sys.executable, "-m", "pipelines.dataset", *keys],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        (["url=http://127.0.0.1:9/v1"], "`url` is set and `model` is not: name the model that the endpoint serves"),
        (["model=gpt"], "`model` is set and `url` is not"),
        (["url=127.0.0.1:9", "model=m"], "`url` is no address such as http://localhost:8000/v1"),
        (
            ["url=http://me:secret@127.0.0.1:9/v1", "model=m"],
            "`url` holds a login or a key: name the environment variable that holds it in `api_key_env`",
        ),
        (["share_other_language=1.5"], "`share_other_language` is 1.5, and it goes from 0 to 1"),
        (["concurrency=0"], "`concurrency` and `max_sections` go from 1, `timeout` is above 0"),
        (["wordings=-1"], "`questions_per_section`, `wordings` and `retries` go from 0"),
    ],
)
def test_a_teacher_that_cannot_be_is_refused_before_any_work(
    tmp_path: Path, overrides: list[str], problem: str
) -> None:
    began = time.monotonic()
    result = run(tmp_path, *overrides)
    assert time.monotonic() - began < 8, "two seconds on a machine that does nothing else"
    assert result.returncode == 2
    assert result.stderr == f"error: impossible values in `dataset.teacher` on the command line\n  {problem}\n"
    assert "secret" not in result.stderr


def test_a_key_that_is_not_in_the_environment_is_named_before_sections_are_read(tmp_path: Path) -> None:
    write_sections(Folders(tmp_path), sections())
    result = run(tmp_path, "url=http://127.0.0.1:9/v1", "model=m", "api_key_env=TEACHER_KEY")
    assert result.returncode == 2
    assert result.stderr == (
        "error: the environment variable TEACHER_KEY is not set\n"
        "  it holds the key for 127.0.0.1:9\n"
        "\n"
        "hint: export TEACHER_KEY=…, or set `api_key_env` empty for an endpoint without keys\n"
    )


def test_an_endpoint_that_is_not_there_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_sections(Folders(tmp_path), sections())
    result = run(tmp_path, "url=http://127.0.0.1:9/v1", "model=m", "api_key_env=KEY", KEY="secret-word")
    assert result.returncode == 2
    assert "error: the endpoint at 127.0.0.1:9 does not answer\n  no connection\n" in result.stderr
    assert "secret-word" not in result.stderr + result.stdout
    assert not (tmp_path / "processed").exists()

"""What `score` says when its judge cannot be asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.eval.makers import write_line

ROOT = Path(__file__).parents[2]


def run(data: Path, *overrides: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage on a data folder."""
    keys = (f"data_dir={data}", "arms.names=[base,candidate]", *(f"score.judge.{one}" for one in overrides))
    return subprocess.run(
        [sys.executable, "-m", "pipelines.score", *keys],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        (["url=http://127.0.0.1:9/v1"], "`url` is set and `model` is not: name the model that the endpoint serves"),
        (["url=127.0.0.1:9", "model=m"], "`url` is no address such as http://localhost:8000/v1"),
        (
            ["metrics=[right]"],
            "`metrics` has right, and there are: judged_right, faithfulness, factual_correctness, response_relevancy, "
            "judged_context_precision, judged_context_recall",
        ),
        (["floor=1"], "`floor` is 1, and it goes from -1 to below 1"),
        (["concurrency=0"], "`concurrency` and `max_tokens` go from 1, `retries` from 0, and `timeout` is above 0"),
    ],
)
def test_a_judge_that_cannot_be_is_refused_before_any_work(tmp_path: Path, overrides: list[str], problem: str) -> None:
    result = run(tmp_path, *overrides)
    assert result.returncode == 2
    assert result.stderr == f"error: impossible values in `score.judge` on the command line\n  {problem}\n"


def test_a_key_that_is_not_in_the_environment_is_named_before_anything_is_scored(tmp_path: Path) -> None:
    write_line(tmp_path, count=4, groups=2)
    result = run(tmp_path, "url=http://127.0.0.1:9/v1", "model=m", "api_key_env=JUDGE_KEY_OF_A_TEST")
    assert result.returncode == 2
    assert result.stderr == (
        "error: the environment variable JUDGE_KEY_OF_A_TEST is not set\n"
        "  it holds the key for 127.0.0.1:9\n\n"
        "hint: export JUDGE_KEY_OF_A_TEST=…, or set `api_key_env` empty for an endpoint without keys\n"
    )
    assert not (tmp_path / "scores").exists()

"""Every stage killed while it works: what was there is whole, and the next run gives the bytes of one that was not."""

import shutil
import time
from pathlib import Path

import pytest

from pipelines.runtime.files import manifest_of, verify
from tests.corridor.line import STAGES, differing, new_data, outputs, run, run_killed

POINTS = (0.3, 0.6, 0.9)
WITHOUT_A_MODEL = ("ingest", "index", "dataset", "extractive")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float]]:
    """A line that ran to its end, and the seconds of each stage."""
    root = new_data(tmp_path_factory.mktemp("finished") / "data")
    seconds = {}
    for stage in STAGES:
        began = time.monotonic()
        run(root, [stage])
        seconds[stage] = time.monotonic() - began
    return root, seconds


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float]]:
    """The same, for the stages that need no model."""
    root = new_data(tmp_path_factory.mktemp("begun") / "data")
    seconds = {}
    for stage in WITHOUT_A_MODEL:
        began = time.monotonic()
        run(root, [stage])
        seconds[stage] = time.monotonic() - began
    return root, seconds


def assert_whole(root: Path) -> None:
    """Every output that is there passes its own manifest."""
    folders = [root / "interim", root / "index", root / "processed", root / "adapters/candidate", root / "scores"]
    answers = sorted((root / "answers").glob("*.jsonl"))
    for output in (*folders, *answers):
        if manifest_of(output).is_file():
            verify(output)


def kill_and_mend(line: tuple[Path, dict[str, float]], stage: str, point: float, scratch: Path) -> None:
    root, seconds = line
    expected = outputs(root)
    copy = scratch / "data"
    shutil.copytree(root, copy, symlinks=True)
    run_killed(copy, stage, point * seconds[stage])
    assert_whole(copy)
    assert differing(expected, outputs_without_leftovers(copy)) == []
    run(copy, [stage])
    assert differing(expected, outputs(copy)) == [], "nothing of the killed run is left, and nothing is lost"


def outputs_without_leftovers(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in outputs(root).items() if ".tmp/" not in name and "/." not in f"/{name}"}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("stage", WITHOUT_A_MODEL)
def test_a_stage_without_a_model_killed(
    begun: tuple[Path, dict[str, float]], stage: str, point: float, tmp_path: Path
) -> None:
    kill_and_mend(begun, stage, point, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("stage", ["train", "candidate", "score"])
def test_a_stage_with_a_model_killed(
    finished: tuple[Path, dict[str, float]], stage: str, point: float, tmp_path: Path
) -> None:
    kill_and_mend(finished, stage, point, tmp_path)

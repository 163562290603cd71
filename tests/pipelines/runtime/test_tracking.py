import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import (
    TrackingConfig,
    comparison_link,
    latest_run,
    new_run,
    open_store,
    queue_link,
    run_with,
    tables_link,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: Any) -> Any:
    """An open store; making its tables takes seconds, so all tests here share it."""
    return open_store(TrackingConfig(), Folders(tmp_path_factory.mktemp("data")))


def test_the_store_is_one_file_below_the_data_folder_and_nothing_else_is_left(store: Any) -> None:
    path = Path(store.uri.removeprefix("sqlite:///"))
    assert sorted(one.name for one in path.parent.iterdir()) == [".lock", "mlflow.db"]
    with sqlite3.connect(path) as database:
        assert database.execute("select count(*) from experiments where name = 'groundsmith'").fetchone() == (1,)


def test_opening_it_again_finds_the_same_experiment(store: Any) -> None:
    folders = Folders(Path(store.uri.removeprefix("sqlite:///")).parents[1])
    assert open_store(TrackingConfig(), folders) == store
    other = open_store(TrackingConfig(experiment="acme"), folders)
    assert other.experiment_id != store.experiment_id


def test_only_a_finished_run_is_found_by_its_content(store: Any) -> None:
    with new_run(store, "base", {"arm": "base", "content_hash": "c1"}) as run_id:
        assert run_with(store, "c1") is None
    assert run_with(store, "c1") == run_id
    assert latest_run(store, {"arm": "base", "content_hash": "c1"}) == run_id
    assert latest_run(store, {"arm": "candidate", "content_hash": "c1"}) is None


def test_a_run_that_fails_is_marked_and_never_found(store: Any) -> None:
    with pytest.raises(RuntimeError), new_run(store, "base", {"content_hash": "c2"}) as run_id:
        raise RuntimeError
    assert store.client.get_run(run_id).info.status == "FAILED"
    assert run_with(store, "c2") is None


def test_links_lead_to_two_runs_or_to_the_list(store: Any) -> None:
    assert comparison_link(store, "a", "b").endswith("/evaluation-runs?selectedRunUuid=a&compareToRunUuid=b")
    only = comparison_link(store, "a", "b", "both wrong")
    assert only.endswith("&compareToRunUuid=b&filter=TAG::%3D::both%20wrong::outcome")
    assert queue_link(store, "q").endswith(f"/#/experiments/{store.experiment_id}/review-queue?selectedQueueId=q")
    assert tables_link(store).endswith("/runs?compareRunsMode=ARTIFACT&workflowType=machine_learning")
    assert comparison_link(store, "a", None).endswith(f"/#/experiments/{store.experiment_id}/evaluation-runs")


def test_a_store_that_cannot_be_used_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        open_store(TrackingConfig(uri="nowhere://x"), Folders(tmp_path))
    assert error.value.message == "the tracking store nowhere://x cannot be used"


@pytest.mark.slow
def test_two_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from pipelines.runtime.folders import Folders\n"
        "from pipelines.runtime.tracking import TrackingConfig, open_store\n"
        f"print(open_store(TrackingConfig(), Folders(Path({str(tmp_path)!r}))).experiment_id)\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert len({run.communicate()[0] for run in runs}) == 1
    assert [run.returncode for run in runs] == [0, 0]

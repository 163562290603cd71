"""One function over many items gives the same list on any engine and any number of workers."""

import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from pipelines.runtime import parallel as module
from pipelines.runtime.errors import UserError
from pipelines.runtime.parallel import Engine, parallel


def slower_first(number: int) -> int:
    """The first items take longest, so that an engine which hands over what is done first would turn them round."""
    time.sleep(0.02 * (5 - number) if number < 5 else 0)
    return number * number


def where(_: int) -> tuple[int, int]:
    time.sleep(0.05)
    return os.getpid(), threading.get_ident()


def failing(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second of patience, so that each test uses its engine."""
    monkeypatch.setattr(module, "PATIENCE", 0.0)


@pytest.mark.parametrize("workers", [1, 2, 4, 0])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    assert list(parallel(slower_first, range(12), "numbers", workers=workers)) == [n * n for n in range(12)]


def test_how_many_are_done_is_said_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    list(parallel(slower_first, [7, 8, 9], "numbers", workers=2))
    assert capsys.readouterr().err == "numbers: 3 of 3 in 0 s\n"


def test_no_items_give_no_results() -> None:
    assert list(parallel(slower_first, [], "numbers")) == []


def test_one_worker_stays_where_it_is() -> None:
    here = (os.getpid(), threading.get_ident())
    assert set(parallel(where, range(3), "places", workers=1)) == {here}


def test_threads_share_a_process_and_loky_has_a_process_a_worker() -> None:
    threads = list(parallel(where, range(8), "places", workers=2))
    assert {process for process, _ in threads} == {os.getpid()}
    assert len({thread for _, thread in threads}) == 2
    processes = {process for process, _ in parallel(where, range(8), "places", workers=2, engine="loky")}
    assert os.getpid() not in processes


def test_what_is_done_within_a_moment_starts_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    here = (os.getpid(), threading.get_ident())
    assert set(parallel(where, range(3), "places", workers=2, engine="loky")) == {here}


def test_an_engine_takes_over_where_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.12)
    processes = [process for process, _ in parallel(where, range(8), "places", workers=2, engine="loky")]
    assert processes[0] == os.getpid()
    assert processes[-1] != os.getpid()


@pytest.mark.parametrize("engine", ["threading", "loky"])
def test_a_function_that_fails_fails_the_whole(engine: Engine) -> None:
    with pytest.raises(ValueError, match="three"):
        list(parallel(failing, range(6), "numbers", workers=2, engine=engine))


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UserError) as caught:
        list(parallel(slower_first, range(3), "numbers", engine="ray"))
    assert str(caught.value) == "error: `engine=ray` needs the package ray\n\nhint: pip install ray"


@pytest.fixture
def cluster() -> Iterator[str]:
    """A Dask cluster of two processes, where `DASK_SCHEDULER_ADDRESS` would have named it."""
    import dask
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running,
        dask.config.set({"scheduler-address": running.scheduler_address}),
    ):
        yield running.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of Dask and tornado about their own event loops
def test_a_dask_cluster_gives_the_same_in_the_same_order(cluster: str) -> None:
    assert list(parallel(slower_first, range(12), "numbers", engine="dask")) == [n * n for n in range(12)]
    assert os.getpid() not in {process for process, _ in parallel(where, range(8), "places", engine="dask")}


@pytest.mark.parametrize(
    ("spent", "done", "items", "pays"), [(0.9, 1, 900, False), (1.0, 5, 10, False), (1.0, 5, 15, True), (9, 1, 2, True)]
)
def test_no_engine_starts_for_the_little_that_is_left(
    spent: float, done: int, items: int, *, pays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Starting processes for the last second of work took longer than the work.
    monkeypatch.setattr(module, "PATIENCE", 1.0)
    assert module._pays(spent, done, items) == pays

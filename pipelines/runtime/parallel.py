"""One function over many items, in their order: on this machine's cores, or on a cluster's by one word."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Literal, TypeVar

from pipelines.runtime.errors import UserError
from pipelines.runtime.progress import track

T = TypeVar("T")
R = TypeVar("R")

Engine = Literal["threading", "loky", "dask", "ray"]
PATIENCE = 1.0
"""Seconds of work that start no engine: less than that is done sooner than joblib is imported and workers are up.
Nor does an engine start for less than twice as much that is left, judged by what is done."""


def parallel(
    function: Callable[[T], R], items: Sequence[T], label: str, *, workers: int = 0, engine: Engine = "threading"
) -> Iterator[R]:
    """Yields what a function returns for each item, and shows how many are done.

    Args:
        function: Can be pickled, and does not mind where or beside what it runs.
        items: Can be pickled.
        label: A word or two for what is done.
        workers: How many at a time; 0: one a core, or all that a cluster has.
        engine: `threading`, for work that waits or happens in processes of its own; `loky`, a process a worker;
            `dask`, the cluster of DASK_SCHEDULER_ADDRESS; `ray`, the one of RAY_ADDRESS.

    Yields:
        The results in the order of the items, whatever the number of workers.
    """
    yield from track(_results(function, items, workers, engine), label, len(items))


def _results(function: Callable[[T], R], items: Sequence[T], workers: int, engine: Engine) -> Iterator[R]:
    began = time.monotonic()
    for place, item in enumerate(items):
        if workers != 1 and _pays(time.monotonic() - began, place, len(items)):
            yield from _shared_out(function, items[place:], workers, engine)
            return
        yield function(item)


def _pays(spent: float, done: int, items: int) -> bool:
    """Says whether an engine is worth its start, after so many seconds that so many of the items took."""
    return spent >= PATIENCE and spent * (items - done) >= 2 * PATIENCE * done


def _shared_out(function: Callable[[T], R], items: Sequence[T], workers: int, engine: Engine) -> Iterable[R]:
    from joblib import Parallel, delayed

    with _started(engine):
        # Ray's backend hands nothing over before all is done.
        run = Parallel(n_jobs=workers or -1, return_as="list" if engine == "ray" else "generator")
        yield from run(delayed(function)(item) for item in items)


@contextmanager
def _started(engine: Engine) -> Iterator[None]:
    """Turns joblib to an engine, for Dask while a client is connected.

    Raises:
        UserError: The engine's package is not installed.
    """
    from joblib import parallel_config

    connected: AbstractContextManager[object] = nullcontext()
    try:
        if engine == "dask":
            from distributed import Client

            connected = Client()
        elif engine == "ray":
            from ray.util.joblib import register_ray

            register_ray()
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        raise UserError(f"`engine={engine}` needs the package {package}", hint=f"pip install {package}") from error
    with connected, parallel_config(backend=engine):
        yield

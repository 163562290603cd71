"""MLflow as this product uses it: one store, one experiment a corpus, runs found again by their content."""

import fcntl
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.offline import silence

if TYPE_CHECKING:
    from mlflow import MlflowClient

CONTENT_HASH = "content_hash"
DATABASE = "mlflow.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingConfig:
    """Where runs, traces and registered models are kept."""

    uri: str = ""
    """Address of an MLflow server or database; empty: a SQLite file below the data folder, and nothing else."""
    experiment: str = "groundsmith"
    """The experiment that runs are filed under and the name of the registered model; one a corpus reads best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An open tracking store with its experiment."""

    uri: str
    experiment_id: str
    local: bool
    """True for the SQLite file below the data folder."""

    @property
    def client(self) -> "MlflowClient":
        """A client of this store."""
        from mlflow import MlflowClient

        return MlflowClient(tracking_uri=self.uri)

    def link(self, page: str) -> str:
        """Returns the address of a page of the experiment, for the server that `make ui` starts or the user's own."""
        server = "http://127.0.0.1:5000" if self.local or not self.uri.startswith("http") else self.uri.rstrip("/")
        return f"{server}/#/experiments/{self.experiment_id}/{page}"


def open_store(config: TrackingConfig, folders: Folders) -> Store:
    """Opens the tracking store and makes MLflow use it; makes database and experiment if they are not there.

    Args:
        config: Where the store is.
        folders: The data folders, where the local store is.

    Returns:
        The store.

    Raises:
        UserError: The store cannot be reached or opened, or the experiment was deleted.
    """
    mlflow = _mlflow()
    uri = config.uri or local_uri(folders)
    artifacts = None if config.uri else (folders.tracking / "artifacts").absolute().as_uri()
    try:
        # The first query makes SQLAlchemy tell the authors of MLflow what they will have to change.
        with _lock(folders), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            if not config.uri:
                _make_database(folders.tracking / DATABASE)
            mlflow.set_tracking_uri(uri)
            experiment_id = _experiment(config.experiment, uri, artifacts)
            # Models are registered under whatever experiment is active.
            mlflow.set_experiment(experiment_id=experiment_id)
    except mlflow.exceptions.MlflowException as error:
        raise UserError(
            f"the tracking store {uri} cannot be used",
            details=[str(error).splitlines()[0][:200]],
            hint="check `tracking.uri`, or leave it empty for a file below the data folder",
        ) from error
    return Store(uri=uri, experiment_id=experiment_id, local=not config.uri)


def local_uri(folders: Folders) -> str:
    """Returns the address of the SQLite file below the data folder."""
    return f"sqlite:///{(folders.tracking / DATABASE).absolute()}"


def run_with(store: Store, content_hash: str) -> str | None:
    """Returns the id of the finished run with some content, or None."""
    return latest_run(store, {CONTENT_HASH: content_hash})


def latest_run(store: Store, tags: Mapping[str, str]) -> str | None:
    """Returns the id of the newest finished run that carries all of some tags, or None."""
    wanted = [f"tags.{name} = '{value}'" for name, value in sorted(tags.items())]
    found = store.client.search_runs(
        [store.experiment_id], " and ".join([*wanted, "attributes.status = 'FINISHED'"]), max_results=1
    )
    return str(found[0].info.run_id) if found else None


def comparison_link(store: Store, run_id: str | None, other: str | None, outcome: str | None = None) -> str:
    """Returns the address of the page that shows two runs question by question, or of the list of runs.

    Args:
        store: An open store.
        run_id: The run under test.
        other: The run it is compared with.
        outcome: Shows the questions of this `outcome` alone, such as `regressed`.

    Returns:
        The address; of the list where a run is missing.
    """
    if not (run_id and other):
        return store.link("evaluation-runs")
    only = f"&filter=TAG::%3D::{quote(outcome)}::outcome" if outcome else ""
    return store.link(f"evaluation-runs?selectedRunUuid={run_id}&compareToRunUuid={other}{only}")


def queue_link(store: Store, queue_id: str) -> str:
    """Returns the address of the page on which a queue of answers is reviewed."""
    return store.link(f"review-queue?selectedQueueId={queue_id}")


def tables_link(store: Store) -> str:
    """Returns the address of the page that lays the tables of any number of runs side by side."""
    return store.link("runs?compareRunsMode=ARTIFACT&workflowType=machine_learning")


@contextmanager
def new_run(store: Store, name: str, tags: Mapping[str, str]) -> Iterator[str]:
    """Yields the id of a new run, which is finished when the block ends and marked as failed when it raises.

    Args:
        store: An open store.
        name: The run's name in lists.
        tags: Its tags.

    Yields:
        The run's id.
    """
    client = store.client
    run_id = str(client.create_run(store.experiment_id, run_name=name, tags=dict(tags)).info.run_id)
    try:
        yield run_id
    except BaseException:
        client.set_terminated(run_id, "FAILED")
        raise
    client.set_terminated(run_id, "FINISHED")


def _mlflow() -> Any:  # noqa: ANN401
    silence()
    import mlflow

    # Its notices about migrations and flushing would stand between a stage's own lines.
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return mlflow


def _experiment(name: str, uri: str, artifacts: str | None) -> str:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    found = client.get_experiment_by_name(name)
    return str(found.experiment_id if found else client.create_experiment(name, artifact_location=artifacts))


def _make_database(path: Path) -> None:
    # Making the tables takes seconds; a run killed meanwhile must not leave half a database behind.
    if path.exists():
        return
    from mlflow.store.db import utils

    database: Any = utils  # published without types
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    engine = database.create_sqlalchemy_engine(f"sqlite:///{new.absolute()}")
    try:
        database._initialize_tables(engine)  # noqa: SLF001
    finally:
        engine.dispose()
    new.replace(path)


@contextmanager
def _lock(folders: Folders) -> Iterator[None]:
    # Two processes that migrate one new database at once leave it broken.
    folders.tracking.mkdir(parents=True, exist_ok=True)
    handle = os.open(folders.tracking / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""The model registry: a challenger is a registered version, the champion is an alias, and the alias moves last."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.answering.champion import Champion, read_champion, write_champion
from pipelines.answering.config import AnswerConfig
from pipelines.models.config import ModelConfig
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import Store, latest_run

if TYPE_CHECKING:
    from mlflow.entities.model_registry import ModelVersion

CHALLENGER = "challenger"
CHAMPION = "champion"
ADAPTER_HASH = "adapter_hash"
EVIDENCE = "evidence"
EVALUATION = "evaluation_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the judged answers were written with."""

    model: ModelConfig
    retrieval: RetrievalConfig
    answer: AnswerConfig


def current_champion(store: Store, name: str, folders: Folders) -> Champion | None:
    """Reads who holds the champion's alias and brings the pointer file up to date.

    Args:
        store: The open tracking store.
        name: The registered model's name.
        folders: The data folders, where the pointer is.

    Returns:
        The champion, or None before the first promotion.

    Raises:
        UserError: The version that holds the alias does not say which adapter it is.
    """
    version = _version_of(store, name, CHAMPION)
    if version is None:
        return None
    tags = store.client.get_model_version(name, str(version)).tags
    if ADAPTER_HASH not in tags:
        raise UserError(
            f"version {version} of `{name}` holds the alias `{CHAMPION}` but has no tag `{ADAPTER_HASH}`",
            hint="the alias was moved by hand; move it to a version that `promote` registered, or delete it",
        )
    champion = Champion(name=name, version=version, adapter_hash=tags[ADAPTER_HASH], tracking_uri=store.uri)
    if read_champion(folders) != champion:
        write_champion(folders, champion)
    return champion


def register(store: Store, name: str, settings: Settings, folders: Folders, *, marks: dict[str, str]) -> int:
    """Registers the candidate as a challenger; a version registered from the same evidence is used again.

    Args:
        store: The open tracking store.
        name: The registered model's name.
        settings: What the judged answers were written with.
        folders: The data folders.
        marks: Tags of the version: the hash of its adapter, and that of the evidence.

    Returns:
        The version.
    """
    client = store.client
    for found in _versions(store, name):
        if all(found.tags.get(key) == value for key, value in marks.items()):
            version = int(found.version)
            client.set_registered_model_alias(name, CHALLENGER, str(version))
            return version
    from pipelines.answering.registered import RegisteredSettings, log_registered_model

    config = RegisteredSettings(model=settings.model, retrieval=settings.retrieval, answer=settings.answer)
    version = log_registered_model(name=name, adapter=folders.adapters / "candidate", data=folders, config=config)
    run_id = latest_run(store, {"arm": "candidate", ADAPTER_HASH: marks[ADAPTER_HASH]})
    for key, value in sorted({**marks, EVALUATION: run_id or "none"}.items()):
        client.set_model_version_tag(name, str(version), key, value)
    client.set_registered_model_alias(name, CHALLENGER, str(version))
    return version


def crown(store: Store, folders: Folders, champion: Champion, *, expected: int | None) -> None:
    """Moves the champion's alias, and then the pointer file, unless somebody else has moved it meanwhile.

    Args:
        store: The open tracking store.
        folders: The data folders.
        champion: Who becomes the champion.
        expected: The version that held the alias when the evidence was read; None: nobody.

    Raises:
        UserError: The alias moved in between; nothing is changed then.
    """
    with _lock(folders):
        found = _version_of(store, champion.name, CHAMPION)
        if found not in (expected, champion.version):
            raise UserError(
                f"the champion of `{champion.name}` changed while this candidate was judged",
                details=[f"expected version {expected or 'none'}, found version {found or 'none'}"],
                hint="judge it against the new champion: `python -m pipelines.promote`",
            )
        if found != champion.version:
            store.client.set_registered_model_alias(champion.name, CHAMPION, str(champion.version))
        write_champion(folders, champion)


def _version_of(store: Store, name: str, alias: str) -> int | None:
    from mlflow.exceptions import MlflowException

    try:
        aliases = store.client.get_registered_model(name).aliases
    except MlflowException as error:
        if error.error_code == "RESOURCE_DOES_NOT_EXIST":
            return None
        raise
    return int(aliases[alias]) if alias in aliases else None


def _versions(store: Store, name: str) -> Iterator["ModelVersion"]:
    found = store.client.search_model_versions(f"name = '{name}'")
    yield from sorted(found, key=lambda version: -int(version.version))


@contextmanager
def _lock(folders: Folders) -> Iterator[None]:
    handle = os.open(folders.tracking / ".promote.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""The pointer to the champion: a small file in a folder of its own, so that no stage need open the registry to know."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.answering.served import ServedSettings
from pipelines.records.files import read_json, write_json
from pipelines.runtime.files import replacing_file, verify
from pipelines.runtime.folders import Folders

POINTER = "champion.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Champion:
    """Which registered model holds the champion's alias."""

    name: str
    version: int
    adapter_hash: str
    """sha256 of its adapter's weights."""
    tracking_uri: str
    """The registry it is in."""

    @property
    def uri(self) -> str:
        """The registered model's address; by version, so that a moved alias changes nothing under way."""
        return f"models:/{self.name}/{self.version}"


def read_champion(folders: Folders) -> Champion | None:
    """Returns the champion, or None before the first promotion.

    Raises:
        UserError: The pointer file is not such a record.
    """
    path = folders.champion / POINTER
    return read_json(path, Champion) if path.is_file() else None


def write_champion(folders: Folders, champion: Champion) -> Path:
    """Points to the registered model that has become the champion, and returns the pointer file."""
    path = folders.champion / POINTER
    with replacing_file(path) as new:
        write_json(new, champion)
    return path


def champion_adapter(champion: Champion) -> Path:
    """Returns the folder with the champion's adapter, taken out of the registry and verified.

    Raises:
        UserError: A file in it was changed.
    """
    adapter = champion_artifact(champion, "adapter")
    verify(adapter)
    return adapter


def champion_settings(champion: Champion) -> ServedSettings:
    """Returns what the champion's answers were judged with.

    Raises:
        UserError: The registered model does not say so.
    """
    return read_json(champion_artifact(champion, "settings.json"), ServedSettings)


def champion_artifact(champion: Champion, name: str) -> Path:
    """Returns a file or folder that was registered with the champion: `adapter`, `sections.jsonl`, `settings.json`."""
    import mlflow

    mlflow.set_tracking_uri(champion.tracking_uri)
    return Path(mlflow.artifacts.download_artifacts(f"{champion.uri}/artifacts/{name}"))

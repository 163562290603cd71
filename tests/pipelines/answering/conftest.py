"""The company with its untrained adapter, and a registry that holds it as the champion."""

from pathlib import Path

import pytest

from pipelines.answering.config import AnswerConfig
from pipelines.answering.registered import RegisteredSettings, log_registered_model
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import Store, TrackingConfig, open_store
from tests.pipelines.answering.company import SMOLLM2, write_company


@pytest.fixture(scope="session")
def settings() -> RegisteredSettings:
    """Short answers over few sources."""
    answer = AnswerConfig(max_new_tokens=16, batch_size=2)
    return RegisteredSettings(model=SMOLLM2, retrieval=RetrievalConfig(sources=2), answer=answer)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The company's data folder with an adapter in it."""
    return write_company(tmp_path_factory.mktemp("company") / "data", trained=True)


@pytest.fixture(scope="session")
def registry(company: Folders, settings: RegisteredSettings) -> Store:
    """A tracking store with the adapter registered as `groundsmith`, alias champion."""
    import mlflow

    store = open_store(TrackingConfig(), company)
    mlflow.set_experiment(experiment_id=store.experiment_id)
    adapter = company.adapters / "candidate"
    version = log_registered_model(name="groundsmith", adapter=adapter, data=company, config=settings)
    store.client.set_registered_model_alias("groundsmith", "champion", str(version))
    return store


@pytest.fixture
def registered(registry: Store, tmp_path: Path) -> Path:
    """A copy of the registered model's folder, to be damaged."""
    import mlflow

    return Path(mlflow.artifacts.download_artifacts("models:/groundsmith@champion", dst_path=str(tmp_path / "model")))

"""Registers what was judged as an MLflow model made from code, and loads it again."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.answering.config import AnswerConfig
from pipelines.answering.inputs import current_library
from pipelines.answering.served import DEFAULT_MODELS, ServedSettings, hash_of
from pipelines.language.prompt import prompt_hash
from pipelines.models.config import ModelConfig
from pipelines.records.files import write_json
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.folders import Folders

if TYPE_CHECKING:
    from mlflow.models.signature import ModelSignature

SCRIPT = Path(__file__).with_name("registered_model.py")
CODE = Path(__file__).resolve().parents[1]
# What answering imports; stated, since finding it out would start a process that loads the model.
NEEDED = (
    "bm25s",
    "gguf",
    "mlflow",
    "numpy",
    "openai",
    "peft",
    "pydantic",
    "rich",
    "safetensors",
    "scipy",
    "torch",
    "transformers",
)

EXAMPLE = "出貨異常多久內要通報？"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredSettings:
    """The settings that the judged answers were written with."""

    model: ModelConfig
    retrieval: RetrievalConfig
    answer: AnswerConfig


def log_registered_model(*, name: str, adapter: Path, data: Folders, config: RegisteredSettings) -> int:
    """Registers an adapter with everything that shaped its answers, except the base model, which is named by hash.

    Args:
        name: The registered model's name.
        adapter: The adapter's folder.
        data: The data folders; the sections and their index are taken from there.
        config: The settings that the judged answers were written with.

    Returns:
        The version it was registered under, from 1. The tracking store is the one MLflow is set to.

    Raises:
        UserError: The sections or their index are missing, or the index is of others.
    """
    sections = str(data.interim / "sections.jsonl")
    # Outside any run: a run that holds a model is a training run to MLflow, and vanishes from the evaluations.
    with _pyfunc() as pyfunc, tempfile.TemporaryDirectory() as folder:
        # A copy under a fixed name, which is the name it gets in the registry.
        settings, served = Path(folder) / "settings.json", Path(folder) / "adapter"
        write_json(settings, _settings(data, config))
        shutil.copytree(adapter, served)
        info = pyfunc.log_model(
            name=name,
            python_model=str(SCRIPT),
            artifacts={
                "adapter": str(served),
                "sections": sections,
                "index": str(data.index),
                "settings": str(settings),
            },
            code_paths=[str(CODE)],
            signature=_signature(),
            input_example=[EXAMPLE],
            model_config={"models_dir": DEFAULT_MODELS},
            pip_requirements=[f"{package}=={version(package).split('+')[0]}" for package in NEEDED],
            registered_model_name=name,
        )
    return int(info.registered_model_version)


def load_registered_model(uri: str, *, tracking_uri: str, models_dir: Path) -> Any:  # noqa: ANN401
    """Loads a registered model.

    MLflow runs the script in the model's folder to do so: load models only from a registry that you trust.

    Args:
        uri: `models:/NAME/VERSION` or `models:/NAME@ALIAS`.
        tracking_uri: The registry.
        models_dir: The folder of base models.

    Returns:
        The model; `predict` takes a list of questions or a table of one column.

    Raises:
        UserError: Base model, adapter, embedder, prompt, sections or index are not those that were judged.
    """
    import mlflow

    mlflow.set_tracking_uri(tracking_uri)
    with _pyfunc() as pyfunc:
        return pyfunc.load_model(uri, model_config={"models_dir": str(models_dir)})


@contextmanager
def _pyfunc() -> Iterator[Any]:
    # MLflow warns about type hints, its own among them; the signature is stated instead. Recording is needed beside
    # ignoring, because MLflow turns its warnings on again. It also announces each version; the stage's summary does.
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("ignore", UserWarning)
        import mlflow.pyfunc
        from mlflow.utils.logging_utils import disable_logging, enable_logging

        disable_logging()
        try:
            yield mlflow.pyfunc
        finally:
            enable_logging()


def _settings(data: Folders, config: RegisteredSettings) -> ServedSettings:
    index = current_library(data, config.retrieval).index
    return ServedSettings(
        model=config.model,
        retrieval=config.retrieval,
        answer=as_champion(config.answer),
        prompt_hash=prompt_hash(),
        index_hash=index.hash,
        embedder_hash=hash_of(index.embedder),
    )


def as_champion(answer: AnswerConfig) -> AnswerConfig:
    """Returns a candidate's settings as those of a champion: an engine goes on serving it under the name it has now."""
    return replace(answer, engine=replace(answer.engine, champion=answer.engine.candidate))


def _signature() -> "ModelSignature":
    # The input has no name, so that a list of questions and a table of one column both fit.
    from mlflow.models.signature import ModelSignature
    from mlflow.types import ColSpec, DataType, Schema
    from mlflow.types.schema import Array, Object, Property

    text = DataType.string
    source = Object([Property(name, text) for name in ("heading", "key", "section_id", "text")])
    outputs: list[Any] = [
        ColSpec(text, "text"),
        ColSpec(Array(text), "citations"),
        ColSpec(DataType.boolean, "refused"),
        ColSpec(text, "engine"),
        ColSpec(text, "dtype"),
        ColSpec(Array(source), "sources"),
    ]
    return ModelSignature(inputs=Schema([ColSpec(text)]), outputs=Schema(outputs))

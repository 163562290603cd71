"""What a registered model is made of, and how it is put together again where it serves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.answering.config import AnswerConfig
from pipelines.answering.inputs import embedder_for, read_library
from pipelines.answering.path import answer
from pipelines.answering.shown import Library, ask_retrieved
from pipelines.answering.writers import Writer, model_writer
from pipelines.language.prompt import prompt_hash
from pipelines.models.config import ModelConfig
from pipelines.records.files import read_json
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import verify

DEFAULT_MODELS = "data/models"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedSettings:
    """What shaped the answers that were judged; the adapter's card adds the base model, by name and hash."""

    model: ModelConfig
    retrieval: RetrievalConfig
    answer: AnswerConfig
    prompt_hash: str
    index_hash: str
    embedder_hash: str = ""
    """Hash of the embedder that the index was made with; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A model that answers questions as it was judged."""

    library: Library
    writer: Writer

    def answer(self, questions: Sequence[str]) -> list[dict[str, Any]]:
        """Answers questions.

        Args:
            questions: Questions as users typed them.

        Returns:
            One mapping a question: `text`, `citations`, `refused`, the `sources` shown, and the `engine` that wrote it
            with its `dtype`, empty where it does not tell.
        """
        asked = ask_retrieved(questions, self.library)
        answers = answer(asked, self.writer, arm="served", library=self.library)
        return [
            {
                "text": said.text,
                "citations": list(said.citations),
                "refused": said.refused,
                "engine": said.engine,
                "dtype": said.dtype or "",
                "sources": [_shown(asdict(source)) for source in said.sources],
            }
            for said in answers
        ]


def load_served(artifacts: Mapping[str, str], models: Path) -> Served:
    """Puts a registered model together and checks that it is the one that was judged.

    Args:
        artifacts: Where `adapter`, `sections`, `index` and `settings` are.
        models: The folder of base models.

    Returns:
        The model, ready to answer.

    Raises:
        UserError: Base model, adapter, embedder, prompt or sections are not those that were judged, or the engine that
            it was judged on does not answer.
    """
    settings = read_json(Path(artifacts["settings"]), ServedSettings)
    # Known at once, before a model is loaded.
    require_same("prompt", settings.prompt_hash, prompt_hash())
    embedder = embedder_for(settings.retrieval, models)
    require_same("embedder", settings.embedder_hash, hash_of(embedder))
    library = read_library(Path(artifacts["sections"]), Path(artifacts["index"]), settings.retrieval, embedder)
    require_same("index", settings.index_hash, library.index.hash)
    adapter = Path(artifacts["adapter"])
    verify(adapter)
    return Served(library=library, writer=champion_writer(settings, models, adapter))


def champion_writer(settings: ServedSettings, models: Path, adapter: Path) -> Writer:
    """Returns what a registered model answers with: the engine that it was judged on, or a model in this process.

    Raises:
        UserError: The base model or the engine is missing, or the adapter is of another base model.
    """
    if settings.answer.engine.url:
        from pipelines.answering.endpoint_writer import ServedModel, endpoint_writer

        served = ServedModel(weights="champion", adapter=adapter, model=settings.model, models=models)
        return endpoint_writer(served, settings.answer)
    from pipelines.models.base import load_model

    return model_writer(load_model(settings.model, models, adapter=adapter), settings.answer)


def hash_of(embedder: Embedder | None) -> str:
    """Returns an embedder's hash; empty without one."""
    return embedder.hash if embedder else ""


def require_same(what: str, judged: str, found: str) -> None:
    """Makes sure that something is what the registered model was judged with.

    Args:
        what: Its name in the message.
        judged: The hash that was judged.
        found: The hash that is here.

    Raises:
        UserError: They differ.
    """
    if judged != found:
        raise UserError(
            f"the registered model was judged with another {what}",
            details=[f"judged with: sha256 {judged[:16]}…", f"found here:  sha256 {found[:16]}…"],
            hint="serve it where that one is, or judge and promote a model again",
        )


def _shown(source: dict[str, Any]) -> dict[str, Any]:
    return {name: source[name] for name in ("key", "section_id", "heading", "text")}

"""Answers questions with the champion, or with the candidate before there is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.answering.arms import ARMS
from pipelines.answering.champion import Champion, champion_artifact, champion_settings, read_champion
from pipelines.answering.engine import writer_for
from pipelines.answering.inputs import current_library
from pipelines.answering.path import answer
from pipelines.answering.registered import load_registered_model
from pipelines.answering.served import require_same
from pipelines.answering.shown import Library, ask_retrieved
from pipelines.answering.writers import Writer
from pipelines.ask.config import Config
from pipelines.language.prompt import prompt_hash
from pipelines.records.source import Source
from pipelines.runtime.files import sha256_of
from pipelines.runtime.folders import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with its evidence, and who gave it."""

    text: str
    citations: tuple[str, ...]
    refused: bool
    sources: tuple[Source, ...]
    answered_by: str


def replies_to(questions: Sequence[str], config: Config, folders: Folders) -> list[Reply]:
    """Answers questions with one loading of the model.

    Args:
        questions: The questions as the user typed them.
        config: Model, retrieval and answer settings; a champion brings its own model and answer settings.
        folders: The data folders.

    Returns:
        The answers of the champion, or of the candidate where nothing was promoted yet, in the questions' order. The
        champion answers exactly as it was judged, unless the documents changed since: then from those of now.

    Raises:
        UserError: There is neither, or something they need is missing or was changed.
    """
    champion = read_champion(folders)
    if champion is None:
        library = current_library(folders, config.retrieval)
        writer = writer_for(ARMS["candidate"], library, folders, model=config.model, answer=config.answer)
        return _written(questions, library, writer, "not promoted: answered by the candidate")
    by = f"answered by the champion: {champion.name}, version {champion.version}"
    if not folders.index.exists():  # where nothing is ingested, the champion has the documents it was judged with
        return _as_judged(questions, champion, folders, by)
    library, judged = current_library(folders, config.retrieval), champion_settings(champion)
    if library.index.hash == judged.index_hash:
        return _as_judged(questions, champion, folders, by)
    require_same("prompt", judged.prompt_hash, prompt_hash())
    registered = champion_artifact(champion, "sections.jsonl")
    same = sha256_of(registered) == sha256_of(folders.interim / "sections.jsonl")
    what = "retrieval of sections" if same else "documents"
    writer = writer_for(ARMS["champion"], library, folders, model=judged.model, answer=judged.answer)
    return _written(questions, library, writer, f"{by}; the {what} changed after it was judged")


def _as_judged(questions: Sequence[str], champion: Champion, folders: Folders, by: str) -> list[Reply]:
    model = load_registered_model(champion.uri, tracking_uri=champion.tracking_uri, models_dir=folders.models)
    return [_of_row(row, by) for row in model.predict(list(questions))]


def _of_row(row: Mapping[str, Any], by: str) -> Reply:
    return Reply(
        text=row["text"],
        citations=tuple(row["citations"]),
        refused=row["refused"],
        sources=tuple(
            Source(key=shown["key"], section_id=shown["section_id"], heading=shown["heading"], text=shown["text"])
            for shown in row["sources"]
        ),
        answered_by=_with_engine(by, row.get("engine"), row.get("dtype")),
    )


def _written(questions: Sequence[str], library: Library, writer: Writer, by: str) -> list[Reply]:
    answers = answer(ask_retrieved(questions, library), writer, arm="ask", library=library)
    return [
        Reply(
            text=said.text,
            citations=said.citations,
            refused=said.refused,
            sources=said.sources,
            answered_by=_with_engine(by, said.engine, said.dtype),
        )
        for said in answers
    ]


def _with_engine(by: str, engine: str | None, dtype: str | None) -> str:
    """Adds what wrote an answer; a model that was registered before that was kept does not say."""
    return f"{by}; written by {engine} ({dtype or 'dtype unknown'})" if engine else by

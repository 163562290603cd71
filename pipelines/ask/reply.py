"""Answers one question with the champion, or with the candidate before there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.answering.arms import ARMS
from pipelines.answering.champion import Champion, read_champion
from pipelines.answering.engine import writer_for
from pipelines.answering.inputs import read_library
from pipelines.answering.path import answer
from pipelines.answering.registered import load_registered_model
from pipelines.answering.shown import ask_retrieved
from pipelines.ask.config import Config
from pipelines.records.source import Source
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with its evidence, and who gave it."""

    text: str
    citations: tuple[str, ...]
    refused: bool
    sources: tuple[Source, ...]
    answered_by: str


def reply_to(question: str, config: Config, folders: Folders) -> Reply:
    """Answers a question.

    Args:
        question: The question as the user typed it.
        config: Model, retrieval and answer settings; a champion brings its own.
        folders: The data folders.

    Returns:
        The answer of the champion, or of the candidate where nothing was promoted yet.

    Raises:
        UserError: There is neither, or something they need is missing or was changed.
    """
    champion = read_champion(folders)
    if champion is not None:
        return _by_champion(question, champion, folders)
    return _by_candidate(question, config, folders)


def _by_champion(question: str, champion: Champion, folders: Folders) -> Reply:
    model = load_registered_model(champion.uri, tracking_uri=champion.tracking_uri, models_dir=folders.models)
    row: Mapping[str, Any] = model.predict([question])[0]
    return Reply(
        text=row["text"],
        citations=tuple(row["citations"]),
        refused=row["refused"],
        sources=tuple(
            Source(key=shown["key"], section_id=shown["section_id"], heading=shown["heading"], text=shown["text"])
            for shown in row["sources"]
        ),
        answered_by=f"answered by the champion: {champion.name}, version {champion.version}",
    )


def _by_candidate(question: str, config: Config, folders: Folders) -> Reply:
    verify(folders.interim)
    library = read_library(folders.interim / "sections.jsonl", config.retrieval)
    writer = writer_for(ARMS["candidate"], library, folders, model=config.model, answer=config.answer)
    asked = ask_retrieved(question, library)
    said = answer([asked], writer, arm="candidate", index_hash=library.index.hash)[0]
    return Reply(
        text=said.text,
        citations=said.citations,
        refused=said.refused,
        sources=said.sources,
        answered_by="not promoted: answered by the candidate",
    )

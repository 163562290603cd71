"""Answers questions with the champion, or with the candidate before there is one."""

from collections.abc import Mapping, Sequence
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
from pipelines.records.answer import Answer
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


def replies_to(questions: Sequence[str], config: Config, folders: Folders) -> list[Reply]:
    """Answers questions with one loading of the model.

    Args:
        questions: The questions as the user typed them.
        config: Model, retrieval and answer settings; a champion brings its own.
        folders: The data folders.

    Returns:
        The answers of the champion, or of the candidate where nothing was promoted yet, in the questions' order.

    Raises:
        UserError: There is neither, or something they need is missing or was changed.
    """
    champion = read_champion(folders)
    if champion is not None:
        return _by_champion(questions, champion, folders)
    return _by_candidate(questions, config, folders)


def _by_champion(questions: Sequence[str], champion: Champion, folders: Folders) -> list[Reply]:
    model = load_registered_model(champion.uri, tracking_uri=champion.tracking_uri, models_dir=folders.models)
    return [_of_row(row, champion) for row in model.predict(list(questions))]


def _of_row(row: Mapping[str, Any], champion: Champion) -> Reply:
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


def _by_candidate(questions: Sequence[str], config: Config, folders: Folders) -> list[Reply]:
    verify(folders.interim)
    library = read_library(folders.interim / "sections.jsonl", config.retrieval)
    writer = writer_for(ARMS["candidate"], library, folders, model=config.model, answer=config.answer)
    asked = [ask_retrieved(question, library) for question in questions]
    return [_of_answer(said) for said in answer(asked, writer, arm="candidate", index_hash=library.index.hash)]


def _of_answer(said: Answer) -> Reply:
    return Reply(
        text=said.text,
        citations=said.citations,
        refused=said.refused,
        sources=said.sources,
        answered_by="not promoted: answered by the candidate",
    )

"""What the answering path reads from the data folder, verified against its manifests."""

from pathlib import Path

from pipelines.answering.shown import Library
from pipelines.models.embed import load_embedder
from pipelines.records.example import Example
from pipelines.records.files import read_records
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import Embedder
from pipelines.retrieval.storage import read_index
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders

CANDIDATE = "candidate"


def embedder_for(retrieval: RetrievalConfig, models: Path) -> Embedder | None:
    """Returns the embedder that the settings name, or None; its weights are loaded by the first question."""
    return load_embedder(retrieval.embedder, models) if retrieval.embedder else None


def read_library(sections: Path, index: Path, retrieval: RetrievalConfig, embedder: Embedder | None) -> Library:
    """Reads the sections of a corpus with their index.

    Args:
        sections: The file of sections.
        index: The folder of the index over them.
        retrieval: How they are searched.
        embedder: The embedder that the settings name.

    Returns:
        The library.

    Raises:
        UserError: Sections or index are missing or damaged, or the index is of other sections, settings or embedder.
    """
    verify(index)
    found = read_index(index, read_records(sections, Section), retrieval, embedder)
    return Library.of(found, sources=retrieval.sources, as_of=retrieval.as_of)


def current_library(folders: Folders, retrieval: RetrievalConfig) -> Library:
    """Reads the sections and the index that the last refresh left.

    Raises:
        UserError: As `read_library`.
    """
    verify(folders.interim)
    embedder = embedder_for(retrieval, folders.models)
    return read_library(folders.interim / "sections.jsonl", folders.index, retrieval, embedder)


def read_examples(folders: Folders, split: str) -> list[Example]:
    """Reads the `train` or `validation` examples."""
    return read_records(folders.processed / f"{split}.jsonl", Example)


def read_questions(folders: Folders) -> list[Question]:
    """Reads the held-out questions.

    Raises:
        UserError: There are none.
    """
    path = folders.processed / "heldout.jsonl"
    questions = read_records(path, Question)
    if not questions:
        raise UserError(
            f"{path} holds no questions",
            hint="the documents gave none; add FAQ, headings, numbered steps or tables and run the line again",
        )
    return questions


def candidate_adapter(folders: Folders) -> Path:
    """Returns the folder of the trained adapter, verified.

    Raises:
        UserError: There is none, or a file in it was changed.
    """
    folder = folders.adapters / CANDIDATE
    verify(folder)
    return folder

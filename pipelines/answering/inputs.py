"""What the answering path reads from the data folder, verified against its manifests."""

from pathlib import Path

from pipelines.answering.shown import Library
from pipelines.records.example import Example
from pipelines.records.files import read_records
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders

CANDIDATE = "candidate"


def read_library(sections: Path, retrieval: RetrievalConfig) -> Library:
    """Reads and indexes the sections of a corpus.

    Raises:
        UserError: The file is missing or is not one of sections.
    """
    return Library.of(read_records(sections, Section), sources=retrieval.sources, as_of=retrieval.as_of)


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

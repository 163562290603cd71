"""Where things are below the data folder."""

from dataclasses import dataclass
from pathlib import Path

WRITERS = {
    "interim": "ingest",
    "index": "index",
    "processed": "dataset",
    "exports": "dataset",
    "adapters": "train",
    "answers": "answer",
    "scores": "score",
    "evaluation": "score arms=all",
}


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders below one data folder; a relative root counts from the current folder."""

    root: Path

    @property
    def raw(self) -> Path:
        """Corpora as people put them there, one folder each; never written."""
        return self.root / "raw"

    @property
    def interim(self) -> Path:
        """Sections and quarantine, written by `ingest`."""
        return self.root / "interim"

    @property
    def index(self) -> Path:
        """What a question is searched in, written by `index`."""
        return self.root / "index"

    @property
    def processed(self) -> Path:
        """Examples, held-out questions and their card, written by `dataset`."""
        return self.root / "processed"

    @property
    def exports(self) -> Path:
        """Examples in other trainers' formats, a folder each, written by `dataset` when asked to."""
        return self.root / "exports"

    @property
    def adapters(self) -> Path:
        """One folder an adapter, written by `train`."""
        return self.root / "adapters"

    @property
    def answers(self) -> Path:
        """One file an arm, written by `answer`."""
        return self.root / "answers"

    @property
    def scores(self) -> Path:
        """Scores, summaries and the report of the comparison that counts, written by `score`."""
        return self.root / "scores"

    @property
    def champion(self) -> Path:
        """Who the champion is, written by `promote`."""
        return self.root / "champion"

    @property
    def tracking(self) -> Path:
        """The tracking store with its artifacts, and the times of the stages."""
        return self.root / "tracking"

    @property
    def models(self) -> Path:
        """Base models and embedders, converted once."""
        return self.root / "models"

    @property
    def kept_answers(self) -> Path:
        """Answers as they are written, one file an arm, so that a killed run need not write them again."""
        return self.root / "cache" / "answers"

    @property
    def vectors(self) -> Path:
        """Vectors of the sections, so that a section is embedded once."""
        return self.root / "cache" / "vectors"

    @property
    def replies(self) -> Path:
        """What a teacher answered, so that a call is paid once."""
        return self.root / "cache" / "replies"

    @property
    def judgements(self) -> Path:
        """What a judge answered, so that a call is paid once."""
        return self.root / "cache" / "judgements"


def command_that_writes(path: Path) -> str:
    """Returns the command that writes a file or folder below the data folder.

    >>> command_that_writes(Path("data/answers/base.jsonl"))
    'python -m pipelines.answer'
    """
    for part in reversed(path.parts):
        if part in WRITERS:
            return f"python -m pipelines.{WRITERS[part]}"
    return "dvc repro score"

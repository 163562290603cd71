"""What can be configured about ingest."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusConfig:
    """Which documents are read, and how they are cut."""

    name: str = "sample"
    """The corpus's name in reports."""
    path: str = "data/raw/sample"
    """The folder of documents; sub-folders are read too, hidden files are not."""
    max_section_chars: int = 800
    """Characters. A longer section is split into parts that share its key; raising it makes prompts longer."""
    whole_clause_chars: int = 400
    """Characters. A clause with its numbered items stays one section up to here; beyond, its items are sections."""
    quarantine_limit: float = 0.2
    """Share of files, 0 to 1. With more than this in quarantine the stage ends with exit code 2."""
    reader_seconds: float = 60.0
    """Seconds one file may take; raising it lets a hostile file hold the run up longer."""
    reader_megabytes: int = 2048
    """MiB of memory the reader process may have; raising it risks the machine on a hostile file."""
    max_file_megabytes: int = 64
    """MiB. A larger file goes to quarantine unread."""

    def __post_init__(self) -> None:
        """Refuses what no run could mean.

        Raises:
            ValueError: A limit is out of its range.
        """
        if self.max_section_chars < 1:
            raise ValueError(f"`max_section_chars` is {self.max_section_chars}, and a section needs at least one")
        if not 0 <= self.quarantine_limit <= 1:
            raise ValueError(f"`quarantine_limit` is {self.quarantine_limit:g}, and a share is from 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of `python -m pipelines.ingest`."""

    corpus: CorpusConfig = field(default_factory=CorpusConfig)
    data_dir: str = "data"
    """The folder below which outputs are written."""
    seed: int = 7
    """Not used by ingest, which has nothing random; every stage has it."""
    inspect: str = ""
    """A file whose labelled blocks are printed as JSON; nothing is written then."""

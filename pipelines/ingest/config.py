"""What can be configured about ingest."""

from dataclasses import dataclass, field

from pipelines.runtime.parallel import Engine


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
    """Characters, a Latin one counting half. A clause with its numbered items stays one section up to here; beyond, its
    items are sections."""
    quarantine_limit: float = 0.2
    """Share of files, 0 to 1. With more than this in quarantine the stage ends with exit code 2."""
    reader_seconds: float = 60.0
    """Seconds one file may take; raising it lets a hostile file hold the run up longer."""
    reader_megabytes: int = 2048
    """MiB of memory a reader process may have; raising it risks the machine on a hostile file."""
    reader_output_megabytes: int = 64
    """MiB of text one file may give; a file that gives more goes to quarantine."""
    max_file_megabytes: int = 64
    """MiB. A larger file goes to quarantine unread."""
    max_loss: float = 0.005
    """Share of a file's characters, 0 to 1. With a file that loses more the stage ends with exit code 2."""
    ocr: bool = False
    """Whether PDF pages without a text layer are recognised (needs `tesseract`) instead of quarantined."""
    secret: str = "data/pseudonyms.key"  # noqa: S105  # where it is, not what it is
    """The file of the secret that pseudonyms are made with, written when it is not there; whoever has it can link a
    pseudonym to a person."""

    def __post_init__(self) -> None:
        """Refuses what no run could mean.

        Raises:
            ValueError: A limit is out of its range.
        """
        if self.max_section_chars < 1:
            raise ValueError(f"`max_section_chars` is {self.max_section_chars}, and a section needs at least one")
        for name in ("quarantine_limit", "max_loss"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                raise ValueError(f"`{name}` is {share:g}, and a share is from 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of `python -m pipelines.ingest`."""

    corpus: CorpusConfig = field(default_factory=CorpusConfig)
    data_dir: str = "data"
    """The folder below which outputs are written."""
    seed: int = 7
    """Not used by ingest, which has nothing random; every stage has it."""
    workers: int = 0
    """How many files are read at a time; 0: one a core, or all workers of a cluster. The result is the same."""
    engine: Engine = "threading"
    """Who reads: reader processes of this machine (`threading`; `loky` adds a process a worker), or a cluster that
    shares the folders with it: `dask` by DASK_SCHEDULER_ADDRESS, `ray` by RAY_ADDRESS."""
    inspect: str = ""
    """A file whose labelled blocks are printed as JSON; nothing is written then."""

"""The order of work: read every file, name every document, cut it, and keep what could not be read."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.cells import cell_len

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.config import CorpusConfig
from pipelines.ingest.corpus import files_of, read_corpus_file
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import Document, identify, order_editions
from pipelines.ingest.readers import format_of
from pipelines.ingest.sections import sections_of
from pipelines.ingest.worker import Worker, worker
from pipelines.records import Quarantined, Section
from pipelines.runtime.progress import track


@dataclass(slots=True, kw_only=True)
class Ingested:
    """What became of a corpus."""

    sections: list[Section] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    """Source → sha256 of the file."""

    @property
    def lost_files(self) -> list[Quarantined]:
        """The files of which nothing could be read."""
        return [item for item in self.quarantined if item.locator is None]


def ingest(config: CorpusConfig) -> Ingested:
    """Reads a corpus folder.

    Args:
        config: Which folder, and the limits.

    Returns:
        Its sections, sorted by document, language and edition in printed order, and its quarantine.

    Raises:
        UserError: No folder, no documents, a mistake in `corpus.yaml`, or documents that cannot be told apart.
    """
    folder = Path(config.path)
    files = files_of(folder)
    sources = [path.relative_to(folder).as_posix() for path in files]
    stated = read_corpus_file(folder, sources)
    result = Ingested()
    documents: list[Document] = []
    with worker(seconds=config.reader_seconds, megabytes=config.reader_megabytes) as reader:
        for path, source in track(list(zip(files, sources, strict=True)), "reading documents"):
            reading = _read(path, source, reader, config=config, result=result)
            if reading is not None:
                documents.append(identify(source, reading.blocks, stated.entry(source)))
    limits = Limits(section=config.max_section_chars, clause=config.whole_clause_chars)
    ordered = order_editions(documents)
    editions = Counter((document.id, document.edition) for document in ordered)
    for document in ordered:
        twin = editions[document.id, document.edition] > 1
        result.sections += sections_of(document, limits, twin=twin)
    return result


def read_file(path: Path, config: CorpusConfig) -> Reading:
    """Reads one file in a worker of its own, for a look inside.

    Raises:
        UnreadableError: The reader cannot read it.
    """
    with worker(seconds=config.reader_seconds, megabytes=config.reader_megabytes) as reader:
        return reader.read(path.read_bytes(), path.suffix)


def _read(path: Path, source: str, reader: Worker, *, config: CorpusConfig, result: Ingested) -> Reading | None:
    data = path.read_bytes()
    result.hashes[source] = hashlib.sha256(data).hexdigest()
    known = format_of(path.suffix)
    unread = Quarantined(
        source=source,
        reader=known.module if known else None,
        reason="",
        sha256=result.hashes[source],
        bytes=len(data),
    )
    if len(data) > config.max_file_megabytes * 2**20:
        reason, hint = f"larger than {config.max_file_megabytes} MiB", "raise `corpus.max_file_megabytes`"
        result.quarantined.append(replace(unread, reason=reason, hint=hint))
        return None
    try:
        reading = reader.read(data, path.suffix)
    except UnreadableError as error:
        result.quarantined.append(replace(unread, reason=error.reason, hint=error.hint))
        return None
    result.quarantined += [
        replace(unread, locator=problem.locator, reason=problem.reason, hint=problem.hint)
        for problem in reading.problems
    ]
    return reading


def lost_table(quarantined: Sequence[Quarantined]) -> list[str]:
    """Returns one line for each quarantined file or part: where, and why."""
    width = max((cell_len(item.source) for item in quarantined), default=0)
    # A Chinese character is two columns wide, which the format language does not know.
    return [f"{item.source}{' ' * (width - cell_len(item.source))}  {item.reason}" for item in quarantined]

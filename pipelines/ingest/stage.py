"""The order of work: read every file, name every document, cut it, and account for every character."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipelines.ingest.account import account_of
from pipelines.ingest.cache import keep_only
from pipelines.ingest.config import Config, CorpusConfig
from pipelines.ingest.corpus import CorpusFile, files_of, read_corpus_file
from pipelines.ingest.cut import Limits
from pipelines.ingest.files import File, read_file, secret_of, settings_of
from pipelines.ingest.identity import order_editions
from pipelines.ingest.personal.pseudonyms import PSEUDONYM
from pipelines.ingest.readers.options import Options
from pipelines.ingest.sections import sections_of
from pipelines.ingest.sources import SourceFile, documents_of, problems_of, told_apart
from pipelines.ingest.worker import own_worker, stop_workers
from pipelines.records import Account, Quarantined, Section
from pipelines.runtime.parallel import parallel


@dataclass(slots=True, kw_only=True)
class Ingested:
    """What became of a corpus; no name or text in it holds personal data."""

    sections: list[Section] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    """Source → sha256 of the file."""
    again: int = 0
    """Files that were read; of the others the reading was there."""

    @property
    def lost_files(self) -> list[Quarantined]:
        """The files of which nothing could be read."""
        return [item for item in self.quarantined if item.locator is None]


def ingest(config: Config) -> Ingested:
    """Reads a corpus folder.

    Args:
        config: Which folder, the limits, and who reads.

    Returns:
        Its sections, sorted by document, language and edition in printed order, its quarantine and its accounts.

    Raises:
        UserError: No folder, no documents, a mistake in `corpus.yaml`, or documents that cannot be told apart.
    """
    folder, kept = Path(config.corpus.path), Path(config.data_dir).absolute() / "cache" / "ingest"
    sources = [path.relative_to(folder).as_posix() for path in files_of(folder)]
    stated = read_corpus_file(folder, sources)
    secret = secret_of(Path(config.corpus.secret))
    settings = settings_of(config.corpus, secret, stated.hotlines, kept)
    work = partial(read_file, settings=settings)
    files = [_file(folder, source, stated, config.corpus) for source in sources]
    try:
        if not kept.exists():
            own_worker(settings.limits).start()  # it imports while this process does
        safe = _safely(secret, stated.hotlines)
        reads = list(parallel(work, files, "reading documents", workers=config.workers, engine=config.engine))
    finally:
        stop_workers()
    keep_only(kept, {read.key for read in reads})
    found = [
        documents_of(SourceFile(path=source, name=safe(source), file=read), stated, safe)
        for source, read in zip(sources, reads, strict=True)
    ]
    return cut_all(found, config.corpus)


def _safely(secret: bytes, allowed: tuple[str, ...]) -> Callable[[str], str]:
    from pipelines.ingest.personal.redactor import Redactor

    redactor = Redactor(secret=secret, allowed=allowed)
    return lambda text: redactor.text(text)[0]


def _file(folder: Path, source: str, stated: CorpusFile, config: CorpusConfig) -> File:
    options = Options(ocr=config.ocr, mapping=stated.entry(source).mapping or {})
    # A worker on another machine has another current folder.
    return File(path=folder.absolute() / source, options=options)


def cut_all(sources: Sequence[SourceFile], config: CorpusConfig) -> Ingested:
    """Cuts the documents of all files, and accounts for each file.

    Args:
        sources: The files with their documents.
        config: How long a section may be.

    Returns:
        What the stage writes.
    """
    result = Ingested(again=sum(source.file.again for source in sources))
    limits = Limits(section=config.max_section_chars, clause=config.whole_clause_chars)
    ordered = order_editions(told_apart(sources))
    editions = Counter((document.id, document.edition) for document in ordered)
    cut: dict[str, list[Section]] = {}
    for document in ordered:
        sections = sections_of(document, limits, twin=editions[document.id, document.edition] > 1)
        cut[document.source] = [replace(part, redactions=len(PSEUDONYM.findall(part.text))) for part in sections]
        result.sections += cut[document.source]
    for source in sources:
        result.hashes[source.name] = source.file.sha256
        result.quarantined += problems_of(source)
        result.accounts.append(account_of(source, cut))
    return result

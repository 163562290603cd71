"""A file of the corpus with the documents in it: its own text, and each document that it encloses."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipelines.ingest.blocks import Reading
from pipelines.ingest.corpus import CorpusFile, Entry
from pipelines.ingest.files import FileRead
from pipelines.ingest.identity import CODE, Document, identify
from pipelines.ingest.readers import format_of
from pipelines.records import Quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file of the corpus."""

    path: str
    """Relative to the corpus folder, as it is on the disk."""
    name: str
    """The same without personal data; what every output calls it."""
    file: FileRead
    documents: tuple[Document, ...] = ()


def units(reading: Reading, inside: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Reading]]:
    """Yields a reading and those of the documents inside it, each with where it is: the names that enclose it.

    A name that stands twice in one place gets `#2`.
    """
    yield inside, reading
    seen: Counter[str] = Counter()
    for part in reading.parts:
        seen[part.name] += 1
        again = f"#{seen[part.name]}" if seen[part.name] > 1 else ""
        yield from units(part.reading, (*inside, part.name + again))


def documents_of(source: SourceFile, stated: CorpusFile, safe: Callable[[str], str]) -> SourceFile:
    """Names the documents of a file.

    Args:
        source: The file.
        stated: What `corpus.yaml` states, by file or by `FILE!PART`; a pattern without `!` is for files alone.
        safe: Takes personal data out of what is stated.

    Returns:
        The file with its documents.
    """
    documents = []
    entries: dict[tuple[str, ...], Entry] = {(): stated.entry(source.path)}
    inner = CorpusFile(documents=tuple(entry for entry in stated.documents if "!" in entry.file))
    for inside, reading in units(source.file.read.reading or Reading()):
        if inside:
            own = inner.entry("!".join((source.path, *inside)))
            entries[inside] = _inherited(own, entries[inside[:-1]])
        if reading.blocks:
            entry = _safe(entries[inside], safe)
            document = identify(inside[-1] if inside else source.name, reading.blocks, entry)
            documents.append(replace(document, source="!".join((source.name, *inside))))
    return replace(source, documents=tuple(documents))


def _inherited(own: Entry, outer: Entry) -> Entry:
    """What is inside a file that few may read is for as few, unless it is said otherwise; its id is its own."""
    citable = outer.citable if own.citable is None else own.citable
    return replace(own, audience=own.audience or outer.audience, citable=citable)


def _safe(entry: Entry, safe: Callable[[str], str]) -> Entry:
    name, title = (safe(word) if word else None for word in (entry.id, entry.title))
    return replace(entry, id=name, title=title)


def problems_of(source: SourceFile) -> list[Quarantined]:
    """Returns what of a file could not be read: the whole, or parts of it and of the documents inside it."""
    file, known = source.file, format_of(f".{source.path.rpartition('.')[2]}")
    unread = Quarantined(
        source=source.name,
        reader=known.module if known else None,
        reason=file.read.reason,
        hint=file.read.hint,
        sha256=file.sha256,
        bytes=file.bytes,
    )
    if file.read.reading is None:
        return [unread]
    return [
        replace(
            unread,
            source="!".join((source.name, *inside)),
            locator=problem.locator,
            reason=problem.reason,
            hint=problem.hint,
        )
        for inside, reading in units(file.read.reading)
        for problem in reading.problems
    ]


def told_apart(sources: Sequence[SourceFile]) -> list[Document]:
    """Returns the documents of all files; those inside files that share a plain name have their path as id.

    Nobody numbers the pages of an export or the days of a chat, so that no `corpus.yaml` has to name them all.
    """
    documents = [document for source in sources for document in source.documents]
    shared = Counter((document.id, document.language, document.edition) for document in documents)
    return [
        replace(document, id=document.source)
        if shared[document.id, document.language, document.edition] > 1 and _is_plain_part(document)
        else document
        for document in documents
    ]


def _is_plain_part(document: Document) -> bool:
    _, mark, name = document.source.rpartition("!")
    return bool(mark) and not CODE.match(document.id) and PurePosixPath(name).stem.startswith(document.id)

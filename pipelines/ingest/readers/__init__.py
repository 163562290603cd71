"""Readers: one module a format, each turning bytes into blocks; none opens a file or the network."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.readers.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file, how its bytes begin, and the module whose `read` reads it."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    begins: bytes = b""
    """Empty: plain text, which begins with anything."""
    takes_options: bool = False
    """True where `read` takes `Options` after the bytes."""


# One line a format. The module is imported in the worker alone, so that a parser nobody needs costs nothing.
FORMATS: tuple[Format, ...] = (
    Format(name="Word", module="docx", suffixes=(".docx", ".docm"), begins=b"PK"),
    Format(name="PDF", module="pdf", suffixes=(".pdf",), begins=b"%PDF", takes_options=True),
    Format(name="Excel", module="xlsx", suffixes=(".xlsx", ".xlsm"), begins=b"PK"),
    Format(name="PowerPoint", module="pptx", suffixes=(".pptx", ".pptm"), begins=b"PK"),
    Format(name="CSV", module="csv", suffixes=(".csv", ".tsv")),
    Format(name="Markdown", module="markdown", suffixes=(".md", ".markdown")),
    Format(name="HTML", module="html", suffixes=(".html", ".htm")),
    Format(name="text", module="text", suffixes=(".txt",)),
    Format(name="JSON", module="json", suffixes=(".json", ".jsonl"), takes_options=True),
    Format(name="mail", module="eml", suffixes=(".eml",), takes_options=True),
    Format(name="zip", module="archive", suffixes=(".zip",), begins=b"PK", takes_options=True),
)

SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK", "a zip package such as Word or Excel files are"),
    (b"\xd0\xcf\x11\xe0", "an encrypted or pre-2007 Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
)


def format_of(suffix: str) -> Format | None:
    """Returns the format of a file name's ending, or None where there is no reader for it."""
    return next((known for known in FORMATS if suffix.lower() in known.suffixes), None)


def read(data: bytes, suffix: str, options: Options | None = None) -> Reading:
    """Reads a file's bytes with the reader of its ending.

    Args:
        data: The file's bytes.
        suffix: The ending of its name, such as `.docx`.
        options: What a reader is told beside the bytes; None: nothing special.

    Returns:
        What the reader made of it.

    Raises:
        UnreadableError: There is no reader, the bytes are of another kind, or the reader gave up.
    """
    known = format_of(suffix)
    if known is None:
        raise UnreadableError(
            f"no reader for {suffix or 'files without an ending'}", "convert it to a PDF or Word file"
        )
    if not data.strip():
        raise UnreadableError("the file is empty")
    _check_kind(data, known)
    reader: Callable[..., Reading] = import_module(f"pipelines.ingest.readers.{known.module}").read
    reading = reader(data, options or Options()) if known.takes_options else reader(data)
    if not reading.parts and not any(block.text or block.header or block.rows for block in reading.blocks):
        raise UnreadableError("the file holds no text")
    return reading


def _check_kind(data: bytes, known: Format) -> None:
    found = next((kind for begin, kind in SIGNATURES if data.startswith(begin)), None)
    if known.begins and not data[:1024].lstrip().startswith(known.begins):
        raise UnreadableError(f"not a {known.name} file but {found or 'something else'}", _hint(found))
    if not known.begins and found:
        raise UnreadableError(f"not a {known.name} file but {found}", _hint(found))


def _hint(found: str | None) -> str:
    if found and "Office" in found:
        return "take the password off, or save it in today's format"
    return "check the file name's ending"

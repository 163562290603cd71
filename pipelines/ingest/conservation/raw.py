"""What is in a file, counted from its bytes by code that shares nothing with the readers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

PieceKind = Literal["text", "cell", "number", "item", "note"]
Fate = Literal["printed", "margin", "unseen", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph, cell, list item or note of a file."""

    text: str
    kind: PieceKind = "text"
    """`number`: a cell whose print depends on a format, so that it counts as a cell and not by its characters."""
    fate: Fate = "printed"
    """`margin`: page headers and what a program prints by itself. `unseen`: in the file, not in its print. `copy`:
    what a reading repeats of a merged cell, and the file holds once."""
    where: str = ""
    """Page, row or member of the file, as a problem's locator names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCount:
    """Everything in a file that is text, in its order."""

    pieces: tuple[Piece, ...]


# Suffix → module here, and the function in it. One line a format, as the readers have it.
COUNTERS: dict[str, tuple[str, str]] = {
    ".docx": ("raw_word", "word"),
    ".docm": ("raw_word", "word"),
    ".pdf": ("raw_pdf", "pdf"),
    ".xlsx": ("raw_excel", "excel"),
    ".xlsm": ("raw_excel", "excel"),
    ".pptx": ("raw_slides", "slides"),
    ".pptm": ("raw_slides", "slides"),
    ".csv": ("raw_text", "table"),
    ".tsv": ("raw_text", "table"),
    ".md": ("raw_text", "markdown"),
    ".markdown": ("raw_text", "markdown"),
    ".html": ("raw_html", "html"),
    ".htm": ("raw_html", "html"),
    ".txt": ("raw_text", "plain"),
    ".json": ("raw_text", "json_strings"),
    ".jsonl": ("raw_text", "json_strings"),
    ".eml": ("raw_mail", "mail"),
    ".zip": ("raw_mail", "archive"),
}


def raw(data: bytes, suffix: str) -> RawCount | None:
    """Counts what is in a file.

    Args:
        data: The file's bytes.
        suffix: The ending of its name.

    Returns:
        Its pieces of text; None where there is no counter, or the file is too broken to be counted.
    """
    named = COUNTERS.get(suffix.lower())
    if named is None:
        return None
    module, function = named
    counter: Callable[[bytes], Iterator[Piece]] = getattr(
        import_module(f"pipelines.ingest.conservation.{module}"), function
    )
    try:
        return RawCount(pieces=tuple(counter(data)))
    except Exception:  # noqa: BLE001  # a file that breaks a parser here may have been read all the same
        return None

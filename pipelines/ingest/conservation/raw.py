"""What is in a file, counted from its bytes by code that shares nothing with the readers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
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


@dataclass(slots=True, kw_only=True)
class Room:
    """How much may still be unpacked, files inside files included."""

    size: int
    files: int = 10_000

    @classmethod
    def of(cls, data: bytes) -> "Room":
        """Returns the room of a file: text packs to a tenth of its bytes or so, and a bomb far better."""
        return cls(size=min(256 * 2**20, 16 * 2**20 + 50 * len(data)))

    def take(self, size: int, files: int) -> None:
        """Takes some of it.

        Args:
            size: Bytes.
            files: How many files they are.

        Raises:
            ValueError: There is not as much left.
        """
        self.size, self.files = self.size - size, self.files - files
        if self.size < 0 or self.files < 0:
            raise ValueError("larger unpacked than documents are")


MOST_PIECES = 500_000
"""A file of more is not counted: it would take longer than its reading."""
HOLDERS = (".eml", ".zip")
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


def raw(data: bytes, suffix: str, room: Room | None = None) -> RawCount | None:
    """Counts what is in a file.

    Args:
        data: The file's bytes.
        suffix: The ending of its name.
        room: What the file that encloses it has left; None: nothing encloses it.

    Returns:
        Its pieces of text; None where there is no counter, or the file is too broken to be counted.
    """
    suffix = suffix.lower()
    if suffix not in COUNTERS:
        return None
    module, function = COUNTERS[suffix]
    counter: Callable[..., Iterator[Piece]] = getattr(
        import_module(f"pipelines.ingest.conservation.{module}"), function
    )
    try:
        pieces = counter(data, room or Room.of(data)) if suffix in HOLDERS else counter(data)
        found = tuple(islice(pieces, MOST_PIECES + 1))
        return RawCount(pieces=found) if len(found) <= MOST_PIECES else None
    except Exception:  # noqa: BLE001  # a file that breaks a parser here may have been read all the same
        return None

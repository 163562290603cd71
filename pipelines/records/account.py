"""What became of every character of a source file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The characters of one file, none of them white space: what is in it, and where each of them went.

    `characters` = `sections` + `furniture` + `hidden` + `redacted` + `quarantined` + `lost`. The left side and the
    other counts of the file are taken from its bytes by code that shares nothing with the readers.
    """

    source: str
    """File path relative to the corpus folder."""
    characters: int
    sections: int = 0
    """In the text, cells, headings or keys of sections."""
    furniture: int = 0
    """In page headers and footers, titles and the lines that only name the document."""
    hidden: int = 0
    redacted: int = 0
    """Personal data that a pseudonym replaced."""
    quarantined: int = 0
    lost: int = 0
    cells: int = 0
    """Table cells with text in the file."""
    cells_lost: int = 0
    items: int = 0
    """Numbered paragraphs and list items in the file."""
    items_lost: int = 0
    notes: int = 0
    """Footnotes, endnotes and speaker notes in the file."""
    notes_lost: int = 0
    changes: int = 0
    """Tracked changes that were accepted."""
    hidden_kinds: tuple[tuple[str, int], ...] = ()
    """(kind, characters), sorted by kind."""
    redactions: tuple[tuple[str, int], ...] = ()
    """(kind of personal data, pieces replaced), sorted by kind."""

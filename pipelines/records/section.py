"""A citable unit of a document: what retrieval finds, an answer cites and lineage names."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["prose", "step", "table", "faq", "exchange"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section as its document prints it."""

    id: str
    """`DOCUMENT@EDITION#LOCATOR`, unique in the corpus; a long section's parts end in `(2/3)`."""
    document: str
    """The document's id, such as `SOP-LOG-001`."""
    title: str
    """The document's title."""
    key: str
    """The citation key people use, such as `SOP-LOG-001 §4.3`; shared by the editions of one document."""
    kind: Kind
    heading_path: tuple[str, ...]
    """Headings that enclose the section, outermost first, each with its printed number."""
    text: str
    """The section's own text without its heading; a table row reads `header：value；…`."""
    cells: tuple[tuple[str, str], ...] = ()
    """(header, value) of a table row; (`question`, …), (`answer`, …) of a FAQ pair or an exchange; else empty."""
    language: Language
    source: str
    """File path relative to the corpus folder."""
    page: int | None = None
    """Page of the source, from 1, where it has pages."""
    row: int | None = None
    """Row of the table or sheet, from 1, not counting its header."""
    edition: str | None = None
    effective_from: str | None = None
    """ISO date from which this edition is in force; None: always."""
    effective_until: str | None = None
    """ISO date from which this edition is no longer in force; None: still in force."""
    supersedes: str | None = None
    """The edition this one replaces."""
    audience: str = "all"
    """Who may read it: `all`, or one group's name."""
    citable: bool = True
    """False for text that informs but may not be cited, such as an agent's chat message."""
    content_hash: str
    """sha256 of key and text, hexadecimal."""
    redactions: int = 0
    """How many pieces of personal data were replaced."""

    @property
    def heading(self) -> str:
        """Title and headings on one line, for prompts and for the index."""
        return " › ".join((self.title, *self.heading_path))

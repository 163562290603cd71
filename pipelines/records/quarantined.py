"""What could not be read, kept with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A file, or a part of one, that no reader could turn into sections."""

    source: str
    """File path relative to the corpus folder."""
    locator: str | None = None
    """Row, page or member inside the file; None for the whole file."""
    reader: str | None
    reason: str
    hint: str | None = None
    sha256: str
    """Hash of the file's bytes."""
    bytes: int

"""A cloze: one fact of a section, asked for in several ways and stated once."""

from dataclasses import dataclass
from typing import Literal

Ask = Literal["duration", "money", "percent", "count", "time", "date", "code", "contact", "role", "permission"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze:
    """A fact with one piece taken out."""

    ask: Ask
    """What kind of piece is asked for."""
    asked: tuple[str, ...]
    """Ways to ask, the document's own wording first."""
    stated: str
    """The fact in the document's words, without a full stop."""
    values: tuple[str, ...]
    """The pieces that a right answer must hold."""
    quote: str
    """The sentence that supports it, verbatim."""

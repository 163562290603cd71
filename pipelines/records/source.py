"""A section as one prompt shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A section shown in a prompt, and whether it holds the answer to the question there."""

    key: str
    section_id: str
    heading: str
    text: str
    golden: bool = False
    """True where the question's author knows that this section holds the answer."""

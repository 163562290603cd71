"""The `retrieval` group of the configuration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalConfig:
    """What is shown for a question."""

    sources: int = 3
    """Sections shown for a question, from 1; each costs prompt tokens in training and in answering."""
    as_of: str | None = None
    """ISO date on which the sections must have been in force; null: those in force now."""

"""A training item: a question, the sources shown, and the answer that is true to them."""

from dataclasses import dataclass
from typing import Literal

from pipelines.records.section import Language
from pipelines.records.source import Source

Origin = Literal[
    "faq",
    "heading",
    "step",
    "table",
    "comparison",
    "extreme",
    "exchange",
    "definition",
    "sentence",
    "two",
    "teacher",
    "sheet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One question with its shown sources and its label."""

    id: str
    language: Language
    audience: str
    question: str
    sources: tuple[Source, ...]
    """In prompt order; the handle `[n]` of a source is its place here, from 1."""
    answer: str
    """One line; cites by key in square brackets, or is the fixed refusal."""
    citations: tuple[str, ...]
    """Keys cited, in order; empty for a refusal."""
    quotes: tuple[str, ...]
    """Text of the golden source that supports the answer, verbatim; never part of the answer."""
    origin: Origin
    answerable: bool
    group: str
    """What must not cross the split."""
    source_set: str
    """Examples with one value here show the same sources in the same order and share a prefix in training."""
    lineage: tuple[str, ...]
    """Ids of the sections the question was made from."""

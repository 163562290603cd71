"""A held-out item: what a model is asked, and what a right answer must hold."""

from dataclasses import dataclass

from pipelines.records.example import Origin
from pipelines.records.section import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One held-out question, bound to the text of its golden sections."""

    id: str
    language: Language
    audience: str
    question: str
    reference: str
    """The answer its author expects, without citations; the fixed refusal if unanswerable."""
    values: tuple[str, ...]
    """Short pieces of the reference that a right answer must hold (`24 小時`, `倉儲主管`); empty if unanswerable."""
    golden_keys: tuple[str, ...]
    golden_hashes: tuple[str, ...]
    """Content hashes of the golden sections, in the order of `golden_keys`."""
    origin: Origin
    answerable: bool
    group: str
    lineage: tuple[str, ...]
    """Ids of the sections the question was made from; for a near miss, the section it is near to."""

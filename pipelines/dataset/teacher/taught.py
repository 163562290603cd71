"""What a teacher's work came to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.dataset.candidate import Candidate
from pipelines.records.section import Section
from pipelines.retrieval.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherCounts:
    """What was asked and what could be used; the same for the same replies, whichever run paid for them."""

    model: str
    sections: int
    """Sections it was asked about."""
    calls: int
    """Calls that it answered, in this run or an earlier one."""
    prompt_tokens: int
    completion_tokens: int
    questions: int
    """Its questions that were proven."""
    wordings: int
    """Other wordings that were proven."""
    translated: int
    """Questions in the other language that were proven, each with its answer."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reason → questions, wordings, translations or whole replies that were not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """Candidates with a teacher's among them."""

    candidates: Sequence[Candidate]
    counts: TeacherCounts


Teach = Callable[[Sequence[Section], Sequence[Candidate], Index], Taught]
"""Takes the sections that may be asked about, the candidates that need no teacher, and the index."""

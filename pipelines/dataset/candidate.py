"""A candidate: a question with its answer and the section that proves it, before anything is chosen."""

from dataclasses import dataclass

from pipelines.dataset.phrasing.cloze import Cloze
from pipelines.language.citations import escape_key
from pipelines.records.example import Origin
from pipelines.records.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fact of one section with ways to ask for it."""

    section: Section
    """The golden section."""
    origin: Origin
    ask: str
    """What kind of piece is asked for: a kind of value, `role`, `step` or `text`."""
    questions: tuple[str, ...]
    """Ways to ask, the document's own wording first."""
    statement: str
    """The fact, one line without full stop and citation."""
    values: tuple[str, ...]
    """Pieces that a right answer must hold."""
    quote: str
    """Text of the golden section that supports the statement, verbatim."""

    @property
    def id(self) -> str:
        """Names the fact: section and values."""
        return f"{self.section.id}|{self.statement}"

    @property
    def answer(self) -> str:
        """The statement with its citation, as a label."""
        stop = "。" if self.section.language == "zh" else "."
        return f"{self.statement} [{escape_key(self.section.key)}]{stop}"

    @property
    def reference(self) -> str:
        """The statement as a sentence, without citation."""
        return self.statement + ("。" if self.section.language == "zh" else ".")


def from_cloze(section: Section, origin: Origin, cloze: Cloze) -> Candidate:
    """Makes a candidate of a cloze found in a section."""
    return Candidate(
        section=section,
        origin=origin,
        ask=cloze.ask,
        questions=cloze.asked,
        statement=cloze.stated,
        values=cloze.values,
        quote=cloze.quote,
    )

"""A candidate: a question with its answer and the section that proves it, before anything is chosen."""

from dataclasses import dataclass, field
from typing import Literal

from pipelines.dataset.phrasing.cloze import Cloze
from pipelines.language.citations import escape_key
from pipelines.records.example import Origin
from pipelines.records.section import Language, Section


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
    asked_in: Language | None = None
    """The language of questions and statement where it is not the section's own."""
    also: "Candidate | None" = None
    """A fact of a second golden section that the question asks for as well, with its own values and quote."""
    named: str = ""
    """The name in the questions in whose place that of another row would ask the same of that row; may be empty."""
    relation: Literal["most", "least"] | None = None
    """Where the question is which of several facts has the highest or the lowest value: how this one stands to the
    others, which the answer cites and does not state."""

    _id: str = field(default="", init=False, repr=False, compare=False)

    @property
    def facts(self) -> tuple["Candidate", ...]:
        """The facts that prove the answer, each with its section."""
        return (self,) if self.also is None else (self, *self.also.facts)

    @property
    def wanted(self) -> tuple[str, ...]:
        """All that a right answer must hold."""
        return self.values if self.relation else tuple(value for fact in self.facts for value in fact.values)

    @property
    def language(self) -> Language:
        """The language of questions and statement."""
        return self.asked_in or self.section.language

    @property
    def golden(self) -> tuple[Section, ...]:
        """All golden sections, in the order in which the answer cites them."""
        return tuple(fact.section for fact in self.facts)

    @property
    def id(self) -> str:
        """Names the fact: section and values."""
        # Asked for a hundred times as often as there are facts.
        if not self._id:
            parts = (part for fact in self.facts for part in (fact.section.id, fact.statement))
            object.__setattr__(self, "_id", "|".join(parts))
        return self._id

    @property
    def answer(self) -> str:
        """The statement with its citation, as a label."""
        if self.relation:
            return self._joined([self.statement + " " + "".join(f"[{escape_key(one.key)}]" for one in self.golden)])
        return self._joined([f"{fact.statement} [{escape_key(fact.section.key)}]" for fact in self.facts])

    @property
    def reference(self) -> str:
        """The statement as a sentence, without citation, and the facts it was compared with."""
        return self._joined([fact.statement for fact in self.facts])

    def _joined(self, stated: list[str]) -> str:
        between, stop = ("；", "。") if self.language == "zh" else ("; ", ".")
        return between.join(stated) + stop


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

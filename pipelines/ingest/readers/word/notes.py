"""Notes: the marks of footnotes and endnotes, section by section (ISO/IEC 29500-1, 17.11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.numerals import printed
from pipelines.ingest.readers.word.xml import Element, child, number, value

KINDS = ("footnote", "endnote")
DEFAULTS = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one section numbers one kind of notes."""

    number_format: str
    start: int
    restarts: bool
    """Numbers begin again in every section."""


@dataclass(slots=True, kw_only=True)
class Marks:
    """The marks given so far, in the order of the text."""

    forms: dict[str, list[Form]]
    """`footnote` and `endnote` → the form in each section."""
    given: dict[str, str] = field(default_factory=dict)
    """`footnote 3` → its mark."""
    counted: dict[str, int] = field(default_factory=dict)
    section: int = 0

    def mark(self, note: str) -> str:
        """Returns the mark printed for a note, which is counted when it is first asked for."""
        if note not in self.given:
            form, before = self._form(note), self._form(note).start - 1
            kind = note.split(" ", 1)[0]
            self.counted[kind] = self.counted.get(kind, before) + 1
            self.given[note] = printed(self.counted[kind], form.number_format)
        return self.given[note]

    def end_section(self) -> None:
        """Goes on to the next section."""
        self.section += 1
        for kind in KINDS:
            if self._form(kind).restarts:
                self.counted.pop(kind, None)

    def _form(self, note: str) -> Form:
        forms = self.forms[note.split(" ", 1)[0]]
        return forms[min(self.section, len(forms) - 1)]


def note_forms(sections: Sequence[Element], settings: Element | None) -> dict[str, list[Form]]:
    """Reads how each section numbers its notes.

    Args:
        sections: The section properties in order.
        settings: The settings part, which holds what a section does not state.

    Returns:
        Kind of note → a form for each section, at least one.
    """
    return {kind: [_form_of(kind, section, settings) for section in sections or [None]] for kind in KINDS}


def _form_of(kind: str, section: Element | None, settings: Element | None) -> Form:
    holders = [child(holder, f"{kind}Pr") for holder in (section, settings)]
    formats = (value(holder, "numFmt") for holder in holders)
    starts = (number(holder, "numStart") for holder in holders)
    restarts = (value(holder, "numRestart") for holder in holders)
    return Form(
        number_format=next((found for found in formats if found), DEFAULTS[kind]),
        start=next((found for found in starts if found is not None), 1),
        restarts=next((found for found in restarts if found), "") == "eachSect",
    )

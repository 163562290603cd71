"""BM25 over sections: what may be shown is decided before anything is ranked."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.language.tokens import tokens
from pipelines.records.section import Section

# Raised when the tokens change, so that answers over another index are never taken for comparable.
_TOKENS_VERSION = 1
_METHOD = "lucene"
_K1 = 1.2
# Sections are short and their length says little: less length normalisation than the customary .75.
_B = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A section found for a question."""

    section: Section
    score: float
    """BM25 score, above 0; higher is better, comparable within one question only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index over sections, in memory."""

    sections: tuple[Section, ...]
    """In order of their ids."""
    hash: str
    """sha256 over the sections' ids, content hashes, dates and audiences and the settings, hexadecimal."""
    scorer: Any
    """The `bm25s.BM25` over headings and texts; None for an index without sections."""

    @classmethod
    def build(cls, sections: Sequence[Section]) -> "Index":
        """Indexes sections; the order in which they come does not matter.

        Args:
            sections: Any sections; those that may not be shown are masked when searching.

        Returns:
            The index.
        """
        ordered = tuple(sorted(sections, key=lambda section: section.id))
        return cls(sections=ordered, hash=_hash(ordered), scorer=_scorer(ordered))

    def search(self, query: str, k: int, *, audience: str = "all", as_of: str | None = None) -> list[Hit]:
        """Finds the sections that fit a question best among those its reader may see.

        Args:
            query: The question.
            k: How many at most.
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            At most `k` hits that share at least one token with the question, best first, ties by section id.
        """
        asked = tokens(query)
        if self.scorer is None or not asked:
            return []
        allowed = [_may_show(section, audience, as_of) for section in self.sections]
        scores = self.scorer.get_scores(asked)
        ranked = sorted(
            (place for place, shown in enumerate(allowed) if shown and scores[place] > 0),
            key=lambda place: (-float(scores[place]), self.sections[place].id),
        )
        return [Hit(section=self.sections[place], score=float(scores[place])) for place in ranked[:k]]


def in_force(section: Section, as_of: str | None = None) -> bool:
    """Says whether a section's edition is in force on a day; None: now, that is without an end."""
    if as_of is None:
        return section.effective_until is None
    return (section.effective_from or "") <= as_of and (
        section.effective_until is None or as_of < section.effective_until
    )


def _may_show(section: Section, audience: str, as_of: str | None) -> bool:
    return section.citable and section.audience in ("all", audience) and in_force(section, as_of)


def _scorer(sections: Sequence[Section]) -> Any:  # noqa: ANN401
    if not sections:
        return None
    import bm25s

    # It logs each index at the debug level, on standard error.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    scorer = bm25s.BM25(method=_METHOD, k1=_K1, b=_B)
    scorer.index([_indexed(section) for section in sections], show_progress=False)
    return scorer


def _indexed(section: Section) -> list[str]:
    # A section without any token still needs its row; the placeholder is in no question.
    return tokens(f"{section.heading}\n{section.text}") or ["\x00"]


def _hash(sections: Sequence[Section]) -> str:
    settings = f"{_TOKENS_VERSION} {_METHOD} {_K1} {_B}"
    rows = [
        f"{section.id}\t{section.content_hash}\t{section.heading}\t{section.effective_from}\t{section.effective_until}\t"
        f"{section.audience}\t{section.citable}"
        for section in sections
    ]
    return hashlib.sha256("\n".join([settings, *rows]).encode()).hexdigest()

"""Where candidates come from: one module for each origin."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import (
    definition,
    exchange,
    faq,
    heading,
    listed,
    permission,
    sentence,
    step,
    two,
    two_documents,
)
from pipelines.dataset.origins.table import cell, comparison, extreme, row
from pipelines.dataset.phrasing.varied import varied
from pipelines.records.section import Section

_Origin = Callable[[Sequence[Section]], Iterator[Candidate]]


def _asked_by_many(made: Iterator[Candidate]) -> Iterator[Candidate]:
    for candidate in made:
        forms = varied(candidate.questions, candidate.section.language)
        # 收據遺失補寄 is the name of a row, and 收據弄丟補寄 is none.
        yield replace(candidate, questions=tuple(form for form in forms if candidate.named in form))


def _origin(found: _Origin) -> _Origin:
    return lambda sections: _asked_by_many(found(sections))


def together(proven: Sequence[Candidate]) -> Iterator[Candidate]:
    """Finds facts of two documents that are asked for in one question, with all ways to ask for them.

    Args:
        proven: The facts of all origins, each of which its own section proves.

    Returns:
        Candidates with a second golden section.
    """
    return _asked_by_many(two_documents.candidates(proven))


_MODULES = (faq, heading, step, listed, cell, row, comparison, extreme, exchange, definition, sentence, permission, two)
ORIGINS: tuple[_Origin, ...] = tuple(_origin(module.candidates) for module in _MODULES)
"""Each yields the facts of its kind with all ways to ask for them."""
_WITHIN = (faq, heading, step, cell, row, comparison, extreme, definition, two)
WITHIN_DOCUMENTS = frozenset(_MODULES.index(module) for module in _WITHIN)
"""Places of those that look at one document at a time, so that documents can be shared out among processes."""

__all__ = ["ORIGINS", "WITHIN_DOCUMENTS", "together"]

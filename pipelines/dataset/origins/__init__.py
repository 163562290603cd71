"""Where candidates come from: one module for each origin."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import definition, exchange, faq, heading, sentence, step, table, two
from pipelines.dataset.phrasing.varied import varied
from pipelines.records.section import Section

_Origin = Callable[[Sequence[Section]], Iterator[Candidate]]


def _asked_by_many(origin: _Origin) -> _Origin:
    def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
        for made in origin(sections):
            yield replace(made, questions=varied(made.questions, made.section.language))

    return candidates


ORIGINS: tuple[_Origin, ...] = tuple(
    _asked_by_many(module.candidates) for module in (faq, heading, step, table, exchange, definition, sentence, two)
)
"""Each yields the facts of its kind with all ways to ask for them."""

__all__ = ["ORIGINS"]

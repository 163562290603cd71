"""Where candidates come from: one module for each origin."""

from collections.abc import Callable, Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import exchange, faq, heading, step, table
from pipelines.records.section import Section

ORIGINS: tuple[Callable[[Sequence[Section]], Iterator[Candidate]], ...] = (
    faq.candidates,
    heading.candidates,
    step.candidates,
    table.candidates,
    exchange.candidates,
)

__all__ = ["ORIGINS"]

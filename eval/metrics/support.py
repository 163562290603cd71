"""Whether a cited section states what the answer says it states, told by words and values."""

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored
from eval.metrics.correctness import holds_piece
from eval.metrics.statements import says_something, statements
from pipelines.language.citations import BRACKETED, escape_key, without_citations
from pipelines.records import Source


def supports(source: Source, statement: str) -> bool:
    """Says whether a section states what a statement says, citations aside.

    Every value of the statement must stand in the section; of its words up to a fifth of the characters may differ, as
    long as the negations are the same. A question and a value alone state nothing.
    """
    said = without_citations(statement).strip()
    return says_something(said) and holds_piece(f"{source.heading}\n{source.text}", said)


def cited_pairs(case: Case) -> list[tuple[str, Source]]:
    """Returns each statement of an answer with each section it cites, in the order of the text."""
    shown = {escape_key(source.key): source for source in case.answer.sources}
    return [
        (statement, shown[key])
        for statement in statements(case.answer.text)
        for key in dict.fromkeys(BRACKETED.findall(statement))
        if key in shown
    ]


def _support(case: Case) -> Measured:
    if case.answer.refused:
        return unscored("a refusal cites nothing")
    pairs = cited_pairs(case)
    if not pairs:
        return unscored("no section shown is cited")
    return scored(sum(supports(source, statement) for statement, source in pairs) / len(pairs))


CITATION_SUPPORT = Metric(
    name="citation_support",
    source="ALCE citation precision (Gao et al. 2023) with values and words in place of its inference model",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_support),
)
"""Share of an answer's citations whose section states what the sentence says, right section or not; unscored for a
refusal and for an answer that cites nothing."""

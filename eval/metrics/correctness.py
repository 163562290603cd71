"""Correctness by value: a right answer holds every value of the reference and no other value of the same kind."""

import re

from rapidfuzz import fuzz

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored
from eval.metrics.statements import clause_around, clauses, says_something
from pipelines.language.citations import without_citations
from pipelines.language.units import measure_of, same_amount
from pipelines.language.values import Value, holds, values

LONG_PIECE = 10
"""Characters from which a piece of plain text may differ a little from how the answer puts it."""
OVERLAP = 0.8
"""Share of a long piece's characters that the answer must hold in order, within a window of the piece's length."""

_NEGATION = re.compile(
    r"[不未無非免勿禁]|(?<![0-9A-Za-z])(?:not|no|never|without|cannot|n't)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_IGNORED = re.compile(r"[\W_]+")
_COLON = re.compile(r"[:：]")


def right_value(case: Case) -> bool:
    """Says whether the answer, its citations removed, holds every value a right answer must hold."""
    said = without_citations(case.answer.text)
    return all(holds_piece(said, piece) for piece in _pieces(case))


def wrong_value(case: Case) -> str | None:
    """Returns the first value in the answer that contradicts the reference, or None.

    A value contradicts when the reference has one of the same kind and the value equals none in the reference and
    none in the question. Repeating the question's own value is not an error; a further value of another kind is not
    judged, since the reference is silent about it. Nor does a whole clause contradict that stands in a golden section
    as the answer has it: `…, frozen storage a minimum of 7 days` is true and says what it is true of.
    """
    pieces = (value for piece in _pieces(case) for value in values(piece))
    known = (*values(case.question.reference), *pieces)
    kinds = {_comparable(value) for value in known}
    allowed = {same_amount(value.canonical) for value in (*known, *values(case.question.question))}
    stated: frozenset[str] | None = None
    said = without_citations(case.answer.text)
    for value in values(said):
        if _comparable(value) in kinds and same_amount(value.canonical) not in allowed:
            stated = _stated(case) if stated is None else stated
            clause = clause_around(said, value)
            if _plain(clause) not in stated or not says_something(clause):
                return value.text
    return None


def holds_piece(said: str, piece: str) -> bool:
    """Says whether a text holds one piece of a reference.

    A value counts in whatever way it is written. Plain text must be contained; from `LONG_PIECE` characters on it may
    differ in up to a fifth of its characters, as long as its values and its negations are the same.

    Args:
        said: The answer without its citations.
        piece: One value of the question.

    Returns:
        True where the piece is held.
    """
    if holds(said, piece):
        return True
    wanted, found = _plain(piece), _plain(said)
    if len(wanted.replace(" ", "")) < LONG_PIECE or not all(holds(said, value.text) for value in values(piece)):
        return False
    window = fuzz.partial_ratio_alignment(wanted, found, score_cutoff=100 * OVERLAP)
    if window is None or len(found) < OVERLAP * len(wanted):
        return False
    return _negations(wanted) == _negations(found[max(0, window.dest_start - 2) : window.dest_end + 2])


def _pieces(case: Case) -> tuple[str, ...]:
    return case.question.values or (case.question.reference,)


def _comparable(value: Value) -> str:
    # 25 MB is no other answer to how many cartons: among counts only those of one measure can contradict.
    return measure_of(value.canonical) if value.kind == "count" else value.kind


def _stated(case: Case) -> frozenset[str]:
    texts = (source.text for source in case.answer.sources if source.golden)
    stated = [clause for text in texts for clause in clauses(text)]
    # A table or a list of questions writes `答：` or the column before the clause.
    return frozenset(_plain(one) for clause in stated for one in (clause, _COLON.split(clause, maxsplit=1)[-1]))


def _plain(text: str) -> str:
    return _IGNORED.sub(" ", text).strip().casefold()


def _negations(text: str) -> int:
    return len(_NEGATION.findall(text))


def _correctness(case: Case) -> Measured:
    if not case.question.answerable:
        return unscored("the question has no answer to agree with")
    if case.answer.refused:
        return scored(0.0)
    return scored(float(right_value(case) and wrong_value(case) is None))


CORRECTNESS = Metric(
    name="correctness",
    source="value match as in DROP (Dua et al. 2019), by value instead of by token; a second value fails it",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_correctness),
)
"""1 where every value of the reference is held and none contradicts it; 0 for a wrong refusal; unscored with a reason
for an unanswerable question."""

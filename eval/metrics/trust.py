"""Trust-Align's F1 scores, counted over an arm: both ask what the sources shown allow, not what the documents hold."""

from collections.abc import Sequence

from eval.metrics.base import Case
from eval.metrics.correctness import holds_piece
from eval.metrics.shown import answer_was_shown
from pipelines.language.citations import without_citations

Row = tuple[float, ...]


def refusal_counts(case: Case) -> Row:
    """Counts one answer for F1_GR: rightly refused, needlessly refused, wrongly answered, rightly answered.

    A closed book, which shows nothing that could be refused for, counts nowhere.
    """
    shown = answer_was_shown(case)
    if shown is None:
        return (0.0, 0.0, 0.0, 0.0)
    refused = case.answer.refused
    cells = (refused and not shown, refused and shown, not refused and not shown, not refused and shown)
    return tuple(map(float, cells))


def correctness_counts(case: Case) -> Row:
    """Counts one answer for F1_AC: the share of the claims held, whether it answers, whether it could have."""
    shown = answer_was_shown(case)
    if shown is None:
        return (0.0, 0.0, 0.0)
    answered = not case.answer.refused
    held = _claims_held(case) if shown and answered else 0.0
    return (held, float(answered), float(shown))


def _claims_held(case: Case) -> float:
    claims = _claims_shown(case)
    said = without_citations(case.answer.text)
    return sum(holds_piece(said, claim) for claim in claims) / len(claims)


def _claims_shown(case: Case) -> Sequence[str]:
    pieces = case.question.values or (case.question.reference,)
    texts = [f"{source.heading}\n{source.text}" for source in case.answer.sources if source.golden]
    shown = [piece for piece in pieces if any(holds_piece(text, piece) for text in texts)]
    # A value that the section words differently, such as a translated one, is still a claim of a golden section.
    return shown or pieces

"""The baseline without a model: what of the top source stands nearest to the question."""

from collections.abc import Sequence

from pipelines.answering.nearest import Likeness, cited_line, extract, support
from pipelines.language.refusal import refusal_for
from pipelines.records.example import Example
from pipelines.records.source import Source


def write(question: str, sources: Sequence[Source], threshold: float, likeness: Likeness | None = None) -> str:
    """Answers with what of the first source stands nearest, or refuses below a threshold of support.

    Args:
        question: The question.
        sources: What it is shown, best first.
        threshold: Share of the question's tokens that the first of them has to hold, [0, 1].
        likeness: As in `extract`.

    Returns:
        One line that cites the handle `[1]`, or the refusal.
    """
    if not sources or support(question, sources[0]) < threshold:
        return refusal_for(question)
    return cited_line([(extract(question, sources[0], likeness), 0)])


def choose_threshold(
    examples: Sequence[Example], ranked: Sequence[Sequence[Source]], likeness: Likeness | None = None
) -> float:
    """Chooses the support below which refusing is right most often.

    Args:
        examples: Validation examples; their sources and their answerability are known.
        ranked: Each example's sources, best first, as retrieval would rank them.
        likeness: As in `extract`.

    Returns:
        The threshold with most right outcomes, the lowest of equals: an answerable example is right if what is said
        holds its quote and stands under a cited key, an unanswerable one if it is refused.
    """
    judged = [_judged(example, sources, likeness) for example, sources in zip(examples, ranked, strict=True)]
    thresholds = sorted({0.0, *(share for share, _, _ in judged), 1.01})

    def right(threshold: float) -> int:
        return sum(
            answers_right if share >= threshold else not answerable for share, answers_right, answerable in judged
        )

    return max(thresholds, key=lambda threshold: (right(threshold), -threshold))


def _judged(example: Example, ranked: Sequence[Source], likeness: Likeness | None) -> tuple[float, bool, bool]:
    if not ranked:
        return 0.0, False, example.answerable
    told = extract(example.question, ranked[0], likeness)
    held = any(quote in told or told in quote for quote in example.quotes)
    right = example.answerable and held and ranked[0].key in example.citations
    return support(example.question, ranked[0]), right, example.answerable

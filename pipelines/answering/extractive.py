"""The baseline without a model: the sentence of the top source that shares most words with the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.language.citations import handle
from pipelines.language.refusal import refusal_for
from pipelines.language.script import language_of
from pipelines.language.tokens import tokens
from pipelines.records.example import Example
from pipelines.records.source import Source

_SENTENCE_END = re.compile(r"(?<=[。！？!?])\s*|(?<=\.)\s+|\n+")
_QUESTION = ("？", "?")
_ANSWER_LABEL = re.compile(r"(?:答|A)\s*[：:]\s*")
_STOPS = {"zh": "。", "en": "."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The sentence that stands nearest to a question."""

    sentence: str
    support: float
    """Share of the question's tokens that the top source holds, [0, 1]."""


def extract(question: str, source: Source) -> Extract:
    """Finds the sentence of a source that shares most tokens with a question.

    Where that is a question itself, as in a FAQ, the sentence behind it is the answer.

    Args:
        question: The question.
        source: The source that retrieval ranks first.

    Returns:
        The sentence, the earliest of equals, and how much of the question its source supports.
    """
    wanted = set(tokens(question))
    sentences = [part.strip() for part in _SENTENCE_END.split(source.text) if part.strip()] or [source.heading]
    best = max(range(len(sentences)), key=lambda place: _share(wanted, sentences[place]))
    told = next((one for one in sentences[best:] if not one.endswith(_QUESTION)), sentences[best])
    return Extract(
        sentence=told.removeprefix(label.group()) if (label := _ANSWER_LABEL.match(told)) else told,
        support=support(question, source),
    )


def support(question: str, source: Source) -> float:
    """Returns the share of a question's tokens that a source holds, [0, 1]."""
    return _share(set(tokens(question)), f"{source.heading}\n{source.text}")


def cited_line(sentence: str, place: int) -> str:
    """Returns a sentence as one line that cites the source at a place, from 0."""
    return f"{' '.join(sentence.split()).rstrip('。.')} {handle(place + 1)}{_STOPS[language_of(sentence)]}"


def write(question: str, sources: Sequence[Source], threshold: float) -> str:
    """Answers with the best sentence of the first source, or refuses below a threshold of support.

    Returns:
        One line that cites the handle `[1]`, or the refusal.
    """
    if not sources:
        return refusal_for(question)
    found = extract(question, sources[0])
    if found.support < threshold:
        return refusal_for(question)
    return cited_line(found.sentence, 0)


def choose_threshold(examples: Sequence[Example], ranked: Sequence[Sequence[Source]]) -> float:
    """Chooses the support below which refusing is right most often.

    Args:
        examples: Validation examples; their sources and their answerability are known.
        ranked: Each example's sources, best first, as retrieval would rank them.

    Returns:
        The threshold with most right outcomes, the lowest of equals: an answerable example is right if the sentence
        holds its quote and stands under a cited key, an unanswerable one if it is refused.
    """
    judged = [_judged(example, sources) for example, sources in zip(examples, ranked, strict=True)]
    thresholds = sorted({0.0, *(support for support, _, _ in judged), 1.01})

    def right(threshold: float) -> int:
        return sum(
            answers_right if support >= threshold else not answerable for support, answers_right, answerable in judged
        )

    return max(thresholds, key=lambda threshold: (right(threshold), -threshold))


def _judged(example: Example, ranked: Sequence[Source]) -> tuple[float, bool, bool]:
    if not ranked:
        return 0.0, False, example.answerable
    found = extract(example.question, ranked[0])
    held = any(quote in found.sentence or found.sentence in quote for quote in example.quotes)
    return found.support, example.answerable and held and ranked[0].key in example.citations, example.answerable


def _share(wanted: set[str], text: str) -> float:
    return len(wanted & set(tokens(text))) / len(wanted) if wanted else 0.0

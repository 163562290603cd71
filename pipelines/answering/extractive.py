"""The baseline without a model: the sentence of the top source that shares most words with the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.answering.sentences import announced, sentences
from pipelines.language.citations import HANDLE, handle
from pipelines.language.refusal import refusal_for
from pipelines.language.script import language_of
from pipelines.language.tokens import tokens
from pipelines.records.example import Example
from pipelines.records.source import Source

NEAR = 0.6
"""How much of the best sentence's share of the question the next best has to have to stand beside it."""
_GAP = " … "
_QUESTION = ("？", "?")
_ANSWER_LABEL = re.compile(r"(?:答|A)\s*[：:]\s*")
_STOPS = {"zh": "。", "en": "."}
_BETWEEN = {"zh": "；", "en": "; "}
_AFTER_COLON = {":": " ", "：": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What of a source stands nearest to a question."""

    text: str
    """One sentence or two, with the items that they announce, in the source's order, made one statement; `…` stands for
    what is between them."""
    support: float
    """Share of the question's tokens that the source holds, [0, 1]."""


def extract(question: str, source: Source, near: float = NEAR) -> Extract:
    """Finds the sentence of a source that shares most tokens with a question, and the next where that is as near.

    What its heading says is true of every sentence: such tokens do not count, and a question by the heading alone is
    answered by the first sentences. Where one is a question itself, as in a FAQ, the sentence behind it is the answer;
    where one ends with a colon, what it announces goes with it.

    Args:
        question: The question.
        source: Where it is to be found.
        near: How much of the best sentence's share the next best has to have; above 1 none has.

    Returns:
        The sentences, the earlier of equals, and how much of the question the source supports.
    """
    wanted = set(tokens(question)) - set(tokens(source.heading))
    parts = sentences(source.text) or [source.heading]
    shares = [_share(wanted, part) for part in parts]
    best, *others = sorted(range(len(parts)), key=lambda place: (-shares[place], place))
    also = [place for place in others[:1] if shares[place] >= near * shares[best]]
    told = {_answer_at(parts, place) for place in (best, *also)}
    told |= {item for place in told for item in announced(parts, place)}
    return Extract(text=_joined(parts, sorted(told)), support=support(question, source))


def _answer_at(parts: Sequence[str], place: int) -> int:
    """Returns the place of the first sentence from a place on that is no question."""
    return next((later for later in range(place, len(parts)) if not parts[later].endswith(_QUESTION)), place)


def _joined(parts: Sequence[str], places: Sequence[int]) -> str:
    """Makes one statement of sentences, which one citation covers."""
    said = ""
    for before, place in zip((None, *places), places, strict=False):
        part = parts[place].rstrip("。.；;")
        if before is not None:
            said += _GAP if place > before + 1 else _AFTER_COLON.get(said[-1:], _BETWEEN[language_of(said)])
        said += part.removeprefix(label.group()) if (label := _ANSWER_LABEL.match(part)) else part
    return said


def support(question: str, source: Source) -> float:
    """Returns the share of a question's tokens that a source holds, [0, 1]."""
    return _share(set(tokens(question)), f"{source.heading}\n{source.text}")


def cited_line(said: Sequence[tuple[str, int]]) -> str:
    """Returns texts as one line, each citing the source at its place, from 0.

    >>> cited_line([("上限 NT$2,800", 0), ("上限 NT$3,400", 2)])
    '上限 NT$2,800 [1]；上限 NT$3,400 [3]。'
    """
    # A footnote's number is in the form of a handle.
    plain = [HANDLE.sub(r"(\1)", " ".join(text.split())) for text, _ in said]
    language = language_of(" ".join(plain))
    parts = [f"{text} {handle(place + 1)}" for text, (_, place) in zip(plain, said, strict=True)]
    return _BETWEEN[language].join(parts) + _STOPS[language]


def write(question: str, sources: Sequence[Source], threshold: float) -> str:
    """Answers with what of the first source stands nearest, or refuses below a threshold of support.

    Returns:
        One line that cites the handle `[1]`, or the refusal.
    """
    if not sources:
        return refusal_for(question)
    found = extract(question, sources[0])
    if found.support < threshold:
        return refusal_for(question)
    return cited_line([(found.text, 0)])


def choose_threshold(examples: Sequence[Example], ranked: Sequence[Sequence[Source]]) -> float:
    """Chooses the support below which refusing is right most often.

    Args:
        examples: Validation examples; their sources and their answerability are known.
        ranked: Each example's sources, best first, as retrieval would rank them.

    Returns:
        The threshold with most right outcomes, the lowest of equals: an answerable example is right if what is said
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
    held = any(quote in found.text or found.text in quote for quote in example.quotes)
    return found.support, example.answerable and held and ranked[0].key in example.citations, example.answerable


def _share(wanted: set[str], text: str) -> float:
    return len(wanted & set(tokens(text))) / len(wanted) if wanted else 0.0

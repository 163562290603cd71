"""An answer in the documents' own words: the model decides, and what stands nearest is quoted.

A small model tells better whether its sources hold the answer, and which of them, than it says the value: in the right
section it takes another sentence, or writes half of one.
"""

from collections.abc import Sequence
from math import exp

from pipelines.answering.nearest import Likeness, cited_line, extract, support
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Written
from pipelines.language.citations import resolve, without_citations
from pipelines.language.refusal import is_refusal
from pipelines.language.script import language_of
from pipelines.language.tokens import token_set
from pipelines.records.source import Source

_AHEAD = 0.25
"""What a source that the model cites is ahead by, and so the one found first: as a share of the question's tokens."""


def quoted(written: Written, asked: Asked, refuse_from: float, likeness: Likeness | None) -> str:
    """Puts what stands nearest in the sources in the place of what a model wrote.

    Args:
        written: What the model wrote, citing by handle.
        asked: The question, and the sources that it was shown.
        refuse_from: Probability from which a refusal stands, [0, 1]; one that tells no confidence stands.
        likeness: Compares meanings; None: words alone.

    Returns:
        What `extract` finds in the source that holds most of the question's words, with that source's handle; one that
        the model cites is ahead by a quarter of them, and so is the first where they are ranked. Of each source, where
        the model cites several: it does so where several are asked about. What the model wrote, where that is a refusal
        that stands, where no source was shown, and where words alone are compared and a source to be quoted is in
        another language than the question; not, though, where it only says the question again.
    """
    question, sources = asked.question, asked.sources
    if not sources:
        return written.text
    keys = [source.key for source in sources]
    said = resolve(written.text, keys)
    refused = is_refusal(said.text)
    if refused and _probability(written) >= refuse_from:
        return written.text
    cited = [keys.index(key) for key in said.citations]
    places = cited if len(cited) > 1 else [_nearest(question, sources, [*cited, 0] if asked.ranked else cited)]
    foreign = likeness is None and any(language_of(sources[place].text) != language_of(question) for place in places)
    if foreign and (refused or not _echoes(said.text, question)):
        return written.text
    return cited_line([(extract(question, sources[place], likeness), place) for place in places])


def _probability(written: Written) -> float:
    # Of the rounded confidence, so that what else was in the batch decides nothing.
    return 1.0 if written.confidence is None else exp(written.confidence * written.completion_tokens)


def _nearest(question: str, sources: Sequence[Source], ahead: Sequence[int]) -> int:
    def nearness(place: int) -> float:
        return support(question, sources[place]) + _AHEAD * ahead.count(place)

    return max(range(len(sources)), key=nearness)


def _echoes(said: str, question: str) -> bool:
    return token_set(without_citations(said)) <= token_set(question)

"""An answer in the documents' own words: the model decides, and what stands nearest is quoted.

A small model tells better whether its sources hold the answer, and which of them, than it says the value: in the right
section it takes another sentence, or writes half of one.
"""

from collections.abc import Sequence

from pipelines.answering.extractive import cited_line, extract, support
from pipelines.language.citations import resolve, without_citations
from pipelines.language.refusal import is_refusal
from pipelines.language.script import language_of
from pipelines.language.tokens import token_set
from pipelines.records.source import Source

_AHEAD = 0.25
"""What a source that the model cites is ahead by, and what the one found first is, as a share of the question's tokens."""


def quoted(written: str, question: str, sources: Sequence[Source], *, ranked: bool) -> str:
    """Puts what stands nearest in the sources in the place of what a model wrote.

    Args:
        written: What the model wrote, citing by handle.
        question: The question.
        sources: The sources that it was shown.
        ranked: True where they are in the order of retrieval, best first.

    Returns:
        What `extract` finds in the source that holds most of the question's words, with that source's handle; one that
        the model cites is ahead by a quarter of them, and so is the first of those that are ranked. Of each source,
        where the model cites several: it does so where several are asked about. What the model wrote, where that is a
        refusal, where no source was shown, and where a source to be quoted is in another language than the question, so
        that words are no guide; not, though, where it only says the question again.
    """
    if not sources:
        return written
    keys = [source.key for source in sources]
    said = resolve(written, keys)
    if is_refusal(said.text):
        return written
    cited = [keys.index(key) for key in said.citations]
    places = cited if len(cited) > 1 else [_nearest(question, sources, [*cited, 0] if ranked else cited)]
    foreign = any(language_of(sources[place].text) != language_of(question) for place in places)
    if foreign and not _echoes(said.text, question):
        return written
    return cited_line([(extract(question, sources[place]).text, place) for place in places])


def _nearest(question: str, sources: Sequence[Source], ahead: Sequence[int]) -> int:
    def nearness(place: int) -> float:
        return support(question, sources[place]) + _AHEAD * ahead.count(place)

    return max(range(len(sources)), key=nearness)


def _echoes(said: str, question: str) -> bool:
    return token_set(without_citations(said)) <= token_set(question)

"""An answer in the documents' own words: the model decides, and what stands nearest is quoted.

A small model tells better whether its sources hold the answer, and which of them, than it says the value: in the right
section it takes another sentence, or writes half of one.
"""

from collections.abc import Sequence

from pipelines.answering.extractive import cited_line, extract, support
from pipelines.language.citations import resolve
from pipelines.language.refusal import is_refusal
from pipelines.language.script import language_of
from pipelines.records.source import Source

_CITED = 0.25
"""What a source that the model cites is ahead by, as a share of the question's tokens."""


def quoted(written: str, question: str, sources: Sequence[Source]) -> str:
    """Puts what stands nearest in the sources in the place of what a model wrote.

    Args:
        written: What the model wrote, citing by handle.
        question: The question.
        sources: The sources that it was shown.

    Returns:
        What `extract` finds in the source that holds most of the question's words, with that source's handle; one that
        the model cites is ahead by a quarter of them. What the model wrote, where that is a refusal, where no
        source was shown, and where the source is in another language than the question, so that words are no guide.
    """
    if not sources:
        return written
    said = resolve(written, [source.key for source in sources])
    if is_refusal(said.text):
        return written
    place = max(
        range(len(sources)),
        key=lambda at: support(question, sources[at]) + _CITED * (sources[at].key in said.citations),
    )
    if language_of(sources[place].text) != language_of(question):
        return written
    return cited_line(extract(question, sources[place]).text, place)

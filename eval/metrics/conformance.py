"""Whether a Chinese question is answered in Traditional characters."""

import re

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored
from pipelines.language.citations import without_citations
from pipelines.language.script import language_of
from pipelines.language.simplified import one_to_one

# Characters that Simplified Chinese uses for others stand in a few Traditional words of their own.
_OWN = re.compile("[茶案]几|老么|么[兒妹女]")


def _traditional(case: Case) -> Measured:
    said = without_citations(case.answer.text)
    if case.question.language != "zh":
        return unscored("the question is not Chinese")
    if language_of(said) != "zh":
        return unscored("the answer has no Chinese character")
    plain = _OWN.sub("", said)
    return scored(float(one_to_one(plain) == plain))


TRADITIONAL_CHINESE = Metric(
    name="traditional_chinese",
    source="share of Chinese answers to Chinese questions without a character that only Simplified Chinese has",
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(_traditional),
)
"""By character: a word that only the mainland uses, written in Traditional characters, is not noticed."""

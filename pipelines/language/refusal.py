"""The one sentence that says the documents do not hold the answer, in each language."""

from pipelines.language.script import language_of
from pipelines.records.section import Language

REFUSALS: dict[Language, str] = {
    "zh": "所提供的文件沒有這個問題的答案。",
    "en": "The documents provided do not answer this question.",
}


def refusal_for(question: str) -> str:
    """Returns the refusal in the question's language.

    >>> refusal_for("Who approves it?")
    'The documents provided do not answer this question.'
    """
    return REFUSALS[language_of(question)]


def is_refusal(answer: str) -> bool:
    """Says whether an answer is a refusal in either language; white space and the full stop do not count.

    >>> is_refusal(" 所提供的文件沒有這個問題的答案"), is_refusal("24 小時內")
    (True, False)
    """
    said = answer.strip().rstrip("。.")
    return any(said == sentence.rstrip("。.") for sentence in REFUSALS.values())

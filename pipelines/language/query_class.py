"""Kinds of questions by what they share with the section that answers them: each needs another skill of retrieval."""

from collections.abc import Sequence
from typing import Literal, get_args

from pipelines.language.query import asked
from pipelines.language.script import language_of
from pipelines.language.tokens import tokens
from pipelines.language.values import holds, values
from pipelines.records.section import Section

QueryClass = Literal["codes", "other_language", "same_words", "paraphrase"]
CLASSES: tuple[QueryClass, ...] = get_args(QueryClass)

# Where questions written in a section's words and such written in other words are told apart best; measured over 519
# questions whose authors said which they wrote, see docs/decisions/query-classes.md.
SAME_WORDS = 0.65


def query_class(question: str, golden: Sequence[Section]) -> QueryClass:
    """Returns a question's class; of those that fit, the first in this order.

    - `codes`: it names a code, a key or a number that a golden section holds as well;
    - `other_language`: no golden section is in the question's language;
    - `same_words`: most of what it asks for stands in one golden section, headings and key included;
    - `paraphrase`: none of these.

    Args:
        question: The question as typed.
        golden: The sections that answer it, one at least.

    Returns:
        The class.
    """
    texts = [f"{section.key}\n{section.heading}\n{section.text}" for section in golden]
    named = [value.text for value in values(question)]
    if any(holds(text, value) for text in texts for value in named):
        return "codes"
    if language_of(question) not in {section.language for section in golden}:
        return "other_language"
    wanted = set(asked(question))
    shared = max(len(wanted.intersection(tokens(text))) for text in texts)
    return "same_words" if shared >= SAME_WORDS * len(wanted) else "paraphrase"

"""Lets a question be typed as plain words: what is no override is part of the question."""

import re
from collections.abc import Sequence

from pipelines.runtime.errors import UserError

_OPENING = "question="
_OVERRIDE = re.compile(r"[a-z_]+(?:\.[a-z_]+)*=\S*|--?[a-z]+")


def gather(arguments: Sequence[str]) -> list[str]:
    """Gathers the words of a question into one `question=` argument.

    Args:
        arguments: The words after the command.

    Returns:
        The overrides, then the question; unchanged where the question is named already or none is asked.

    >>> gather(["出貨異常", "多久，通報？", "data_dir=d"])
    ['data_dir=d', 'question=出貨異常 多久，通報？']
    """
    if any(argument.startswith(_OPENING) for argument in arguments):
        return list(arguments)
    words = [argument for argument in arguments if not _OVERRIDE.fullmatch(argument)]
    overrides = [argument for argument in arguments if _OVERRIDE.fullmatch(argument)]
    return overrides + ([_OPENING + " ".join(words)] if words else [])


def require_questions(text: str) -> list[str]:
    r"""Returns the questions of a text, one a line.

    >>> require_questions(" 多久？\n\nWho approves it? ")
    ['多久？', 'Who approves it?']

    Raises:
        UserError: There is none.
    """
    questions = [line.strip() for line in text.splitlines() if line.strip()]
    if not questions:
        raise UserError("no question was asked", hint='type it: `python -m pipelines.ask question="…"`')
    return questions

"""Contrast: questions over the same sources that differ in a name alone, so that a model has to look at the name."""

from collections.abc import Iterable, Iterator, Sequence

from pipelines.dataset.candidate import Candidate

Asked = tuple[Candidate, str]
"""A fact and the words in which it is asked for."""


def twin(one: Candidate, question: str, other: Candidate) -> str | None:
    """Asks of another row what a question asks of one.

    Args:
        one: The fact that the question asks for.
        question: The question.
        other: A fact of another row.

    Returns:
        The question with the other row's name; None where the other fact is of another column or table, or the rows
        have no name that could be exchanged.
    """
    if not one.named or not other.named or one.named == other.named or question.count(one.named) != 1:
        return None
    if one.questions[0].replace(one.named, other.named) != other.questions[0]:
        return None
    return question.replace(one.named, other.named)


def alike(offered: Iterable[Candidate], asked: Sequence[Asked]) -> Iterator[Asked]:
    """Yields the facts that can be asked for as one was asked for already, in its words."""
    for candidate in offered:
        for one, question in asked:
            same = twin(one, question, candidate)
            if same is not None:
                yield candidate, same

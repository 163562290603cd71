"""The worked examples that stand in the few-shot prompt, so that fine-tuning does not beat a straw man."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.language.citations import with_handles
from pipelines.language.prompt import WorkedExample
from pipelines.records.example import Example
from pipelines.records.section import Language
from pipelines.runtime.errors import UserError

# Both languages, and one refusal: what the rules ask for, shown once each.
WANTED: tuple[tuple[Language, bool], ...] = (("zh", True), ("en", True), ("zh", False))

_TOKEN = 3
"""Bytes of a token at least, near enough: one Han character, or most of an English word."""


def worked_examples(examples: Sequence[Example], max_length: int) -> tuple[WorkedExample, ...]:
    """Chooses the shortest training example of each wanted kind, each of a group of its own.

    Args:
        examples: The training examples.
        max_length: How many tokens the model reads. Examples that would take half of it are shown without their
            distractors, so that there is room for the question's own sources.

    Returns:
        A Chinese answer, an English answer and a refusal; the other language stands in for one that has none.

    Raises:
        UserError: There are no training examples of one kind at all.
    """
    chosen: list[Example] = []
    for language, answerable in WANTED:
        groups = {example.group for example in chosen}
        pool = [e for e in examples if e.answerable == answerable and e.group not in groups and e.sources]
        if not pool:
            kind = "an answer" if answerable else "a refusal"
            raise UserError(
                f"the training examples hold no further example of {kind} for the few-shot prompt",
                hint="leave the arm out: `arms.names=[extractive,base,candidate]`",
            )
        chosen.append(min(pool, key=lambda example: (example.language != language, _length(example), example.id)))
    if sum(map(_bytes, chosen)) * 2 > max_length * _TOKEN:
        chosen = [_alone(example) for example in chosen]
    return tuple(_worked(example) for example in chosen)


def _alone(example: Example) -> Example:
    # A refusal keeps one source, whichever comes first: it has to be refused from something.
    cited = tuple(source for source in example.sources if source.key in example.citations)
    return replace(example, sources=cited or example.sources[:1])


def _length(example: Example) -> int:
    return len(_shown(example))


def _bytes(example: Example) -> int:
    return len(_shown(example).encode())


def _shown(example: Example) -> str:
    sources = "".join(source.heading + source.text for source in example.sources)
    return sources + example.question + example.answer


def _worked(example: Example) -> WorkedExample:
    answer = with_handles(example.answer, [source.key for source in example.sources])
    return WorkedExample(question=example.question, sources=example.sources, answer=answer)

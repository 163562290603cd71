"""Leaks: held-out questions or golden texts that training has seen under another name."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pipelines.dataset.verify import section_tokens
from pipelines.records.example import Example
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.runtime.errors import UserError

# Above this share of common tokens two golden texts are the same text.
_SAME_TEXT = 0.95


def normal(question: str) -> str:
    """Returns a question's letters and digits alone: width, case, punctuation and politeness do not count."""
    plain = unicodedata.normalize("NFKC", question).casefold().replace("請問", "")
    return "".join(character for character in plain if character.isalnum())


def require_no_leaks(
    questions: Sequence[Question], examples: Iterable[Example], sections: Mapping[str, Section]
) -> None:
    """Stops where training has seen a held-out question, its group, or its golden text.

    Args:
        questions: The held-out questions.
        examples: All examples that training or validation sees.
        sections: Section id → section.

    Raises:
        UserError: There is a leak; names question and example of each.
    """
    found: list[str] = []
    groups = {question.group: question.id for question in questions}
    asked = {normal(question.question): question.id for question in questions}
    golden = {id_: question.id for question in questions for id_ in question.lineage}
    for example in examples:
        same = asked.get(normal(example.question)) or groups.get(example.group)
        shown = next((golden[source.section_id] for source in example.sources if source.section_id in golden), None)
        copied = _copy(example, golden, sections)
        other = same or shown or copied
        if other is not None:
            found.append(f"{other} is in training as {example.id}")
    if found:
        raise UserError(
            f"{len(found)} training examples give held-out questions away",
            details=found[:10],
            hint="lower `dataset.near_duplicate`, so that what is alike stays on one side",
        )


def _copy(example: Example, golden: Mapping[str, str], sections: Mapping[str, Section]) -> str | None:
    for id_ in example.lineage:
        mine = section_tokens(sections[id_])
        for other, question in golden.items():
            theirs = section_tokens(sections[other])
            if len(mine & theirs) / max(len(mine | theirs), 1) >= _SAME_TEXT and _amounts(mine) == _amounts(theirs):
                return question
    return None


def _amounts(found: frozenset[str]) -> set[str]:
    return {token for token in found if token.startswith("=")}

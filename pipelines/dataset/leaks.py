"""Leaks: held-out questions or golden texts that training has seen under another name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.dataset.overlaps import Overlaps, nearly_same, part_in_common, text_tokens
from pipelines.records.example import Example
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.runtime.errors import UserError

# Below this part in common two texts are not worth mention.
_WORTH_MENTION = 0.2
_NO_LETTER = re.compile(r"[\W_]+")


def normal(question: str) -> str:
    """Returns a question's letters and digits alone: width, case, punctuation and politeness do not count."""
    plain = unicodedata.normalize("NFKC", question).casefold().replace("請問", "")
    return _NO_LETTER.sub("", plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was compared and found free of leaks."""

    examples: int = 0
    questions: int = 0
    texts: int = 0
    """Texts that training or validation shows or asks about."""
    nearest: float = 0.0
    """The largest part of all tokens that a golden text of a held-out question has in common with one of them."""


def require_no_leaks(
    questions: Sequence[Question], examples: Sequence[Example], sections: Mapping[str, Section], near_duplicate: float
) -> Checked:
    """Stops where training has seen a held-out question, its group, or a text that is nearly its golden text.

    Args:
        questions: The held-out questions.
        examples: All examples that training or validation sees.
        sections: Section id → section.
        near_duplicate: Part of all tokens from which two texts are nearly the same.

    Returns:
        What was compared.

    Raises:
        UserError: There is a leak; names question and example of each.
    """
    golden = {id_: question.id for question in questions for id_ in question.lineage}
    groups = {question.group: question.id for question in questions}
    asked = {normal(question.question): question.id for question in questions}
    read = sorted({id_ for example in examples for id_ in _read(example)})
    copied, nearest = _copied(read, golden, sections, near_duplicate)
    found: list[str] = []
    for example in examples:
        given = next((copied[id_] for id_ in _read(example) if id_ in copied), None)
        other = asked.get(normal(example.question)) or groups.get(example.group) or given
        if other is not None:
            found.append(f"{other} is in training as {example.id}")
    if found:
        raise UserError(
            f"{len(found)} training examples give held-out questions away",
            details=found[:10],
            hint="lower `dataset.near_duplicate`, so that what is alike stays on one side",
        )
    return Checked(examples=len(examples), questions=len(questions), texts=len(read), nearest=nearest)


def _read(example: Example) -> Iterable[str]:
    return (*example.lineage, *(source.section_id for source in example.sources))


def _copied(
    read: Sequence[str], golden: Mapping[str, str], sections: Mapping[str, Section], near_duplicate: float
) -> tuple[dict[str, str], float]:
    """Returns section → question whose golden text it is or nearly is, and the largest part in common of any two."""
    seen = Overlaps((id_, text_tokens(sections[id_])) for id_ in read)
    asked = Overlaps((id_, text_tokens(sections[id_])) for id_ in golden)
    copied = {one: golden[one] for one in read if one in golden}
    nearest, same = 0.0, set[tuple[str, str]]()

    def compare(one: str, other: str, common: int) -> None:
        nonlocal nearest
        if sections[one].language == sections[other].language:
            nearest = max(nearest, part_in_common(common, seen.size(one), asked.size(other)))
            if nearly_same(common, seen.size(one), asked.size(other), near_duplicate):
                same.add((one, other))

    # What holds a golden text is found by it; what a golden text holds finds it.
    for other in golden:
        for one, common, _ in seen.holding(text_tokens(sections[other]), _WORTH_MENTION):
            compare(one, other, common)
    for one in read:
        for other, common, _ in asked.holding(text_tokens(sections[one]), near_duplicate):
            compare(one, other, common)
    for one, other in sorted(same):
        copied.setdefault(one, golden[other])
    return copied, nearest

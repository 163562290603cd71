"""The calibration set: 82 answers and 48 sets of sources, in Chinese and English, that people agree about.

It is drawn from nobody's documents, so that a judge is licensed before it has seen one. None of its texts is among the
examples in the prompts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.judges.calibration import en, zh
from eval.judges.calibration.story import TRUTH, Kind, Story
from eval.metrics.base import Case
from pipelines.language.refusal import is_refusal, refusal_for
from pipelines.records import Answer, Question, Source
from pipelines.records.section import Language

_STORIES: Mapping[Language, tuple[Story, ...]] = {"zh": zh.STORIES, "en": en.STORIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to judge, and what a person says to it."""

    id: str
    kind: str
    case: Case

    @property
    def group(self) -> str:
        """Items over one question are not independent."""
        return self.case.question.group

    def truth(self, metric: str) -> bool | None:
        """Returns what a person says by a metric; None: it is not asked here."""
        return TRUTH[metric].get(self.kind)


def calibration() -> list[Item]:
    """Returns the set: each language's questions with their answers, then their sets of sources."""
    return [
        item
        for language, stories in _STORIES.items()
        for place, story in enumerate(stories, 1)
        for item in _items(story, language, place)
    ]


def _items(story: Story, language: Language, place: int) -> Iterator[Item]:
    group = f"{language}-{place:02}"
    question = Question(
        id=group,
        language=language,
        audience="all",
        question=story.question,
        reference=story.reference if story.answerable else refusal_for(story.question),
        values=(),
        golden_keys=(f"{group}-golden",) if story.answerable else (),
        golden_hashes=(),
        origin="teacher",
        answerable=story.answerable,
        group=group,
        lineage=(),
    )
    golden = _source(f"{group}-golden", story.golden, golden=story.answerable)
    other = _source(f"{group}-other", story.other, golden=False)
    # Where the golden section stands is nothing to learn from.
    shown = (golden, other) if place % 2 else (other, golden)
    for kind, text in story.answers:
        yield _item(question, kind, text or refusal_for(story.question), shown)
    if story.answerable:
        yield _item(question, "golden_first", "-", (golden, other))
        yield _item(question, "golden_last", "-", (other, golden))
        yield _item(question, "golden_missing", "-", (other,))


def _item(question: Question, kind: Kind, text: str, sources: tuple[Source, ...]) -> Item:
    answer = Answer(
        question_id=question.id,
        arm="calibration",
        text=text,
        citations=(),
        invented=(),
        refused=is_refusal(text),
        sources=sources,
        model="a person",
        prompt_hash="",
        adapter_hash=None,
        index_hash="",
        finish_reason="stop",
        prompt_tokens=0,
        completion_tokens=0,
    )
    return Item(id=f"{question.id} {kind}", kind=kind, case=Case(question=question, answer=answer))


def _source(key: str, section: tuple[str, str], *, golden: bool) -> Source:
    heading, text = section
    return Source(key=key, section_id=key, heading=heading, text=text, golden=golden)


__all__ = ["Item", "calibration"]

"""One section's dialogue with the teacher: new questions, other wordings, and the same questions asked back.

What is written is proven at once, and only what was proven is asked about further. At the end the teacher answers every
question from the section alone; where it does not find the same value again, the question asks for something else.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.teacher.config import TeacherConfig
from pipelines.dataset.teacher.parse import BadReplyError, Worded, answered, drafted, worded
from pipelines.dataset.teacher.prompts import for_answers, for_questions, for_wordings
from pipelines.dataset.teacher.prove import proven_question, proven_translation, proven_wording
from pipelines.language.values import holds
from pipelines.models.calls import Failure, Reply
from pipelines.models.endpoint import Dialogue
from pipelines.records.section import Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a teacher is asked about one section."""

    section: Section
    facts: Sequence[Candidate]
    """Facts that are there without a teacher, whose questions it rewords."""
    translated: bool
    """Whether facts are asked for in the other language as well."""
    config: TeacherConfig


@dataclass(slots=True, kw_only=True)
class Lesson:
    """What came of one section."""

    questions: list[Candidate] = field(default_factory=list)
    """New facts with the teacher's question, and facts of the section in the other language."""
    wordings: list[tuple[str, str]] = field(default_factory=list)
    """Name of a fact, and another way to ask for it."""
    replies: list[Reply] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)

    def read(self, answer: Reply | Failure, parse: Callable[[str], T]) -> T | None:
        """Reads a reply; one that cannot be read is counted, and None comes of it."""
        if isinstance(answer, Failure):
            self.rejected[f"call without a reply: {answer.reason}"] += 1
            return None
        self.replies.append(answer)
        try:
            return parse(answer.text)
        except BadReplyError as error:
            self.rejected["reply was cut off" if answer.finish == "length" else str(error)] += 1
            return None

    def sort(self, made: Candidate | str) -> Iterator[Candidate]:
        """Yields a candidate; counts a reason."""
        if isinstance(made, str):
            self.rejected[made] += 1
        else:
            yield made


def lesson(plan: Plan) -> Dialogue[Lesson]:
    """Leads the dialogue about one section.

    Args:
        plan: What is asked.

    Yields:
        One call after the other.

    Returns:
        What was proven, and why the rest was not.
    """
    held = Lesson()
    new = yield from _new_questions(plan, held)
    facts = [*plan.facts, *new]
    wordings, others = yield from _other_wordings(plan, facts, held)
    asked = [(made, made.questions[0]) for made in (*new, *others)]
    same = yield from _asked_back(plan.section, [*asked, *wordings], held)
    held.questions += [made for (made, _), true in zip(asked, same, strict=False) if true]
    # A new fact whose own question fell has no other wordings either.
    there = {name_of_fact(made) for made in (*plan.facts, *held.questions)}
    named = [(name_of_fact(fact), question) for fact, question in wordings]
    held.wordings += [pair for pair, true in zip(named, same[len(asked) :], strict=True) if true and pair[0] in there]
    return held


def name_of_fact(candidate: Candidate) -> str:
    """Names what is asked for: one sentence may state several things, each with questions of its own."""
    return "|".join((candidate.id, *candidate.values))


def _new_questions(plan: Plan, held: Lesson) -> Dialogue[list[Candidate]]:
    count = plan.config.questions_per_section
    if not count:
        return []
    items = held.read((yield for_questions(plan.section, count)), drafted) or []
    # Whatever else it writes was not asked for.
    made = (found for item in items[:count] for found in held.sort(proven_question(item, plan.section)))
    new: dict[str, Candidate] = {}
    for candidate in made:
        new.setdefault(name_of_fact(candidate), candidate)
    return list(new.values())


def _other_wordings(
    plan: Plan, facts: Sequence[Candidate], held: Lesson
) -> Dialogue[tuple[list[tuple[Candidate, str]], list[Candidate]]]:
    count = plan.config.wordings
    if not facts or not (count or plan.translated):
        return [], []
    reply = yield for_wordings(plan.section, facts, count, translated=plan.translated)
    read = held.read(reply, lambda text: worded(text, len(facts))) or {}
    wordings: list[tuple[Candidate, str]] = []
    others: dict[str, Candidate] = {}
    for place, item in sorted(read.items()):
        wordings += [(facts[place], question) for question in _reworded(facts[place], item, count, held)]
        if plan.translated and item.translated is not None:
            question, answer = item.translated
            for made in held.sort(proven_translation(question, answer, facts[place])):
                others.setdefault(name_of_fact(made), made)
    return wordings, list(others.values())


def _reworded(fact: Candidate, item: Worded, most: int, held: Lesson) -> Iterator[str]:
    for question in item.questions[:most]:
        reason = proven_wording(question, fact)
        if reason is None:
            fact = replace(fact, questions=(*fact.questions, question))
            yield question
        else:
            held.rejected[reason] += 1


def _asked_back(section: Section, asked: Sequence[tuple[Candidate, str]], held: Lesson) -> Dialogue[list[bool]]:
    """Says of each question whether the teacher, asked it, finds the same answer in the section."""
    if not asked:
        return []
    reply = yield for_answers(section, [question for _, question in asked])
    back = held.read(reply, lambda text: answered(text, len(asked))) or {}
    same = [all(holds(back.get(place, ""), value) for value in fact.values) for place, (fact, _) in enumerate(asked)]
    if not all(same):
        held.rejected["the teacher itself answers it otherwise"] += same.count(False)
    return same

"""The teacher at work: which sections it is asked about, and what becomes of what it wrote."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.leaks import normal
from pipelines.dataset.teacher.lesson import Lesson, Plan, lesson, name_of_fact
from pipelines.dataset.teacher.prompts import text_about
from pipelines.dataset.teacher.taught import Taught, TeacherCounts
from pipelines.dataset.verify import ambiguous_with
from pipelines.models.calls import Endpoint, Reply, api_key
from pipelines.models.endpoint import converse
from pipelines.models.replies import forget_others, name_of, opened
from pipelines.records.section import Section
from pipelines.retrieval.index import Index
from pipelines.runtime.progress import progress_bar

# Facts of a section that are reworded at most, and sections that could answer a wording as well.
_FACTS, _RIVALS = 4, 12


class Teacher:
    """Asks an endpoint about sections; every reply is kept as soon as it comes.

    Args:
        config: The endpoint, how much it is asked, and the seed that draws what about.
        folder: Where replies are kept.

    Raises:
        UserError: The environment variable with the key is not set.
    """

    def __init__(self, config: Config, folder: Path) -> None:
        teacher = config.dataset.teacher
        self._config = config
        self._folder = folder
        self._endpoint = Endpoint(
            url=teacher.url,
            model=teacher.model,
            api_key_env=teacher.api_key_env,
            concurrency=teacher.concurrency,
            timeout=teacher.timeout,
            retries=teacher.retries,
        )
        api_key(self._endpoint)
        self.new: Sequence[Reply] = ()
        """Replies that came in this run."""

    def teach(self, sections: Sequence[Section], candidates: Sequence[Candidate], index: Index) -> Taught:
        """Asks about sections and proves what is written.

        Args:
            sections: What may be asked about.
            candidates: Facts that are there without a teacher.
            index: Finds the sections that could answer a wording as well.

        Returns:
            The candidates with their new wordings, then new ones.

        Raises:
            UserError: The endpoint does not answer; what it answered before is kept.
        """
        plans = list(self._plans(sections, candidates))
        with opened(self._folder) as kept, progress_bar("asking the teacher", len(plans)) as advance:
            try:
                lessons = converse([lesson(plan) for plan in plans], self._endpoint, kept, advance)
            finally:
                self.new = kept.new
        return self._merged(candidates, lessons, index)

    def _plans(self, sections: Sequence[Section], candidates: Iterable[Candidate]) -> Iterator[Plan]:
        config, seed = self._config.dataset.teacher, self._config.seed
        facts: dict[str, dict[str, Candidate]] = defaultdict(dict)
        for made in candidates:
            if made.also is None:
                facts[made.section.id].setdefault(name_of_fact(made), made)
        by_id = {section.id: section for section in sections}
        for id_ in shuffled(by_id, seed, "teacher")[: config.max_sections]:
            chosen = shuffled(facts[id_], seed, "teacher's facts")[:_FACTS]
            yield Plan(
                section=by_id[id_],
                facts=[facts[id_][name] for name in chosen],
                translated=chance(seed, "other language", id_) < config.share_other_language * 2**64,
                config=config,
            )

    def _merged(self, candidates: Sequence[Candidate], lessons: Sequence[Lesson], index: Index) -> Taught:
        rejected = sum((held.rejected for held in lessons), Counter[str]())
        written = [made for held in lessons for made in held.questions]
        facts = {name_of_fact(fact): fact for fact in (*candidates, *written)}
        wordings = [(facts[name], question) for held in lessons for name, question in held.wordings]
        several = _of_several(candidates, [*((made, made.questions[0]) for made in written), *wordings])
        new = [made for made in written if normal(made.questions[0]) not in several]
        alone = [(fact, question) for fact, question in wordings if normal(question) not in several]
        rejected["asked of several sections"] += len(written) - len(new) + len(wordings) - len(alone)
        ways: dict[str, list[str]] = defaultdict(list)
        for fact, question in self._unambiguous(alone, index, rejected):
            ways[name_of_fact(fact)].append(question)
        replies = [reply for held in lessons for reply in held.replies]
        counts = TeacherCounts(
            model=self._endpoint.model,
            sections=len(lessons),
            calls=len(replies),
            prompt_tokens=sum(reply.prompt_tokens for reply in replies),
            completion_tokens=sum(reply.completion_tokens for reply in replies),
            questions=sum(made.asked_in is None for made in new),
            wordings=sum(map(len, ways.values())),
            translated=sum(made.asked_in is not None for made in new),
            rejected=dict(sorted((+rejected).items())),
        )
        # A fact that two origins found is asked for in a new way once.
        told = [_worded(made, ways.pop(name_of_fact(made), ())) for made in (*candidates, *new)]
        return Taught(candidates=told, counts=counts)

    def _unambiguous(
        self, wordings: Sequence[tuple[Candidate, str]], index: Index, rejected: Counter[str]
    ) -> Iterator[tuple[Candidate, str]]:
        """The wordings that no other section answers as well."""
        audience, as_of = self._config.dataset.audience, self._config.retrieval.as_of
        found = index.search_many([asked for _, asked in wordings], _RIVALS, audience=audience, as_of=as_of)
        for (fact, question), hits in zip(wordings, found, strict=True):
            rivals = (hit.section for hit in hits if hit.section.id != fact.section.id)
            if any(ambiguous_with(rival, question, fact) for rival in rivals):
                rejected["another section answers it too"] += 1
            else:
                yield fact, question


def teacher_of(config: Config, folder: Path) -> Teacher | None:
    """Returns the configured teacher, or None where there is none."""
    return Teacher(config, folder) if config.dataset.teacher.url else None


def forget_gone(sections: Iterable[Section], folder: Path) -> None:
    """Removes the replies about sections that are in the corpus no more, whether there is a teacher now or not."""
    forget_others((name_of(text_about(section)) for section in sections), folder)


def notes_on(teacher: Teacher | None, counts: TeacherCounts | None) -> list[str]:
    """Says for the stage's summary what this run asked a teacher, and what came of it."""
    if teacher is None or counts is None:
        return []
    made = len(teacher.new)
    read, written = (sum(getattr(one, name) for one in teacher.new) for name in ("prompt_tokens", "completion_tokens"))
    return [
        f"teacher {counts.model}: {made:,} calls made ({read:,} tokens read, {written:,} written), "
        f"{counts.calls - made:,} replies reused, about {counts.sections:,} sections",
        f"proven of it: {counts.questions:,} questions, {counts.wordings:,} other wordings, "
        f"{counts.translated:,} in the other language; not used: {sum(counts.rejected.values()):,}",
    ]


def reasons_of(counts: TeacherCounts | None) -> dict[str, int]:
    """Returns why a teacher's work was not used, for the stage's summary."""
    return {f"teacher: {reason}": count for reason, count in counts.rejected.items()} if counts else {}


def _of_several(candidates: Iterable[Candidate], asked: Iterable[tuple[Candidate, str]]) -> frozenset[str]:
    """What was asked of more than one section: it names none, and one question in two groups would join them."""
    owners: dict[str, set[str]] = defaultdict(set)
    for fact, question in asked:
        owners[normal(question)].add(fact.section.id)
    for known in candidates:
        for question in known.questions:
            if (same := normal(question)) in owners:
                owners[same].add(known.section.id)
    return frozenset(question for question, sections in owners.items() if len(sections) > 1)


def _worded(candidate: Candidate, ways: Sequence[str]) -> Candidate:
    return replace(candidate, questions=(*candidate.questions, *ways)) if ways else candidate

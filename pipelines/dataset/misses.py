"""Near misses of a section, made when they are first asked for: each is checked against the whole corpus."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pipelines.dataset import near_misses
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.leaks import normal
from pipelines.dataset.near_misses import NearMiss, catches_all
from pipelines.dataset.overlaps import Overlaps
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.dataset.pool import Pool
from pipelines.dataset.verify import section_tokens
from pipelines.language.tokens import token_set
from pipelines.records.section import Section

# A section that holds less of a topic's words than this does not speak of it; near misses ask for more.
_ABOUT = 0.5


class Misses:
    """Questions without an answer, by the section they are near to.

    Args:
        usable: Every section that may answer.
        pool: The facts of the sections.
        seed: Draws names and wordings.
    """

    def __init__(self, usable: Sequence[Section], pool: Pool, seed: int) -> None:
        self._usable: Mapping[str, Section] = {section.id: section for section in usable}
        self._pool = pool
        self._seed = seed
        self._made: dict[str, list[NearMiss]] = {}
        # Question → the section that it is near to; the first that asks it.
        self._owner: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._taken: set[str] = set()

    def take_out(self, questions: Iterable[str]) -> None:
        """Leaves questions out of what is made from now on."""
        self._taken |= {normal(question) for question in questions}

    @property
    def kinds(self) -> dict[str, str]:
        """Question → what makes it unanswerable, of all that were made so far."""
        return self._kinds

    def of(self, section: str) -> list[NearMiss]:
        """Returns the near misses of a section with proven facts; a question is near to the first that asks for it."""
        if section not in self._made:
            self._made[section] = self._mine(section, self._found(section))
        return self._made[section]

    def beside(self, candidate: Candidate, question: str) -> list[NearMiss]:
        """Returns near misses in the words of one question, asked of a name of which no section says anything.

        Args:
            candidate: The fact that the question asks for.
            question: One of its questions, as it is asked.

        Returns:
            Questions that differ from it in a name; possibly none.
        """
        section = candidate.section
        if candidate.asked_in is not None:
            return []
        if section.kind == "table" and _table(section) in self._open:
            return []
        return self._mine(section.id, near_misses.of_question(candidate, question, self._said, self._seed))

    def _mine(self, section: str, found: Iterable[NearMiss]) -> list[NearMiss]:
        mine: dict[str, NearMiss] = {}
        for miss in found:
            question = normal(miss.question)
            # What a section answers is no near miss of another one.
            free = question not in self._taken and question not in self._pool.asked
            if free and self._owner.setdefault(question, section) == section:
                mine.setdefault(question, miss)
                self._kinds.setdefault(miss.question, miss.kind)
        return list(mine.values())

    def _found(self, id_: str) -> list[NearMiss]:
        # Names of the corpus are exchanged in questions of its own language.
        facts = [fact for fact in self._pool.of(id_) if fact.asked_in is None]
        if not facts:
            return []
        section = facts[0].section
        made = [miss for fact in facts for miss in near_misses.of_candidate(fact, self._said, self._seed)]
        if section.kind == "table":
            rows = [fact for other in self._tables[section.document] for fact in self._pool.offered(other)[:1]]
            halves = near_misses.of_tables([*rows, *facts], self._said)
            made += [miss for miss in halves if miss.section.id == id_]
        made += near_misses.of_section(section, facts[0].origin, self._about(section), self._seed)
        return made

    @cached_property
    def _said(self) -> str:
        return near_misses.text_of(self._usable.values())

    @cached_property
    def _overlaps(self) -> Overlaps:
        return Overlaps((id_, section_tokens(section)) for id_, section in self._usable.items())

    @cached_property
    def _open(self) -> frozenset[tuple[str, ...]]:
        """Tables with a row that speaks of all others, so that no name is unknown to them."""
        rows = (section for section in self._usable.values() if section.kind == "table")
        return frozenset(_table(row) for row in rows if catches_all(row))

    @cached_property
    def _tables(self) -> dict[str, list[str]]:
        """Document → its rows that have facts."""
        rows: dict[str, list[str]] = {}
        for id_, section in self._usable.items():
            if section.kind == "table" and self._pool.offered(id_):
                rows.setdefault(section.document, []).append(id_)
        return rows

    def _about(self, section: Section) -> list[Section]:
        asked = token_set(topic_of(section))
        near = (found.name for found in self._overlaps.holding(asked, _ABOUT))
        return [self._usable[id_] for id_ in dict.fromkeys([section.id, *near])]


def _table(section: Section) -> tuple[str, ...]:
    return (section.document, *section.heading_path, *(header for header, _ in section.cells))

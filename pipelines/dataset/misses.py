"""Near misses of a section, made when they are first asked for: each is checked against the whole corpus."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pipelines.dataset import near_misses
from pipelines.dataset.leaks import normal
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.overlaps import Overlaps
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.dataset.pool import Pool
from pipelines.dataset.verify import section_tokens
from pipelines.language.tokens import tokens
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
        # What a section answers is no near miss of another one.
        self._taken = {normal(question) for fact in pool.all() for question in fact.questions}

    def take_out(self, questions: Iterable[str]) -> None:
        """Leaves questions out of what is made from now on."""
        self._taken |= {normal(question) for question in questions}

    def of(self, section: str) -> list[NearMiss]:
        """Returns the near misses of a section with proven facts; a question is near to the first that asks for it."""
        if section not in self._made:
            found: dict[str, NearMiss] = {}
            for miss in self._found(section):
                found.setdefault(normal(miss.question), miss)
            self._made[section] = [miss for question, miss in found.items() if question not in self._taken]
            self._taken |= found.keys()
        return self._made[section]

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
        return Overlaps({id_: section_tokens(section) for id_, section in self._usable.items()})

    @cached_property
    def _tables(self) -> dict[str, list[str]]:
        """Document → its rows that have facts."""
        rows: dict[str, list[str]] = {}
        for id_, section in self._usable.items():
            if section.kind == "table" and self._pool.offered(id_):
                rows.setdefault(section.document, []).append(id_)
        return rows

    def _about(self, section: Section) -> list[Section]:
        asked = frozenset(tokens(topic_of(section)))
        near = self._overlaps.holding(asked, _ABOUT)
        return [self._usable[id_] for id_ in dict.fromkeys([section.id, *near])]

"""The pool of facts, each proven when it is first asked for: no other section answers its question as well."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.leaks import normal
from pipelines.dataset.verify import ambiguous_with
from pipelines.retrieval.index import Index

# How many of the sections that retrieval ranks highest could compete with a golden section.
_RIVALS = 12


class Pool:
    """Facts by section. A large corpus has far more of them than a dataset uses, and proving one is a search.

    Args:
        candidates: Facts that their own section holds.
        index: The index over the corpus.
        config: Who asks, and when.
    """

    def __init__(self, candidates: Iterable[Candidate], index: Index, config: Config) -> None:
        self.rejected: Counter[str] = Counter()
        """Reason → facts that were looked at and not used."""
        self._index = index
        self._config = config
        self._offered: dict[str, list[Candidate]] = {}
        self.asked: dict[str, str] = {}
        """A question in its normal form → the first section whose facts it asks for, proven or not."""
        self.same: list[tuple[str, str]] = []
        """Sections whose facts are asked for alike."""
        for candidate in candidates:
            self._add(candidate)
        self._proven: dict[str, list[Candidate]] = {}

    def _add(self, candidate: Candidate) -> None:
        id_ = candidate.section.id
        self._offered.setdefault(id_, []).append(candidate)
        for question in candidate.questions:
            first = self.asked.setdefault(normal(question), id_)
            if first != id_:
                self.same.append((first, id_))

    def offered(self, section: str) -> Sequence[Candidate]:
        """Returns the facts of a section, proven or not."""
        return self._offered.get(section, ())

    @property
    def barren(self) -> frozenset[str]:
        """Ids of the sections that were looked at and have no fact of their own."""
        return frozenset(id_ for id_, facts in self._proven.items() if not facts)

    def of(self, *sections: str) -> list[Candidate]:
        """Returns the proven facts of sections, all of them found in one search."""
        unproven = [id_ for id_ in dict.fromkeys(sections) if id_ in self._offered and id_ not in self._proven]
        if unproven:
            self._prove(unproven)
        return [candidate for id_ in sections for candidate in self._proven.get(id_, ())]

    def _prove(self, sections: Sequence[str]) -> None:
        facts = [candidate for id_ in sections for candidate in self._offered[id_]]
        audience, as_of = self._config.dataset.audience, self._config.retrieval.as_of
        questions = [candidate.questions[0] for candidate in facts]
        found = self._index.search_many(questions, _RIVALS, audience=audience, as_of=as_of)
        self._proven.update({id_: [] for id_ in sections})
        taken: set[str] = set()
        for candidate, question, hits in zip(facts, questions, found, strict=True):
            rivals = (hit.section for hit in hits if hit.section.id != candidate.section.id)
            if any(ambiguous_with(rival, question, candidate) for rival in rivals):
                self.rejected["another section answers it too"] += 1
            elif f"{question}|{candidate.id}" in taken:
                self.rejected["asked twice"] += 1
            else:
                taken.add(f"{question}|{candidate.id}")
                self._proven[candidate.section.id].append(candidate)

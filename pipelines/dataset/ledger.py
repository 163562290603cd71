"""What one side of the split is made of, and what has been made of it so far."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipelines.dataset.balance import room
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import chance, shuffled
from pipelines.dataset.groups import Groups
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.pool import Pool
from pipelines.dataset.sets import Allowed
from pipelines.records.example import Example
from pipelines.retrieval.index import Index

_USES_OF_A_FACT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one side of the split is made of."""

    sections: frozenset[str]
    """Ids of the sections it may ask about."""
    pool: Pool
    near_misses: Callable[[str], Sequence[NearMiss]]
    """Section id → questions near to it that no section answers."""
    beside: Callable[[Candidate, str], Sequence[NearMiss]]
    """A fact and a question for it → the question asked of names of which no section says anything."""
    allowed: Allowed
    index: Index
    groups: Groups


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What has been made so far."""

    examples: list[Example] = field(default_factory=list)
    uses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    sets: Counter[str] = field(default_factory=Counter)
    """Source sets by what is done to their golden source."""
    asked: set[tuple[str, bool]] = field(default_factory=set)
    refused: int = 0

    def add(self, example: Example) -> None:
        """Keeps an example and counts what it is."""
        self.examples.append(example)
        self.origins[example.origin] += 1
        self.asked.add((example.question, example.answerable))
        self.refused += not example.answerable


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One side in the making."""

    material: Material
    ledger: Ledger
    config: Config

    @property
    def full(self) -> bool:
        """Whether there are as many examples as wanted."""
        return len(self.ledger.examples) >= self.config.dataset.examples

    def has_room(self, origin: str) -> bool:
        """Says whether an origin is below its largest share of all examples that are wanted."""
        return self.ledger.origins[origin] < room(self.config.dataset.examples, self.config.dataset.largest_origin)

    def may_use(self, candidate: Candidate) -> bool:
        """Says whether a fact is of this side alone, has not been used too often, and its origin has room."""
        return (
            all(section.id in self.material.sections for section in candidate.golden)
            and self.ledger.uses[candidate.id] < min(_USES_OF_A_FACT, len(candidate.questions))
            and self.has_room(candidate.origin)
        )

    def next(self, candidates: Sequence[Candidate], *, rare: bool = False) -> Candidate | None:
        """Returns the least used candidate that may still be used, one time in three of the origin that is rarest.

        Args:
            candidates: What there is to choose from.
            rare: Whether it is of the rarest origin in any case.
        """
        ledger, seed = self.ledger, self.config.seed
        rare = rare or chance(seed, len(ledger.examples), "rare") % 3 == 0
        return min(
            filter(self.may_use, candidates),
            key=lambda made: (ledger.uses[made.id], rare and ledger.origins[made.origin], chance(seed, made.id)),
            default=None,
        )

    def phrased(self, candidate: Candidate) -> str:
        """Returns the wording whose turn it is."""
        order = shuffled(candidate.questions, self.config.seed, candidate.id)
        return order[self.ledger.uses[candidate.id] % len(order)]

    def due(self, kind: str, share: float) -> bool:
        """Says whether sets of a kind are behind their share of all sets."""
        return not self.full and self.ledger.sets[kind] + 1 <= share * (self.ledger.sets.total() + 1)

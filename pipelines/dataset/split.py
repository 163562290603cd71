"""The split: whole groups go to training, to validation or to the held-out questions."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.dataset.balance import loosest_needed
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.draw import shuffled
from pipelines.dataset.pool import Pool
from pipelines.runtime.errors import UserError

# At most one in so many groups of a language and origin is taken from training at a time.
_OF_A_KIND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Names of groups on each side."""

    train: frozenset[str]
    validation: frozenset[str]
    held_out: frozenset[str]


def split(by_group: Mapping[str, Sequence[str]], pool: Pool, always: frozenset[str], config: Config) -> Split:
    """Draws which groups are held out and which validate; the rest trains.

    Groups are drawn one after another, from the origin that is furthest behind its share of all groups, so that the
    held-out questions have the mix of the corpus, as far as no origin may have more than its largest share.

    Args:
        by_group: Sections of each group that have facts.
        pool: The facts.
        always: Groups that are held out whatever is drawn.
        config: How many questions are aimed at, and the seed that draws the order.

    Returns:
        The groups of each side.

    Raises:
        UserError: There are too few groups to hold any out and still train.
    """
    counts = config.dataset
    wanted = round(counts.held_out * (1 - counts.share_unanswerable))
    rest = [name for name in shuffled(by_group, config.seed, "split") if name not in always]
    if len(rest) < 4:
        raise UserError(
            f"{len(by_group)} groups of sections are too few to hold questions out and still train",
            details=["a group is a section with everything too near to it; at least 5 are needed"],
            hint="add documents to the corpus and run `python -m pipelines.ingest` again",
        )
    most = len(rest) // 3
    kinds = {name: _kind([fact for id_ in ids for fact in pool.offered(id_)]) for name, ids in by_group.items()}
    origins = Counter(kind.split()[1] for kind in kinds.values())
    largest = loosest_needed(origins, counts.largest_origin, len(kinds))
    draw = _Draw(by_group=by_group, pool=pool, kinds=kinds, shares=_shares(kinds, largest))
    held, left = draw.take(sorted(always & kinds.keys()), rest, (wanted, most), counts.held_out_per_group)
    validating, left = draw.take([], left, (round(counts.validation * 0.75), max(1, len(left) // 6)), 2)
    return Split(train=frozenset(left), validation=frozenset(validating), held_out=frozenset(held) | always)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    by_group: Mapping[str, Sequence[str]]
    pool: Pool
    kinds: Mapping[str, str]
    shares: Mapping[str, float]

    def take(
        self, first: list[str], rest: list[str], limits: tuple[int, int], per_group: int
    ) -> tuple[list[str], list[str]]:
        """Takes groups until they give so many questions, or are so many groups; returns them and the others."""
        wanted, most = limits
        drawn = dict.fromkeys(first)
        waiting: dict[str, deque[str]] = {kind: deque() for kind in sorted(self.shares)}
        for name in rest:
            waiting[self.kinds[name]].append(name)
        # Of every kind most is left to train on.
        lasting = {kind: len(names) - len(names) // _OF_A_KIND for kind, names in waiting.items()}
        have: Counter[str] = Counter()
        for name in first:
            have += self._questions(name, per_group)
        while have.total() < wanted and len(drawn) < min(most, len(rest)) + len(first):
            there = [kind for kind, names in waiting.items() if len(names) > lasting[kind]]
            if not there:
                break
            behind = max(there, key=lambda kind: self.shares[kind] * wanted - have[kind])
            name = waiting[behind].popleft()
            drawn[name] = None
            have += self._questions(name, per_group)
        return list(drawn), [name for name in rest if name not in drawn]

    def _questions(self, name: str, per_group: int) -> Counter[str]:
        facts = {candidate.statement for candidate in self.pool.of(*self.by_group[name])}
        return Counter({self.kinds[name]: min(per_group, len(facts))})


def _shares(by_group: Mapping[str, str], largest: float) -> dict[str, float]:
    """The share of each language and origin; an origin above its largest share leaves the rest of it to the others."""
    # Groups, not candidates: one table has hundreds of cells, and is one thing to learn.
    kinds = Counter(by_group.values())
    origins: Counter[str] = Counter()
    for kind, count in kinds.items():
        origins[kind.split()[1]] += count
    capped = {origin: min(count / len(by_group), largest) for origin, count in origins.items()}
    below = sum(share for share in capped.values() if share < largest)
    room = 1 - sum(share for share in capped.values() if share >= largest)
    scaled = {origin: share * room / below if share < largest else share for origin, share in capped.items()}
    return {kind: scaled[kind.split()[1]] * count / origins[kind.split()[1]] for kind, count in kinds.items()}


def _kind(candidates: Sequence[Candidate]) -> str:
    counts = Counter(f"{candidate.section.language} {candidate.origin}" for candidate in candidates)
    return max(sorted(counts), key=counts.__getitem__)

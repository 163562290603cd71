"""The split: whole groups go to training, to validation or to the held-out questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import DatasetConfig
from pipelines.dataset.draw import shuffled
from pipelines.runtime.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Names of groups on each side."""

    train: frozenset[str]
    validation: frozenset[str]
    held_out: frozenset[str]


def split(
    by_group: Mapping[str, Sequence[Candidate]], always: frozenset[str], config: DatasetConfig, seed: int
) -> Split:
    """Draws which groups are held out and which validate; the rest trains.

    Groups are drawn one after another, from the origin that is furthest behind its share of all groups, so that the
    held-out questions have the mix of the corpus, as far as no origin may have more than its largest share.

    Args:
        by_group: Candidates of each group.
        always: Groups that are held out whatever is drawn.
        config: How many questions are aimed at.
        seed: Draws the order.

    Returns:
        The groups of each side.

    Raises:
        UserError: There are too few groups to hold any out and still train.
    """
    wanted = round(config.held_out * (1 - config.share_unanswerable))
    rest = [name for name in shuffled(by_group, seed, "split") if name not in always]
    if len(rest) < 4:
        raise UserError(
            f"{len(by_group)} groups of sections are too few to hold questions out and still train",
            details=["a group is a section with everything too near to it; at least 5 are needed"],
            hint="add documents to the corpus and run `python -m pipelines.ingest` again",
        )
    most = len(rest) // 3
    draw = _Draw(by_group=by_group, shares=_shares(by_group, config.largest_origin))
    held, left = draw.take(sorted(always), rest, (wanted, most), config.held_out_per_group)
    validating, left = draw.take([], left, (round(config.validation * 0.75), max(1, len(left) // 8)), 3)
    return Split(train=frozenset(left), validation=frozenset(validating), held_out=frozenset(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    by_group: Mapping[str, Sequence[Candidate]]
    shares: Mapping[str, float]

    def take(
        self, first: list[str], rest: list[str], limits: tuple[int, int], per_group: int
    ) -> tuple[list[str], list[str]]:
        """Takes groups until they give so many questions, or are so many groups; returns them and the others."""
        wanted, most = limits
        drawn, left = [], list(rest)
        have: Counter[str] = Counter()
        for name in first:
            drawn.append(name)
            have += self._questions(name, per_group)
        while left and have.total() < wanted and len(drawn) < most + len(first):
            behind = max(sorted(self.shares), key=lambda kind: self.shares[kind] * wanted - have[kind])
            name = next((name for name in left if _kind(self.by_group[name]) == behind), left[0])
            left.remove(name)
            drawn.append(name)
            have += self._questions(name, per_group)
        return drawn, left

    def _questions(self, name: str, per_group: int) -> Counter[str]:
        facts = {candidate.statement for candidate in self.by_group[name]}
        return Counter({_kind(self.by_group[name]): min(per_group, len(facts))})


def _shares(by_group: Mapping[str, Sequence[Candidate]], largest: float) -> dict[str, float]:
    """The share of each language and origin; an origin above its largest share leaves the rest of it to the others."""
    # Groups, not candidates: one table has hundreds of cells, and is one thing to learn.
    kinds = Counter(_kind(candidates) for candidates in by_group.values())
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

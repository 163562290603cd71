"""The split: whole groups go to training, to validation or to the held-out questions."""

from collections import Counter, defaultdict
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

    Groups are drawn one after another, from the origin that is furthest behind its share of all candidates, so that the
    held-out questions have the mix of the corpus.

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
    held, left = _draw(by_group, sorted(always), rest, (wanted, most), config.held_out_per_group)
    validating, left = _draw(by_group, [], left, (round(config.validation * 0.75), max(1, len(left) // 8)), 3)
    return Split(train=frozenset(left), validation=frozenset(validating), held_out=frozenset(held))


def _draw(
    by_group: Mapping[str, Sequence[Candidate]],
    first: list[str],
    rest: list[str],
    limits: tuple[int, int],
    per_group: int,
) -> tuple[list[str], list[str]]:
    wanted, most = limits
    shares = _shares(by_group)
    drawn, left = list(first), list(rest)
    have: Counter[str] = Counter()
    for name in drawn:
        have[_main_origin(by_group[name])] += min(per_group, len(by_group[name]))
    while left and have.total() < wanted and len(drawn) < most + len(first):
        behind = max(sorted(shares), key=lambda origin: shares[origin] * wanted - have[origin])
        name = next((name for name in left if _main_origin(by_group[name]) == behind), left[0])
        left.remove(name)
        drawn.append(name)
        have[_main_origin(by_group[name])] += min(per_group, len(by_group[name]))
    return drawn, left


def _shares(by_group: Mapping[str, Sequence[Candidate]]) -> dict[str, float]:
    # Groups, not candidates: one table has hundreds of cells, and is one thing to learn.
    groups: dict[str, int] = defaultdict(int)
    for candidates in by_group.values():
        groups[_main_origin(candidates)] += 1
    return {origin: count / len(by_group) for origin, count in groups.items()}


def _main_origin(candidates: Sequence[Candidate]) -> str:
    counts = Counter(f"{candidate.section.language} {candidate.origin}" for candidate in candidates)
    return max(sorted(counts), key=counts.__getitem__)

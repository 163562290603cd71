"""Cohen's κ between a judge and people, with an interval that a perfect score does not collapse."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats

from eval.statistics import CONFIDENCE, standard_error


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge and a person say to one thing."""

    id: str
    kind: str
    group: str
    truth: bool
    """The person's."""
    said: bool | None
    """The judge's; None where its judgement failed."""
    reason: str | None = None

    @property
    def counted(self) -> bool:
        """What counts as the judge's: one that failed did not agree."""
        return self.said if self.said is not None else not self.truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Cohen's κ with its 95% interval; None where it does not exist."""

    kappa: float | None
    low: float | None
    high: float | None
    n: int
    groups: int


def agreement(verdicts: Sequence[Verdict]) -> Agreement:
    """Measures agreement beyond chance (Cohen 1960).

    The interval is that of the share of agreements, carried over by κ = (agreements − chance) / (1 − chance) with the
    chance taken as known. It is the wider one, at each end, of the exact interval of Clopper and Pearson (1934) and of
    the t interval clustered by group: the first has a width where a judge agrees always, the second knows that verdicts
    over one question go together.

    Args:
        verdicts: A judge's and people's.

    Returns:
        κ, 1 at best and 0 for a judge that guesses; none where judge and people all say the same one thing, or there is
        one group alone.
    """
    same = [float(one.counted == one.truth) for one in verdicts]
    names = [one.group for one in verdicts]
    n, groups = len(same), len(set(names))
    yes = sum(one.truth for one in verdicts) / n if n else 0.0
    said = sum(one.counted for one in verdicts) / n if n else 0.0
    chance = yes * said + (1 - yes) * (1 - said)
    if groups < 2 or chance > 1 - 1e-9:
        return Agreement(kappa=None, low=None, high=None, n=n, groups=groups)
    share = sum(same) / n
    low, high = _interval(same, names)
    kappa, low, high = ((one - chance) / (1 - chance) for one in (share, low, high))
    return Agreement(kappa=kappa, low=low, high=high, n=n, groups=groups)


def _interval(same: Sequence[float], groups: Sequence[str]) -> tuple[float, float]:
    n, hits = len(same), round(sum(same))
    tail = (1 - CONFIDENCE) / 2
    exact_low = float(stats.beta.ppf(tail, hits, n - hits + 1)) if hits else 0.0
    exact_high = float(stats.beta.ppf(1 - tail, hits + 1, n - hits)) if hits < n else 1.0
    reach = standard_error(same, groups) * float(stats.t.ppf(1 - tail, len(set(groups)) - 1))
    return max(0.0, min(exact_low, hits / n - reach)), min(1.0, max(exact_high, hits / n + reach))

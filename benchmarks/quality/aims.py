"""What the product aims at, beside what was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quality.figures import CANDIDATE, Figures
from eval.diagnoses import CLOSED_BOOK_EXCESS, FOLLOW_RATE
from eval.table import cell
from pipelines.records import Summary

CITED = 0.95
REFUSED = 0.90
ANSWERED = 0.05
"""How far the answered ratio may be from its ideal."""
INVENTS, ERRS = 0.05, 0.10
FOLLOWS = 0.95
MEMORY = 0.02
TRAINED = 15 * 60
"""Seconds."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """One aim on one set."""

    name: str
    wanted: str
    found: str
    met: bool | None
    """None: not measured."""

    @property
    def word(self) -> str:
        """Whether it was met."""
        return {True: "met", False: "not met", None: "not measured"}[self.met]


def aims(figures: Figures) -> Sequence[Aim]:
    """Returns every aim with what was measured of the candidate; whether it is met is said of the figure itself.

    Args:
        figures: Those of one set.

    Returns:
        The aims, always the same ones in the same order.
    """
    return [*_compared(figures), *_of_answers(figures), *_diagnosed(figures), _trained(figures)]


def _compared(figures: Figures) -> Iterator[Aim]:
    found = figures.conclusion
    name, wanted = "grounded, candidate − best baseline", "interval above 0"
    if found.difference is None:
        yield Aim(name=name, wanted=wanted, found="–", met=None)
        return
    one = found.difference
    said = f"{one.value:+.2f} [{one.low:+.2f}, {one.high:+.2f}] against {found.baseline}"
    yield Aim(name=name, wanted=wanted, found=said, met=one.low > 0)


def _of_answers(figures: Figures) -> Iterator[Aim]:
    for metric, name in (("citation_precision", "citation precision"), ("citation_recall", "citation recall")):
        yield _at_least(name, CITED, figures.value(CANDIDATE, metric))
    answered = figures.answers.get(CANDIDATE, ())
    invented = figures.invented(CANDIDATE) if answered else None
    yield Aim(
        name="answers with an invented key",
        wanted="0",
        found="–" if invented is None else f"{invented} of {len(answered)}",
        met=None if invented is None else invented == 0,
    )
    yield _at_least("refusal F1", REFUSED, figures.value(CANDIDATE, "refusal_f1"))
    yield _answered(figures)
    yield _invents(figures)


def _answered(figures: Figures) -> Aim:
    summary, ideal = figures.value(CANDIDATE, "answered_ratio"), figures.ideal()
    name, wanted = "answered ratio − ideal", f"within ±{ANSWERED:.2f}"
    if summary is None or summary.value is None or ideal is None:
        return Aim(name=name, wanted=wanted, found="–", met=None)
    off = summary.value - ideal
    said = f"{off:+.2f}: {cell(summary.value, summary.low, summary.high)}, ideal {cell(ideal)}"
    return Aim(name=name, wanted=wanted, found=said, met=abs(off) <= ANSWERED + _ROUNDING)


def _invents(figures: Figures) -> Aim:
    rates = [figures.value(CANDIDATE, metric) for metric in ("hallucination_rate", "error_rate")]
    values = [None if one is None else one.value for one in rates]
    said = " at ".join(_cell(one) for one in rates)
    met = None
    if values[0] is not None and values[1] is not None:
        met = values[0] <= INVENTS + _ROUNDING and values[1] <= ERRS + _ROUNDING
    return Aim(name="hallucination rate at error rate", wanted=f"≤ {INVENTS:.2f} at ≤ {ERRS:.2f}", found=said, met=met)


def _diagnosed(figures: Figures) -> Iterator[Aim]:
    followed = figures.value(f"{CANDIDATE}_counterfactual", FOLLOW_RATE.name)
    yield _at_least("follows a changed source", FOLLOWS, followed)
    excess = figures.value(f"{CANDIDATE}_closed_book", CLOSED_BOOK_EXCESS.name)
    met = None if excess is None or excess.value is None else excess.value <= MEMORY + _ROUNDING
    found = "–"
    if excess is not None and excess.value is not None:
        found = f"{excess.value:+.2f} [{excess.low:+.2f}, {excess.high:+.2f}], {excess.n} questions"
    yield Aim(name="closed-book excess over the base model", wanted=f"≤ {MEMORY:+.2f}", found=found, met=met)


def _trained(figures: Figures) -> Aim:
    seconds = figures.training_seconds
    met = None if seconds is None else seconds <= TRAINED
    found = "–" if seconds is None else f"{seconds / 60:.1f} min"
    return Aim(name="training", wanted=f"≤ {TRAINED // 60} min", found=found, met=met)


def _at_least(name: str, wanted: float, summary: Summary | None) -> Aim:
    met = None if summary is None or summary.value is None else summary.value >= wanted - _ROUNDING
    return Aim(name=name, wanted=f"≥ {wanted:.2f}", found=_cell(summary), met=met)


def _cell(summary: Summary | None) -> str:
    return "–" if summary is None else cell(summary.value, summary.low, summary.high)

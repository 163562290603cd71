"""The gate: rules over the evidence, and the one verdict that follows from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.comparison import BASELINES, best_baseline, compare
from eval.evidence import Evidence, problems
from eval.statistics import CONFIDENCE, Paired, chance
from eval.summaries import find, ideal_answered
from pipelines.records import Decision, Rule
from pipelines.records.decision import Verdict

CANDIDATE = "candidate"
CHAMPION = "champion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What a candidate must reach whatever it is compared with."""

    grounded: float
    citation_precision: float
    refusal_f1: float
    answered_deviation: float
    """Largest distance between the answered ratio and its ideal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The rules applied, with the comparison the main one rests on."""

    rules: tuple[Rule, ...]
    baseline: str | None
    difference: Paired | None


def decide(evidence: Evidence, floors: Floors, *, champion_margin: float) -> Decision:
    """Decides whether a candidate may become the champion; what is missing or foreign decides against it.

    Args:
        evidence: What was measured.
        floors: What the candidate must reach.
        champion_margin: How much worse than the champion it may be at the lower end of the interval.

    Returns:
        The decision: `not_measured` before `not_comparable` before `rejected` before `cannot_tell` before `promoted`.
    """
    arms = (
        *BASELINES,
        CANDIDATE,
        *((CHAMPION,) if evidence.has_other_champion else ()),
    )
    found = problems(evidence, arms)
    if found:
        return refused(found[0].verdict, "; ".join(problem.reason for problem in found), evidence)
    ruled = apply_rules(evidence, floors, champion_margin=champion_margin)
    verdict, reason = _verdict(ruled.rules)
    return _decision(verdict, reason, evidence, ruled)


def refused(verdict: Verdict, reason: str, evidence: Evidence) -> Decision:
    """Returns a decision without any rule applied, for evidence that cannot be judged."""
    return _decision(verdict, reason, evidence, Ruled(rules=(), baseline=None, difference=None))


def apply_rules(evidence: Evidence, floors: Floors, *, champion_margin: float) -> Ruled:
    """Applies every rule to complete evidence.

    Args:
        evidence: Complete and comparable evidence.
        floors: What the candidate must reach.
        champion_margin: As in `decide`.

    Returns:
        The rules in the order in which people read them: floors, best baseline, champion.
    """
    baseline = best_baseline(evidence.summaries)
    difference = None if baseline is None else compare(evidence.scores, evidence.questions, (CANDIDATE, baseline))
    rules = [
        *_floor_rules(evidence, floors),
        better_than(baseline or "the baselines", difference),
    ]
    if evidence.has_other_champion:
        against = compare(evidence.scores, evidence.questions, (CANDIDATE, CHAMPION))
        rules.append(not_worse_than_champion(against, champion_margin))
    return Ruled(rules=tuple(rules), baseline=baseline, difference=difference)


def floors_pass(rules: Sequence[Rule]) -> bool:
    """Says whether a candidate may be registered as a challenger: every floor was measured and reached."""
    floors = [rule.passed for rule in rules if rule.name.startswith("floor")]
    return bool(floors) and all(passed is True for passed in floors)


def better_than(baseline: str, difference: Paired | None) -> Rule:
    """Asks for a difference above zero that chance does not explain; a difference below zero fails."""
    name, required = f"better than {baseline}", "above 0, p < .05"
    if difference is None:
        return Rule(name=name, passed=None, found="no comparison", required=required)
    sure = difference.p_value < 1 - CONFIDENCE
    passed = None if not sure else difference.value > 0
    return Rule(name=name, passed=passed, found=_found(difference), required=required)


def not_worse_than_champion(difference: Paired | None, margin: float) -> Rule:
    """Asks that the interval of candidate − champion stays above −margin; one wholly below zero fails."""
    name, required = "not worse than the champion", f"lower end above {-margin:+.2f}"
    if difference is None:
        return Rule(name=name, passed=None, found="no comparison", required=required)
    passed = False if difference.high < 0 else True if difference.low > -margin else None
    return Rule(name=name, passed=passed, found=_found(difference), required=required)


def _floor_rules(evidence: Evidence, floors: Floors) -> Iterator[Rule]:
    for metric, floor in (
        ("grounded", floors.grounded),
        ("citation_precision", floors.citation_precision),
        ("refusal_f1", floors.refusal_f1),
    ):
        summary = find(evidence.summaries, CANDIDATE, metric)
        value = summary.value if summary else None
        yield _floor(
            metric,
            value,
            f"at least {floor:.2f}",
            passed=value is not None and value >= floor,
        )
    summary, ideal = (
        find(evidence.summaries, CANDIDATE, "answered_ratio"),
        ideal_answered(evidence.questions),
    )
    value = summary.value if summary else None
    near = value is not None and ideal is not None and abs(value - ideal) <= floors.answered_deviation
    required = f"within {floors.answered_deviation:.2f} of its ideal {ideal or 0:.2f}"
    yield _floor("answered_ratio", value, required, passed=near)


def _floor(metric: str, value: float | None, required: str, *, passed: bool | None) -> Rule:
    found = "not measured" if value is None else f"{value:.2f}"
    return Rule(name=f"floor of {metric}", passed=passed, found=found, required=required)


def _found(difference: Paired) -> str:
    return f"{difference.value:+.2f} [{difference.low:+.2f}, {difference.high:+.2f}], {chance(difference.p_value)}"


def _verdict(rules: Sequence[Rule]) -> tuple[Verdict, str]:
    if failed := [rule for rule in rules if rule.passed is False]:
        return "rejected", "; ".join(f"{rule.name}: {rule.found}, required {rule.required}" for rule in failed)
    if unsure := [rule for rule in rules if rule.passed is None]:
        return "cannot_tell", "; ".join(f"{rule.name}: {rule.found}, required {rule.required}" for rule in unsure)
    return "promoted", "every rule holds"


def _decision(verdict: Verdict, reason: str, evidence: Evidence, ruled: Ruled) -> Decision:
    difference = ruled.difference
    return Decision(
        verdict=verdict,
        reason=reason,
        rules=ruled.rules,
        candidate=evidence.card.adapter_hash,
        champion=evidence.champion,
        best_baseline=ruled.baseline,
        difference=difference.value if difference else None,
        low=difference.low if difference else None,
        high=difference.high if difference else None,
        p_value=difference.p_value if difference else None,
        smallest_detectable=difference.smallest_detectable if difference else None,
        more_questions=difference.more_questions if difference else None,
        evidence=dict(sorted(evidence.hashes.items())),
    )

"""What is said below the tables: how arms differ, what that is worth, and what the diagnostic arms found."""

from collections.abc import Iterator, Sequence

from eval.comparison import BASELINES, best_baseline, compare, compare_common
from eval.diagnoses import FOLLOWERS, REPEAT, closed_book_excess, follow_rate, noise_floor
from eval.significance import holm
from eval.statistics import Estimate, Paired, chance
from eval.summaries import LANGUAGES, find
from pipelines.records import Question, Score, Summary

SECONDARY = ("correctness", "citation_f1", "citation_support", "hallucination_rate", "error_rate")
"""Read beside the primary metric; none of them decides."""


def difference_lines(summaries: Sequence[Summary], scores: Sequence[Score], questions: Sequence[Question]) -> list[str]:
    """Says how the candidate differs from the best baseline, what could have been seen, and what diagnoses found.

    Args:
        summaries: Summaries of all arms.
        scores: Scores of all arms.
        questions: The held-out questions.

    Returns:
        The lines; one that says why where nothing can be compared.
    """
    baseline = best_baseline(summaries)
    if baseline is None or find(summaries, "candidate", "grounded") is None:
        return [
            "no comparison: a scored candidate and a scored baseline are needed",
            *_diagnoses(scores, questions),
        ]
    lines = [f"grounded, candidate − {baseline} (the best baseline), paired by question:"]
    for language in LANGUAGES:
        difference = compare(scores, questions, ("candidate", baseline), language=language)
        lines.append(f"  {language:<4}{'no comparison' if difference is None else _difference(difference)}")
    below = (_secondary(scores, questions, ("candidate", baseline)), _diagnoses(scores, questions), _costs(summaries))
    return [*lines, *(line for part in below for line in part)]


def _secondary(scores: Sequence[Score], questions: Sequence[Question], arms: tuple[str, str]) -> Iterator[str]:
    found = {name: compare_common(scores, questions, arms, name) for name in SECONDARY}
    measured = {name: difference for name, difference in found.items() if difference is not None}
    if not measured:
        return
    adjusted = holm([difference.p_value for difference in measured.values()])
    yield f"one test decides, grounded over all; the {len(measured)} below inform, with p after Holm for their number:"
    for (name, difference), p_value in zip(measured.items(), adjusted, strict=True):
        yield (
            f"  {name:<19}{difference.value:+.2f} [{difference.low:+.2f}, {difference.high:+.2f}], "
            f"{chance(p_value)}; {difference.n} questions where both arms have a value"
        )


def _diagnoses(scores: Sequence[Score], questions: Sequence[Question]) -> Iterator[str]:
    excess = closed_book_excess(scores, questions)
    if excess is not None:
        interval = f"{excess.value:+.2f} [{excess.low:+.2f}, {excess.high:+.2f}], {chance(excess.p_value)}"
        yield f"closed book, correctness, candidate − base: {interval}; above 0 is memory that cannot be withdrawn"
    for arm in FOLLOWERS:
        followed = follow_rate(scores, questions, arm)
        if followed is not None:
            yield f"{arm}: follows the changed source in {_share(followed)} of {followed.n} questions"
    for arm in sorted({one.arm.removesuffix(REPEAT) for one in scores if one.arm.endswith(REPEAT)}):
        noise = noise_floor(scores, questions, arm)
        if noise is not None:
            yield f"noise floor: {arm} answered twice, grounded changes in {_share(noise)} of {noise.n} questions"


def _costs(summaries: Sequence[Summary]) -> Iterator[str]:
    read = {one.arm: one.value for one in summaries if (one.metric, one.language) == ("answer_characters", "all")}
    compared = (*BASELINES, "candidate", "champion")
    said = [f"{arm} {value:.0f}" for arm in compared if (value := read.get(arm)) is not None]
    if said:
        yield f"characters an answer, refusals aside: {', '.join(said)}"


def _difference(found: Paired) -> str:
    return (
        f"{found.value:+.2f} [{found.low:+.2f}, {found.high:+.2f}], {chance(found.p_value)}; "
        f"{found.n} questions in {found.groups} groups can show a difference of ±{found.smallest_detectable:.2f}"
    )


def _share(found: Estimate) -> str:
    interval = "" if found.low is None else f" [{found.low:.2f}, {found.high:.2f}]"
    return f"{found.value:.2f}{interval}"

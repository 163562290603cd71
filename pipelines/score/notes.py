"""The words at the top of a run: what was found, and where to look next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.conclusion import Conclusion
from eval.outcomes import OUTCOMES, Outcome, count
from eval.statistics import chance
from eval.summaries import find
from eval.table import cell
from pipelines.records import Summary
from pipelines.score.filed import Filed
from pipelines.score.marks import OUTCOME

WORDS = {
    "better": "**The candidate is better than {baseline}, the best baseline.**",
    "worse": "**The candidate is worse than {baseline}, the best baseline. Do not tune this way.**",
    "unclear": "**Whether the candidate differs from {baseline}, the best baseline, cannot be told.**",
    "not compared": "**Nothing was compared: a scored candidate and a scored baseline are needed.**",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Pages that a note leads to; an empty text where there is none."""

    comparison: str
    regressed: str = ""
    champion: str = ""
    queue: str = ""
    tables: str = ""


def note(
    filed: Filed, conclusion: Conclusion, found: Mapping[str, Mapping[str, Outcome]], links: Links, to_review: int
) -> str:
    """Writes the note of one arm's run in Markdown.

    Args:
        filed: The arm.
        conclusion: How the candidate stands.
        found: How the candidate's answers stand against the best baseline's and the champion's.
        links: Pages to lead to.
        to_review: Answers in the review queue.

    Returns:
        The conclusion, this arm's own figure, a table of outcomes and the links.
    """
    parts = [
        WORDS[conclusion.word].format(baseline=conclusion.baseline),
        # Before the figures, since the page folds a note after a few lines.
        _links(links, to_review),
        _figures(conclusion),
        *([_errors(filed)] if filed.errors() else []),
        _own(filed.arm, filed.summaries),
        _outcomes(found, conclusion.baseline),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _figures(found: Conclusion) -> str:
    difference = found.difference
    if difference is None:
        return ""
    return (
        f"Grounded {difference.value:+.2f} [{difference.low:+.2f}, {difference.high:+.2f}], "
        f"{chance(difference.p_value)}, paired over {difference.n} questions in {difference.groups} groups, which can "
        f"show a difference of ±{difference.smallest_detectable:.2f}. The gate decides: `python -m pipelines.promote`."
    )


def _own(arm: str, summaries: Sequence[Summary]) -> str:
    summary = find(summaries, arm, "grounded")
    if summary is None:
        return f"This run is the arm `{arm}`."
    value = cell(summary.value, summary.low, summary.high)
    return f"This run is the arm `{arm}`: grounded {value} over {summary.n} questions in {summary.groups} groups."


def _errors(filed: Filed) -> str:
    named = ", ".join(f"{metric} {number}" for metric, number in sorted(filed.errors().items()))
    missing = f" {filed.unanswered} questions have no answer." if filed.unanswered else ""
    return f"**Values that were due and are missing: {named}.**{missing} No mean is given over the others."


def _outcomes(found: Mapping[str, Mapping[str, Outcome]], baseline: str | None) -> str:
    if not found:
        return ""
    names = {tag: baseline if tag == OUTCOME else "champion" for tag in found}
    lines = [f"| candidate against | {' | '.join(OUTCOMES)} |", "|---|" + "---:|" * len(OUTCOMES)]
    for tag, outcomes in found.items():
        counts = count(outcomes)
        lines.append(f"| {names[tag]} | {' | '.join(str(counts[one]) for one in OUTCOMES)} |")
    return "\n".join(lines)


def _links(links: Links, to_review: int) -> str:
    named = (
        ("Question by question", links.comparison),
        ("only what regressed", links.regressed),
        ("against the champion", links.champion),
        (f"review queue: {to_review} answers", links.queue),
        ("every arm's answers as tables", links.tables),
    )
    shown = " · ".join(f"[{name}]({link})" for name, link in named if link)
    return f"{shown} · `report.html` and `answers.json` are among the artifacts."

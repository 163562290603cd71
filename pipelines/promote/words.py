"""The decision in words."""

from pipelines.records import Decision

MEANING = {
    "promoted": "promoted: the candidate is the champion",
    "rejected": "rejected: the champion stays as it is",
    "cannot_tell": "cannot tell: the evidence is too thin to say either way, so the champion stays as it is",
    "not_comparable": "not comparable: the arms were not measured alike, so nothing was judged",
    "not_measured": "not measured: the evidence is incomplete or was altered, so nothing was judged",
}
NEXT = {
    "promoted": 'make ask Q="出貨異常多久內要通報？"',
    "rejected": "read data/scores/report.html, change configs/train or the documents, then `dvc repro score`",
    "cannot_tell": "add documents or questions, then `dvc repro score`",
    "not_comparable": "dvc repro score",
    "not_measured": "dvc repro score",
}
MARKS = {True: "yes", False: "no", None: "unclear"}


def in_words(decision: Decision) -> list[str]:
    """Says what was decided, why, and what it would take to see more.

    Args:
        decision: The decision.

    Returns:
        Lines for the terminal: the rules, the verdict, and its reason.
    """
    lines = [
        f"  {MARKS[rule.passed]:<8} {rule.name}: {rule.found} (required: {rule.required})" for rule in decision.rules
    ]
    lines.append(MEANING[decision.verdict])
    if decision.verdict != "promoted":
        lines += [f"  {reason}" for reason in decision.reason.split("; ")]
    if decision.smallest_detectable is not None:
        lines.append(f"  these questions could have shown a difference of {decision.smallest_detectable:.2f} or more")
    if decision.verdict == "cannot_tell" and decision.more_questions:
        lines.append(f"  about {decision.more_questions} more questions of the same kind are needed")
    return lines


def next_command(decision: Decision) -> str:
    """Returns what to type after a verdict."""
    if any("champion" in reason for reason in decision.reason.split("; ")) and decision.verdict == "not_measured":
        return "python -m pipelines.answer arm=champion && python -m pipelines.score"
    return NEXT[decision.verdict]

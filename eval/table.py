"""The final table: the arms beside each other."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from eval.lines import difference_lines
from eval.metrics.retrieval import GOLDEN_SHOWN_AT
from eval.summaries import LANGUAGES, find, ideal_answered
from pipelines.language.query_class import CLASSES
from pipelines.records import Question, Summary

COLUMNS = (
    ("grounded", "grounded"),
    ("correctness", "correctness"),
    ("citation_f1", "citation F1"),
    ("refusal_f1", "refusal F1"),
    ("answered_ratio", "answered"),
)
__all__ = ["COLUMNS", "RETRIEVAL", "cell", "difference_lines", "final_table", "retrieval_rows", "retrieval_table"]
RETRIEVAL = "Answerable questions whose golden section is among the first found; 95% intervals."


def final_table(summaries: Sequence[Summary], questions: Sequence[Question]) -> Table:
    """Lays out every arm in every language with 95% intervals; 118 columns wide at most.

    Args:
        summaries: Summaries of the arms to show, in order.
        questions: The held-out questions; they say which answered ratio would be ideal.

    Returns:
        The table.
    """
    ideals = [f"{language} {cell(ideal_answered(questions, language))}" for language in LANGUAGES]
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        caption=f"95% intervals, clustered by group. Ideal answered ratio: {', '.join(ideals)}.",
        caption_justify="left",
    )
    for title in ("arm", "lang", "n", "groups", *(title for _, title in COLUMNS)):
        table.add_column(title, justify="right" if title in ("n", "groups") else "left", no_wrap=True)
    for arm in dict.fromkeys(summary.arm for summary in summaries):
        for language in LANGUAGES:
            _add_row(table, summaries, arm, language)
        table.add_section()
    return table


def retrieval_rows(summaries: Sequence[Summary]) -> list[list[str]]:
    """Tells how often retrieval finds a golden section among its first, by language and by class of question.

    Args:
        summaries: Summaries of all arms; those over retrieved sources share what was found, so one is read.

    Returns:
        The titles, then a row a kind of question: its name, questions, groups, and a share for each depth; nothing
        where no arm stands on what retrieval found.
    """
    names = [metric.name for metric in GOLDEN_SHOWN_AT]
    arm = next((one.arm for one in summaries if one.metric == names[0] and one.value is not None), None)
    if arm is None:
        return []
    rows = [["questions", "n", "groups", *(name.removeprefix("golden_shown_").replace("_", " ") for name in names)]]
    for language, query_class in (*(("all", one) for one in CLASSES), *((one, "all") for one in LANGUAGES)):
        found = [one for name in names if (one := find(summaries, arm, name, language, query_class)) and one.n]
        if found:
            kind = language if query_class == "all" else query_class
            shares = [cell(one.value, one.low, one.high) for one in found]
            rows.append([kind, str(found[0].n), str(found[0].groups), *shares])
    return rows


def retrieval_table(summaries: Sequence[Summary]) -> Table | None:
    """Lays out `retrieval_rows`, 80 columns wide; None where there are none."""
    titles, *rows = retrieval_rows(summaries) or [[]]
    if not rows:
        return None
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), caption=RETRIEVAL, caption_justify="left")
    for title in titles:
        table.add_column(title, justify="right" if title in ("n", "groups") else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def cell(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """Writes a share as `.58 [.49, .67]`; a dash where there is none.

    >>> cell(0.58, 0.49, 1.0), cell(None)
    ('.58 [.49, 1.0]', '–')
    """
    if value is None:
        return "–"
    interval = "" if low is None or high is None else f" [{_share(low)}, {_share(high)}]"
    return _share(value) + interval


def _add_row(table: Table, summaries: Sequence[Summary], arm: str, language: str) -> None:
    first = find(summaries, arm, "grounded", language)
    if first is None:
        return
    found = [find(summaries, arm, metric, language) for metric, _ in COLUMNS]
    cells = [cell(one.value, one.low, one.high) if one else "–" for one in found]
    table.add_row(arm, language, str(first.n), str(first.groups), *cells)


def _share(value: float) -> str:
    # Three characters whatever the value, so that five intervals fit on a line.
    return f"{value:.2f}".removeprefix("0") if value < 0.995 else f"{value:.1f}"

"""The report's tables: the arms beside each other, retrieval, and what each metric is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from eval.definitions import DEFINITIONS
from eval.report.words import CLASSES, COLUMN_WORDS, arm_words, both
from eval.scoring import failed
from eval.summaries import LANGUAGES, find
from eval.table import COLUMNS, cell, retrieval_rows
from pipelines.records import Score, Summary


def arms_table(summaries: Sequence[Summary], scores: Sequence[Score]) -> Iterator[str]:
    """Lays out every arm in every language with 95% intervals.

    Args:
        summaries: Summaries of all arms.
        scores: Scores of all arms; a metric that failed for some answers of an arm is shown as failed.

    Yields:
        The rows of the table.
    """
    errors = Counter((score.arm, score.metric) for score in scores if failed(score))
    caption = both(
        "Shares from 0 to 1 with 95% intervals; questions on one paragraph count as one group.",
        "數值為 0 至 1 的比率，附 95% 信賴區間；同一段落的題目視為一組。",
    )
    yield f"<table><caption>{caption}</caption>"
    titles = [both("arm", "組別"), both("language", "語言"), both("questions", "題數"), both("groups", "組數")]
    yield row("th", [*titles, *(both(*COLUMN_WORDS.get(metric, (title, title))) for metric, title in COLUMNS)])
    for arm in dict.fromkeys(summary.arm for summary in summaries):
        for language in LANGUAGES:
            first = find(summaries, arm, COLUMNS[0][0], language)
            if first is None:
                continue
            cells = [_cell(find(summaries, arm, name, language), errors[arm, name]) for name, _ in COLUMNS]
            lead = [both(*arm_words(arm)), both(*CLASSES[language]), str(first.n), str(first.groups)]
            yield row("td", [*lead, *cells])
    yield "</table>"


def retrieval_table(summaries: Sequence[Summary]) -> Iterator[str]:
    """Lays out how often retrieval finds a golden section; yields nothing where no arm stands on retrieval."""
    titles, *rows = retrieval_rows(summaries) or [[]]
    if not rows:
        return
    caption = both(
        "Answerable questions whose golden paragraph is among the first found; 95% intervals.",
        "可回答的題目中，答案段落排在檢索結果前 1、3、5、10 名的比率，附 95% 信賴區間",
    )
    yield f"<h2>{both('Retrieval', '檢索')}</h2><table><caption>{caption}</caption>"
    known = {"questions": ("questions", "題目"), "n": ("questions", "題數"), "groups": ("groups", "組數")}
    yield row("th", [both(*known.get(title, (title, title.replace("at ", "前 ")))) for title in titles])
    for kind, *cells in rows:
        yield row("td", [both(*CLASSES.get(kind, (kind, kind))), *map(escape, cells)])
    yield "</table>"


def metrics_table() -> Iterator[str]:
    """Lays out every metric with its direction, range and definition."""
    yield "<table>"
    yield row("th", [both("metric", "指標"), both("better", "較佳"), both("range", "範圍"), both("definition", "定義")])
    better = {"higher": both("higher", "越高越好"), "lower": both("lower", "越低越好")}
    for one in DEFINITIONS:
        values = f"{one.low:g} – {one.high:g}"
        yield row("td", [escape(one.name), better[one.direction], escape(values), escape(one.source)])
    yield "</table>"


def row(tag: str, cells: Sequence[str]) -> str:
    """Returns a table row of cells that are markup already."""
    return "<tr>" + "".join(f"<{tag}>{one}</{tag}>" for one in cells) + "</tr>"


def _cell(summary: Summary | None, errors: int) -> str:
    if errors:
        said = both(f"{errors} failed: no mean", f"{errors} 題評分失敗：不計平均")
        return f'<span class="missing">{said}</span>'
    return escape(cell(summary.value, summary.low, summary.high)) if summary else "–"

"""What a judge found, arm by arm."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from eval.judges.metrics import JUDGED
from eval.summaries import find
from eval.table import cell
from pipelines.records import Summary

CAPTION = "What the judge says, where it is licensed; 95% intervals, clustered by group."
LOST = " A dash before an interval: judgements failed, and the interval holds whatever they could have been."


def judged_table(summaries: Sequence[Summary]) -> Table | None:
    """Lays out every arm's judged metrics over both languages.

    Args:
        summaries: Summaries of all arms, of judged and other metrics.

    Returns:
        The table; None where a judge has no licence for anything.
    """
    arms = list(dict.fromkeys(summary.arm for summary in summaries))
    found = {(arm, metric.name): find(summaries, arm, metric.name) for arm in arms for metric in JUDGED}
    cells = {place: _cell(one) for place, one in found.items() if one is not None and one.low is not None}
    metrics = [metric.name for metric in JUDGED if any((arm, metric.name) in cells for arm in arms)]
    if not metrics:
        return None
    lost = LOST if any(one.startswith("–") for one in cells.values()) else ""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), caption=CAPTION + lost, caption_justify="left")
    for title in ("arm", *(name.replace("_", " ") for name in metrics)):
        table.add_column(title)
    for arm in arms:
        table.add_row(arm, *(cells.get((arm, name), "–") for name in metrics))
    return table


def _cell(summary: Summary) -> str:
    shown = cell(summary.value if summary.value is not None else summary.low, summary.low, summary.high)
    return shown if summary.value is not None else f"– {shown[shown.find('[') :]}"

"""The card's pictures: what is asked, how long it is, and what of each document is asked about."""

from collections import Counter
from collections.abc import Sequence

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.charts import Panel, Series, bars, histogram
from pipelines.dataset.card.counts import by_origin, origins_of, sides_of
from pipelines.dataset.card.coverage import ASKED, SHOWN, Covered, by_document
from pipelines.dataset.card.lengths import Lengths

# Told apart by people who do not see red and green alike, and in print by how dark they are.
_BLUE, _SKY, _RED, _ORANGE, _GREEN, _GREY = "#0b5fa5", "#74b3e3", "#b5421b", "#f2a65a", "#2a8a6b", "#d0d5da"
_BARS = 30


def counts_plot(dataset: Dataset) -> str:
    """Draws the items of each side by origin, language and whether they have an answer."""
    sides = sides_of(dataset)
    series = [
        Series(name="answered, Chinese", colour=_BLUE),
        Series(name="answered, English", colour=_SKY),
        Series(name="refused, Chinese", colour=_RED),
        Series(name="refused, English", colour=_ORANGE),
    ]
    origins = origins_of(sides)
    panels = [Panel(name=side, rows=by_origin(items, origins)) for side, items in sides.items()]
    return bars("What is asked, by origin", series, panels)


def lengths_plot(found: Lengths) -> str:
    """Draws how long source sets and single examples are, with the model's limit."""
    return histogram(
        f"Lengths in training, with the limit of {found.model}",
        "tokens",
        [
            (Series(name="one example alone", colour=_SKY), found.alone),
            (Series(name="source set with all its questions, a row in training", colour=_BLUE), found.rows),
        ],
        found.limit,
    )


def coverage_plot(covered: Sequence[Covered]) -> str:
    """Draws what of each document is asked about, the worst covered first."""
    series = [
        Series(name="asked in training", colour=_BLUE),
        Series(name="only in validation or held out", colour=_GREEN),
        Series(name=SHOWN, colour=_SKY),
        Series(name="untouched", colour=_ORANGE),
        Series(name="may not be asked about", colour=_GREY),
    ]
    found = by_document(covered)
    rows = [(_short(name), _states(there)) for name, there in list(found.items())[:_BARS]]
    left = len(found) - len(rows)
    title = "Sections of each document" + (f", the {_BARS} worst covered of {len(found):,}" if left > 0 else "")
    return bars(title, series, [Panel(name="sections", rows=rows)])


def _states(there: Sequence[Covered]) -> tuple[int, ...]:
    counts = Counter(_state(one) for one in there)
    return tuple(counts[place] for place in range(5))


def _state(one: Covered) -> int:
    if one.state == ASKED:
        return 0 if one.train else 1
    if one.state == SHOWN:
        return 2
    return 3 if one.can_be_asked else 4


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"

"""Bars and histograms as SVG, written here: equal numbers give equal bytes, whatever is installed.

Text stays text, so that the reader's own fonts draw Chinese.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH = 960
_MARGIN, _ROW, _HEAD, _GAP = 16, 22, 84, 18
_LETTER = 7.0
"""Width of a Latin letter at this size, in pixels; a Chinese one is as wide as two."""
_INK, _FAINT, _PAPER, _WARNING = "#1b1f24", "#8b949e", "#ffffff", "#c1121f"
_LEFT, _PLOT, _TALL, _BETWEEN, _BINS = 60, 830, 110, 22, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One colour of a chart and what it stands for."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Bars of one kind."""

    name: str
    rows: Sequence[tuple[str, Sequence[int]]]
    """Each bar's label, and its number for each series."""


def bars(title: str, series: Sequence[Series], panels: Sequence[Panel]) -> str:
    """Draws stacked bars, a column for each panel, with the labels of the first at the left.

    Args:
        title: What the chart shows.
        series: The colours, in the order in which they are stacked.
        panels: Columns that have the same labels; each has a scale of its own, its longest bar filling it.

    Returns:
        An SVG document.
    """
    labels = [label for label, _ in panels[0].rows]
    left = _MARGIN + max((_wide(label) for label in labels), default=0) + 10
    column = (WIDTH - left - _MARGIN) / len(panels)
    body = [*_heading(title, series)]
    for place, panel in enumerate(panels):
        start = left + place * column
        body.append(_text(start, _HEAD - 10, panel.name, weight=600))
        body += _stacks(panel, series, start, column - _GAP)
    body += [_text(left - 10, _HEAD + row * _ROW + 12.5, label, anchor="end") for row, label in enumerate(labels)]
    return _document(title, _HEAD + len(labels) * _ROW + _MARGIN, body)


def histogram(title: str, axis: str, series: Sequence[tuple[Series, Sequence[int]]], limit: int) -> str:
    """Draws how often lengths occur, one series above the other, and the limit that none may pass.

    Args:
        title: What the chart shows.
        axis: What is counted along it.
        series: Each with its lengths.
        limit: Where the line stands; a limit far beyond the longest is named at the edge, so that the rest can be seen.

    Returns:
        An SVG document.
    """
    longest = max((length for _, lengths in series for length in lengths), default=0)
    near = limit <= 4 * longest
    last = max(longest, limit) if near else longest
    step = _step(last / _BINS)
    end = step * (last // step + 1)
    body = [*_heading(title, [one for one, _ in series])]
    floor = _HEAD
    for one, lengths in series:
        floor += _TALL + _BETWEEN
        body += _columns(_binned(lengths, step, end), one.colour, floor)
        body += _count_axis(floor)
    body += _length_axis(floor, end, axis)
    if near:
        body += _limit(_LEFT + _PLOT * limit / end, floor, f"limit {limit:,}", "middle")
    else:
        body += _limit(_LEFT + _PLOT + 12, floor, f"limit {limit:,}, further right →", "end")
    return _document(title, floor + 56, body)


def _stacks(panel: Panel, series: Sequence[Series], start: float, room: float) -> Iterator[str]:
    most = max((sum(row) for _, row in panel.rows), default=0) or 1
    # Room for the sum at the end of the longest bar.
    scale = (room - _wide(f"{most:,}") - 6) / most
    for place, (_, row) in enumerate(panel.rows):
        x, y = start, _HEAD + place * _ROW
        for number, one in zip(row, series, strict=True):
            if number:
                yield (
                    f'<rect x="{x:.1f}" y="{y}" width="{number * scale:.1f}" height="16" fill="{one.colour}">'
                    f"<title>{escape(one.name)}: {number:,}</title></rect>"
                )
                x += number * scale
        yield _text(x + 5, y + 12.5, f"{sum(row):,}", colour=_INK if sum(row) else _FAINT)


def _columns(bins: Sequence[int], colour: str, floor: float) -> Iterator[str]:
    each, highest = _PLOT / len(bins), max(bins) or 1
    for place, count in enumerate(bins):
        if count:
            tall = _TALL * count / highest
            yield (
                f'<rect x="{_LEFT + place * each:.1f}" y="{floor - tall:.1f}" width="{max(each - 1, 0.5):.1f}" '
                f'height="{tall:.1f}" fill="{colour}" class="bin"><title>{count:,}</title></rect>'
            )
    yield _text(_LEFT - 8, floor - _TALL + 9, f"{highest:,}", anchor="end")


def _count_axis(floor: float) -> Iterator[str]:
    yield f'<path d="M{_LEFT} {floor}H{_LEFT + _PLOT}" stroke="{_FAINT}"/>'
    yield _text(_LEFT - 8, floor, "0", anchor="end")


def _length_axis(floor: float, end: int, axis: str) -> Iterator[str]:
    for number in range(0, end + 1, _step(end / 6)):
        yield _text(_LEFT + _PLOT * number / end, floor + 18, f"{number:,}", anchor="middle")
    yield _text(_LEFT + _PLOT / 2, floor + 40, axis, anchor="middle")


def _limit(x: float, floor: float, text: str, anchor: str) -> Iterator[str]:
    top = _HEAD + 8
    yield f'<path d="M{x:.1f} {floor}V{top}" stroke="{_WARNING}" stroke-width="2" stroke-dasharray="5 4"/>'
    yield _text(x, top - 6, text, anchor=anchor, colour=_WARNING, weight=600)


def _binned(numbers: Sequence[int], step: int, end: int) -> list[int]:
    bins = [0] * (end // step)
    for number in numbers:
        bins[min(number // step, len(bins) - 1)] += 1
    return bins


def _step(about: float) -> int:
    """Returns the round number nearest above: 1, 2 or 5 with zeros."""
    size = 1
    while True:
        for digit in (1, 2, 5):
            if digit * size >= about:
                return digit * size
        size *= 10


def _heading(title: str, series: Sequence[Series]) -> Iterator[str]:
    yield _text(_MARGIN, 28, title, size=16, weight=600)
    x = float(_MARGIN)
    for one in series:
        yield f'<rect x="{x:.1f}" y="41" width="11" height="11" fill="{one.colour}"/>'
        yield _text(x + 16, 51, one.name)
        x += 16 + _wide(one.name) + 20


def _text(x: float, y: float, text: str, **style: str | int) -> str:
    look = {"size": 12, "weight": 400, "anchor": "start", "colour": _INK} | style
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{look["size"]}" font-weight="{look["weight"]}" '
        f'text-anchor="{look["anchor"]}" fill="{look["colour"]}">{escape(text)}</text>'
    )


def _wide(text: str) -> float:
    return sum(2 * _LETTER if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)


def _document(title: str, height: float, body: Sequence[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
            f'height="{height:.0f}" role="img" font-family="system-ui, \'Noto Sans TC\', \'Microsoft JhengHei\', '
            'sans-serif">',
            f"<title>{escape(title)}</title>",
            f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
            *body,
            "</svg>\n",
        ]
    )

"""Drawings as SVG inside the page: no font, script or file is fetched, and every text stays text."""

from collections.abc import Mapping, Sequence
from html import escape

from eval.outcomes import Outcome
from eval.report.words import OUTCOME_WORDS, both_in_chart
from eval.risk_coverage import Point
from eval.statistics import Estimate

WIDTH, BAR, GAP, LEFT = 520, 18, 10, 310
COLOURS = ("#1f4e8c", "#7aa7d9", "#d4a72c", "#8c959f", "#8250df")
OUTCOME_COLOURS: dict[Outcome, str] = {
    "fixed": "#1a7f37",
    "both right": "#8fd19e",
    "both wrong": "#d4a72c",
    "regressed": "#cf222e",
    "unscored": "#8c959f",
}


def bars(rows: Sequence[tuple[tuple[str, str], Estimate]], title: tuple[str, str]) -> str:
    """Draws one horizontal bar a row on a scale from 0 to 1, with a whisker for its 95% interval.

    Args:
        rows: A name in both languages, and what is drawn; rows without a value are left out.
        title: What the drawing is of, in both languages.

    Returns:
        An `<svg>` element; an empty text where there is nothing to draw.
    """
    drawn = [(name, found) for name, found in rows if found.value is not None]
    if not drawn:
        return ""
    parts = [
        _bar(name, found, GAP + place * (BAR + GAP), COLOURS[0 if name[0].startswith("candidate") else 1])
        for place, (name, found) in enumerate(drawn)
    ]
    return _svg(len(drawn) * (BAR + GAP) + GAP, title, [_axis(len(drawn) * (BAR + GAP)), *parts])


def by_kind(
    kinds: Mapping[tuple[str, str], Mapping[str, Estimate]], arms: Sequence[str], title: tuple[str, str]
) -> str:
    """Draws a group of bars a kind of question, one an arm.

    Args:
        kinds: The kind's name in both languages → arm → what is drawn.
        arms: The arms in order; each has its colour.
        title: What the drawing is of, in both languages.

    Returns:
        An `<svg>` element; an empty text where there is nothing to draw.
    """
    parts: list[str] = []
    top = GAP + BAR
    for kind, found in kinds.items():
        drawn = [(arm, found[arm]) for arm in arms if arm in found and found[arm].value is not None]
        if not drawn:
            continue
        n = drawn[0][1].n
        middle = top + len(drawn) * BAR / 2
        parts.append(_label(f"{kind[0]} (n={n})", f"{kind[1]}（{n} 題）", middle))
        for arm, estimate in drawn:
            parts.append(_bar(("", ""), estimate, top, COLOURS[arms.index(arm) % len(COLOURS)], thick=BAR - 4))
            top += BAR
        top += GAP
    if not parts:
        return ""
    legend = "".join(
        f'<rect x="{LEFT + place * 150}" y="0" width="12" height="12" fill="{COLOURS[place % len(COLOURS)]}"/>'
        f'<text x="{LEFT + 18 + place * 150}" y="11">{escape(arm)}</text>'
        for place, arm in enumerate(arms)
    )
    return _svg(top, title, [legend, _axis(top), *parts])


def before_after(rows: Mapping[tuple[str, str], Mapping[Outcome, int]], title: tuple[str, str]) -> str:
    """Draws, a row a comparison, how many questions were fixed, stayed, and regressed.

    Args:
        rows: The comparison's name in both languages → outcome → questions.
        title: What the drawing is of, in both languages.

    Returns:
        An `<svg>` element; an empty text where there is nothing to draw.
    """
    parts: list[str] = []
    top = GAP + 2 * BAR
    for name, counts in rows.items():
        total = sum(counts.values())
        if not total:
            continue
        parts.append(_label(*name, top + BAR * 0.75))
        left = float(LEFT)
        for outcome, colour in OUTCOME_COLOURS.items():
            width = counts[outcome] / total * WIDTH
            if width:
                parts.append(
                    f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR * 1.5:.0f}" '
                    f'fill="{colour}"/><text x="{left + width / 2:.1f}" y="{top + BAR + 1}" '
                    f'text-anchor="middle" style="font-weight:600;{_ink(outcome)}">{counts[outcome]}</text>'
                )
            left += width
        top += int(BAR * 1.5) + GAP
    if not parts:
        return ""
    legend = "".join(
        f'<rect x="{LEFT + place * 105}" y="2" width="12" height="12" fill="{OUTCOME_COLOURS[outcome]}"/>'
        + both_in_chart(*OUTCOME_WORDS[outcome], f'x="{LEFT + 17 + place * 105}" y="13"')
        for place, outcome in enumerate(one for one in OUTCOME_COLOURS if any(found[one] for found in rows.values()))
    )
    return _svg(top, title, [legend, *parts])


def risk_by_coverage(curves: Mapping[str, Sequence[Point]], title: tuple[str, str]) -> str:
    """Draws how many answers are wrong where only the surest share of the questions is answered.

    Args:
        curves: Arm → its points, from the surest on; arms without points are left out. A dashed line shows what an
            order that says nothing would have: at every coverage the same.
        title: What the drawing is of, in both languages.

    Returns:
        An `<svg>` element; an empty text where no arm has points.
    """
    drawn = {arm: points for arm, points in curves.items() if points}
    if not drawn:
        return ""
    height, base = 220, 240
    lines = [
        f'<path d="M{LEFT} {base - height}V{base}H{LEFT + WIDTH}" stroke="#8c959f" fill="none"/>',
        both_in_chart("share answered", "作答比率", f'x="{LEFT + WIDTH / 2}" y="{base + 32}" text-anchor="middle"'),
        both_in_chart(
            "share of these wrong", "其中錯誤比率", f'x="{LEFT - 36}" y="{base - height / 2}" text-anchor="end"'
        ),
        *(
            f'<text x="{LEFT - 8}" y="{base - share * height + 5:.0f}" text-anchor="end">{share:g}</text>'
            f'<text x="{LEFT + share * WIDTH:.0f}" y="{base + 16}" text-anchor="middle">{share:g}</text>'
            for share in (0, 0.5, 1)
        ),
    ]
    for place, (arm, points) in enumerate(drawn.items()):
        path = "L".join(f"{LEFT + one.coverage * WIDTH:.1f} {base - one.risk * height:.1f}" for one in points)
        last, colour = points[-1], COLOURS[place % len(COLOURS)]
        lines.append(
            f'<path d="M{path}" stroke="{colour}" stroke-width="2" fill="none"/>'
            f'<path d="M{LEFT} {base - last.risk * height:.1f}H{LEFT + last.coverage * WIDTH:.1f}" stroke="{colour}" '
            'stroke-dasharray="4 4" fill="none"/>'
            f'<text x="{LEFT + last.coverage * WIDTH + 6:.0f}" y="{base - last.risk * height + 4:.0f}" '
            f'style="fill:{colour}">{escape(arm)}</text>'
        )
    return _svg(base + 40, title, lines)


def _bar(name: tuple[str, str], found: Estimate, top: float, colour: str, *, thick: int = BAR) -> str:
    value = found.value or 0.0
    middle = top + thick / 2
    label = _label(*name, middle + 5) if name[0] else ""
    bar = f'<rect x="{LEFT}" y="{top}" width="{value * WIDTH:.1f}" height="{thick}" fill="{colour}"/>'
    whisker = ""
    if found.low is not None and found.high is not None:
        low, high = LEFT + found.low * WIDTH, LEFT + found.high * WIDTH
        whisker = (
            f'<path d="M{low:.1f} {middle - 4}v8M{low:.1f} {middle}H{high:.1f}M{high:.1f} {middle - 4}v8" '
            'stroke="#1b1f24" fill="none"/>'
        )
    return f'{label}{bar}{whisker}<text x="{LEFT + WIDTH + 8}" y="{middle + 5:.0f}">{value:.2f}</text>'


def _ink(outcome: Outcome) -> str:
    # White on what is dark; the other colours are too light for it.
    return "fill:#fff" if outcome in ("fixed", "regressed") else "fill:#1b1f24"


def _label(english: str, chinese: str, middle: float) -> str:
    return both_in_chart(english, chinese, f'x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end"')


def _axis(height: float) -> str:
    places = "".join(f"M{LEFT + share * WIDTH:.0f} {GAP / 2:.0f}V{height:.0f}" for share in (0, 0.25, 0.5, 0.75, 1))
    return f'<path d="{places}" stroke="#eaeef2" fill="none"/>'


def _svg(height: float, title: tuple[str, str], parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {LEFT + WIDTH + 60} {height:.0f}" width="{LEFT + WIDTH + 60}" height="{height:.0f}"'
    body = "\n".join(part for part in parts if part)
    label = escape(" / ".join(title))
    return f'<svg role="img" {size} xmlns="http://www.w3.org/2000/svg">\n<title>{label}</title>\n{body}\n</svg>'

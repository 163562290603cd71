"""A bar a summary with its interval, as SVG inside the page: no font, script or file is fetched."""

from collections.abc import Sequence
from html import escape

from pipelines.records import Summary

WIDTH, BAR, GAP, LEFT = 520, 18, 10, 170


def bars(summaries: Sequence[Summary]) -> str:
    """Draws one horizontal bar a summary on a scale from 0 to 1, with a whisker for its 95% interval.

    Args:
        summaries: One metric of several arms.

    Returns:
        An `<svg>` element; an empty text for no summaries.
    """
    drawn = [summary for summary in summaries if summary.value is not None]
    if not drawn:
        return ""
    height = len(drawn) * (BAR + GAP) + GAP
    title = f"{drawn[0].metric}, 95% intervals"
    rows = "\n".join(_bar(summary, GAP + place * (BAR + GAP)) for place, summary in enumerate(drawn))
    return (
        f'<svg role="img" width="{LEFT + WIDTH + 60}" height="{height}" xmlns="http://www.w3.org/2000/svg">\n'
        f"<title>{escape(title)}</title>\n{rows}\n</svg>"
    )


def _bar(summary: Summary, top: int) -> str:
    value = summary.value or 0.0
    middle = top + BAR / 2
    parts = [
        f'<text x="{LEFT - 8}" y="{middle + 5:.0f}" text-anchor="end">{escape(summary.arm)}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{value * WIDTH:.1f}" height="{BAR}" fill="#7aa7d9"/>',
    ]
    if summary.low is not None and summary.high is not None:
        low, high = LEFT + summary.low * WIDTH, LEFT + summary.high * WIDTH
        parts.append(
            f'<path d="M{low:.1f} {middle - 5}v10M{low:.1f} {middle}H{high:.1f}M{high:.1f} {middle - 5}v10" '
            'stroke="#1b1f24" fill="none"/>'
        )
    parts.append(f'<text x="{LEFT + WIDTH + 8}" y="{middle + 5:.0f}">{value:.2f}</text>')
    return "".join(parts)

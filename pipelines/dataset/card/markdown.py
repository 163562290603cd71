"""The few pieces of Markdown that a card is made of."""

import re
from collections.abc import Sequence

_FIGURES = re.compile(r"[\d,.%()<–+ ]*")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns a table whose columns of figures stand to the right.

    >>> print(table(("origin", "items"), [("faq", "1,200")]))
    | origin | items |
    | --- | ---: |
    | faq | 1,200 |
    """
    if not rows:
        return "None."
    figures = [all(_FIGURES.fullmatch(row[place]) for row in rows) for place in range(len(header))]
    marks = ["---:" if right else "---" for right in figures]
    lines = [header, marks, *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def verbatim(text: str) -> str:
    """Returns a text as it is, fenced by more backticks than it has in a row."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def share(part: int, whole: int) -> str:
    """Returns a part of a whole in per cent.

    >>> share(1, 3), share(1, 1000), share(0, 0)
    ('33%', '<1%', '–')
    """
    if not whole:
        return "–"
    return "<1%" if 0 < part < 0.005 * whole else f"{part / whole:.0%}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())

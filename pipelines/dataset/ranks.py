"""How values of one kind and unit stand to one another, as their texts say."""

import re
from decimal import Decimal

from pipelines.language.values import values

Rank = tuple[str, Decimal | str]
_ORDERED = frozenset({"money", "duration", "count", "percent", "number", "date", "time"})
_WHOLE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def rank_of(text: str) -> Rank | None:
    """Returns what a text is ordered by: its kind with its unit, and its amount, day or time of day.

    Only values of one kind and unit can be compared: 1 個工作日 is neither more nor less than 12 小時.

    Args:
        text: The text of a cell.

    Returns:
        Two of them compare as their values do; None for a text that is more than one value or cannot be ordered.

    >>> rank_of("NT$1,200"), rank_of("每年 3 日")
    (('money twd', Decimal('1200')), None)
    """
    found = values(text.strip())
    if len(found) != 1 or found[0].text != text.strip() or found[0].kind not in _ORDERED:
        return None
    kind, (amount, _, unit) = found[0].kind, found[0].canonical.partition(" ")
    if kind in ("date", "time"):
        # A day without its year may be in any.
        return (kind, amount) if kind == "time" or _WHOLE_DATE.fullmatch(amount) else None
    return f"{kind} {unit}".strip(), Decimal(amount)


def is_first(winner: str, others: tuple[str, ...], *, most: bool) -> bool:
    """Says whether a value is above all others of its kind, or below them all.

    Args:
        winner: The text of the value.
        others: The texts of the others, at least one.
        most: Whether it is the highest, or the lowest.
    """
    first, rest = rank_of(winner), [rank_of(other) for other in others]
    if first is None or not rest:
        return False
    for other in rest:
        if other is None or other[0] != first[0] or type(other[1]) is not type(first[1]) or other[1] == first[1]:
            return False
        if (other[1] < first[1]) != most:  # type: ignore[operator]
            return False
    return True

"""Durations with a half that belongs to the number: 一個半小時, 兩年半, two and a half hours, half an hour."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.language.numerals import CHINESE, ENGLISH, MIXED, number, written

_NAMES = {
    "小時": "hour",
    "鐘頭": "hour",
    "星期": "week",
    "禮拜": "week",
    "週": "week",
    "個月": "month",
    "月": "month",
    "年": "year",
    "天": "day",
    "日": "day",
}
_NUMBER = rf"(?<![0-9A-Za-z.,])(?P<n>{MIXED}|{CHINESE})\s?"
# 三天半價 and 一年半數 are halves of something else.
_CHINESE = (
    re.compile(rf"{_NUMBER}個半(?P<unit>小時|鐘頭|星期|禮拜|月)"),
    re.compile(rf"{_NUMBER}個?(?P<unit>小時|鐘頭|星期|禮拜|個月|年|天|日|週)半(?![價數年天日月小票額價徑導成夜])"),
)
_ENGLISH = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?P<n>{MIXED}|{ENGLISH})\sand\sa\shalf\s|half\san?\s)(?P<unit>hour|day|week|month|year)s?"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)


def halves(text: str) -> Iterator[tuple[int, int, str]]:
    """Finds durations that hold a half.

    Args:
        text: Any text.

    Yields:
        Start, end and the canonical spelling: `1.5 hour`.
    """
    patterns = (*(_CHINESE if "半" in text else ()), *((_ENGLISH,) if "half" in text.lower() else ()))
    for pattern in patterns:
        for match in pattern.finditer(text):
            whole = number(match["n"]) if match["n"] else Decimal(0)
            if whole is not None:
                unit = match["unit"].lower()
                yield match.start(), match.end(), f"{written(whole + Decimal('0.5'))} {_NAMES.get(unit, unit)}"

"""Units of measured numbers in Chinese and English, each with its one canonical name."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pipelines.language.numerals import written

UnitKind = Literal["duration", "money", "percent", "count"]

# Days and working days, 24 hours and one day, stay apart: a deadline in one is not the deadline in the other.
_UNITS: dict[UnitKind, dict[str, str]] = {
    "duration": {
        "workday": r"個?(?:工作|營業|上班)[天日]|(?:business|working|work)[\s-]days?",
        "hour": r"個?小時|個?鐘頭|hours?|hrs?|h",
        "day": r"個?日曆[天日]|天|日(?!期)|calendar[\s-]days?|days?",
        "week": r"個?星期|個?禮拜|[週周]|weeks?",
        "month": r"個月|months?",
        "quarter": r"季|quarters?",
        "year": r"年|years?|yrs?",
        "minute": r"分鐘|minutes?|mins?",
        "second": r"秒鐘?|seconds?|secs?",
    },
    "money": {"usd": r"美[元金]|USD|US dollars?", "twd": r"元整?|圓整?|塊錢?|NTD|TWD|NT dollars?"},
    "percent": {"%": r"%|個?百分點|percent(?:age points?)?|per cent"},
    "count": {
        "kg": r"公斤|kg|kilograms?",
        "ton": r"公?噸|tons?|tonnes?",
        "km": r"公里|km|kilomet(?:er|re)s?",
        "cm": r"公分|cm|centimet(?:er|re)s?",
        "mm": r"公釐|mm|millimet(?:er|re)s?",
        "m": r"公尺|m|met(?:er|re)s?",
        "g": r"公?克|g|grams?",
        "degree": r"℃|°C|度(?!假)|degrees?",
        "gb": r"GB",
        "mb": r"MB",
        "character": r"個?字元?(?![號體])|characters?",
        "person": r"[人名位]|people|persons?|employees?",
        "time": r"次|times",
        "copy": r"份|cop(?:y|ies)",
        "piece": r"件|pieces?|pcs",
        "box": r"箱|boxes|box|cartons?",
        "page": r"頁|pages?",
        "item": r"項|items?",
        "set": r"[組套]|sets?",
        "point": r"點數?|points?",
        "level": r"[級等](?![於])|levels?",
        "room": r"間|rooms?",
        "unit": r"台|臺|units?",
        "floor": r"[樓層]|floors?",
        "pallet": r"棧板|板|pallets?",
        "ping": r"坪",
        "sheet": r"張|sheets?",
        "entry": r"筆",
        "company": r"家|vendors?|suppliers?",
        "fold": r"倍",
        "tenth": r"折",
        "score": r"分(?![鐘之部店機開類別公司])",
        "things": r"個(?![月小工日星禮鐘])",
    },
}
# Only what is equal on every calendar and in every trade: a day is not 24 hours of a deadline, a month has no fixed
# number of days, and a gigabyte has two sizes.
_SAME_MEASURE: tuple[tuple[tuple[str, int], ...], ...] = (
    (("second", 1), ("minute", 60), ("hour", 3_600)),
    (("day", 1), ("week", 7)),
    (("month", 1), ("year", 12)),
    (("g", 1), ("kg", 1_000), ("ton", 1_000_000)),
    (("mm", 1), ("cm", 10), ("m", 1_000), ("km", 1_000_000)),
)
_SMALLEST = {unit: (units[0][0], factor) for units in _SAME_MEASURE for unit, factor in units}
_FLAT = [(kind, name, pattern) for kind, units in _UNITS.items() for name, pattern in units.items()]
# What no unit starts with is no unit: looked at first, since most numbers are followed by something else.
_FIRST = "".join(sorted(set(re.findall(r"[^\W\d_]|[%℃°]", "".join(pattern for _, _, pattern in _FLAT)))))
UNIT = f"(?=[{_FIRST}])(?:" + "|".join(rf"(?P<u{place}>{pattern})" for place, (_, _, pattern) in enumerate(_FLAT)) + ")"
"""Pattern of any unit; the group that matched names it, see `unit_of`."""
CURRENCY = r"(?P<usd_mark>US\$|USD|美[元金])|(?P<twd_mark>NT\$|NTD|TWD|新[台臺]幣|\$)"
"""Pattern of a currency mark before an amount; in this market a bare `$` is the New Taiwan dollar."""
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")
_HEADER = re.compile(rf"[(（](?:單位[:：]\s?)?(?:{CURRENCY}|{UNIT})(?:[/／][^)）]*)?[)）]\s?[:：]\s?$", re.IGNORECASE)


def unit_of(match: re.Match[str]) -> tuple[UnitKind, str] | None:
    """Returns kind and canonical name of the unit a match of `UNIT` or `CURRENCY` found; None without one."""
    named = match.re.groupindex
    for mark, name in (("usd_mark", "usd"), ("twd_mark", "twd")):
        if mark in named and match[mark]:
            return "money", name
    place = (match.lastgroup or "").removeprefix("u")
    return _FLAT[int(place)][:2] if place.isdigit() else None


def header_unit(text: str, start: int) -> tuple[UnitKind, str] | None:
    """Returns the unit that a table's header gives to the number that starts somewhere, as in `費用（元）：4,800`."""
    end = start
    while end and text[end - 1].isspace():
        end -= 1
    if not end or text[end - 1] not in ":：":
        return None
    opened = max(text.rfind("(", 0, end), text.rfind("（", 0, end))
    match = _HEADER.match(text, opened, start) if opened >= 0 else None
    return unit_of(match) if match else None


@lru_cache(maxsize=65_536)
def same_amount(canonical: str) -> str:
    """Returns a canonical value in the smallest unit of its measure, so that equal amounts are equal texts.

    >>> same_amount("2 hour"), same_amount("120 minute"), same_amount("1 day")
    ('7200 second', '7200 second', '1 day')
    """
    amount, _, unit = canonical.partition(" ")
    if unit not in _SMALLEST or not _AMOUNT.fullmatch(amount):
        return canonical
    smallest, factor = _SMALLEST[unit]
    return f"{written(Decimal(amount) * factor)} {smallest}"


def measure_of(canonical: str) -> str:
    """Returns the smallest unit of what a canonical value measures; the value's own unit where there is no other.

    >>> measure_of("1.2 ton"), measure_of("3 box")
    ('g', 'box')
    """
    unit = canonical.partition(" ")[2]
    return _SMALLEST[unit][0] if unit in _SMALLEST else unit

"""Dates and times of day: ISO, 2024年5月3日, 民國 years, May 3, 2024, 下午五點半, 5:30 p.m."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipelines.language.numerals import CHINESE, latin_words, matches, number, starts

Found = tuple[int, int, str]
"""Start, end and canonical spelling."""
_Spelled = Callable[[dict[str, str | None]], str | None]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_N = rf"(?:\d{{1,2}}|{CHINESE})"
_YEAR = r"(?:(?P<roc>(?:中華)?民國)?\s?(?P<year>\d{2,4}|[零〇○一二三四五六七八九十百]{2,5})\s?年度?)"
# Fullest form first; each with what a text must have somewhere for the pattern to be tried at all.
_NUMERIC = (
    (r"\d[-/.]\d\d?[-/.]\d", r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    ("月", rf"{_YEAR}\s?(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日號]"),
    ("月", rf"{_YEAR}\s?(?P<m>{_N})\s?月"),
    ("民", r"(?P<roc>(?:中華)?民國)\s?(?P<year>\d{2,3}|[零〇○一二三四五六七八九十百]{2,5})\s?年度?"),
    ("年", r"(?P<year>(?:19|20)\d\d|[一二][零〇○一二三四五六七八九]{3})\s?年度?"),
    ("月", rf"(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日號]"),
    ("月", rf"[每隔次翌當]月\s?(?P<d>{_N})\s?[日號]"),
    ("月", rf"(?<![個零一二三四五六七八九十\d])(?P<m>{_N})\s?月(?![份]?[內後前])"),
)
# Each with how it opens: by a month's name, by a day that a month's name follows, or by a day of any month.
_ENGLISH = (
    ("month", _MONTH + r"\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)"),
    ("day", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?" + _MONTH + r"(?:,?\s(?P<y>(?:19|20)\d\d))?(?![a-z])"),
    ("month", _MONTH + r"\s(?P<y>(?:19|20)\d\d)"),
    ("month", _MONTH + r"\s(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:])"),
    ("any month", r"(?P<d>\d{1,2})(?:st|nd|rd|th)(?=\s(?:day\s)?of\s(?:each|every|the))"),
)
_HALF_DAYS = {"上午": 0, "早上": 0, "凌晨": 0, "中午": 12, "下午": 12, "晚上": 12, "晚間": 12, "傍晚": 12}
_HALF = "|".join(_HALF_DAYS)
_CLOCKS = (
    (
        r"\d:\d",
        rf"(?P<half>{_HALF})?\s?(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?::[0-5]\d)?"
        r"(?!\d)(?:\s?(?P<pm>[ap])\.?m\b\.?)?",
    ),
    ("[點時]", rf"(?P<half>{_HALF})\s?(?P<h>{_N})\s?[點時](?:\s?(?P<min>{_N}|半)\s?分?(?!鐘))?"),
    ("時", rf"(?P<h>{_N})\s?時\s?(?P<min>{_N}|半)\s?分(?!鐘)"),
    ("點", r"(?P<h>\d{1,2})\s?點(?!\d)(?:\s?(?P<min>[0-5]?\d|半)\s?分?)?"),
    (r"\d\s?[ap]\.?m", r"(?P<h>1[0-2]|[1-9])\s?(?P<pm>[ap])\.?m\b\.?"),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z]){pattern}", re.IGNORECASE)


_DATES = tuple((re.compile(needed), _compiled(pattern)) for needed, pattern in _NUMERIC)
_ENGLISH_DATES = tuple((opens, _compiled(pattern)) for opens, pattern in _ENGLISH)
_TIMES = tuple((re.compile(needed, re.IGNORECASE), _compiled(pattern)) for needed, pattern in _CLOCKS)
_ERA = re.compile("(?:中華)?民國|[每隔次翌當]月")
_HALVES = re.compile(_HALF)


def dates(text: str, numerals: Sequence[int] | None = None, latin: Mapping[int, str] | None = None) -> Iterator[Found]:
    """Finds dates, most complete form first; what a fuller form covers may come again in a shorter one.

    Args:
        text: Any text.
        numerals: Its `starts`, where they are known.
        latin: Its `latin_words`, where they are known.

    Yields:
        Start, end and the ISO spelling: `2024-05-03`, `2024-05`, `2024`, `--05-03`, `--05`, `---05`.
    """
    latin = latin_words(text) if latin is None else latin
    numerals = starts(text, latin) if numerals is None else numerals
    months = [place for place, word in latin.items() if word[:3] in _MONTHS]
    tried = [pattern for needed, pattern in _DATES if needed.search(text)]
    places = sorted((*numerals, *(match.start() for match in _ERA.finditer(text)))) if tried else []
    for pattern in tried:
        yield from _read(pattern, text, places, _iso)
    starts_of = {
        "month": months if numerals else (),
        "day": numerals if months else (),
        "any month": numerals if "of" in latin.values() else (),
    }
    for opens, pattern in _ENGLISH_DATES:
        yield from _read(pattern, text, starts_of[opens], _iso)


def times(text: str, numerals: Sequence[int] | None = None) -> Iterator[Found]:
    """Finds times of day.

    Args:
        text: Any text.
        numerals: Its `starts`, where they are known.

    Yields:
        Start, end and the time on the 24-hour clock, `17:30`.
    """
    numerals = starts(text, latin_words(text)) if numerals is None else numerals
    tried = [pattern for needed, pattern in _TIMES if needed.search(text)]
    places = sorted((*numerals, *(match.start() for match in _HALVES.finditer(text)))) if tried else []
    for pattern in tried:
        yield from _read(pattern, text, places, _clock)


def _read(pattern: re.Pattern[str], text: str, places: Sequence[int], spelled: _Spelled) -> Iterator[Found]:
    for match in matches(pattern, text, places):
        spelling = spelled(match.groupdict())
        if spelling:
            yield match.start(), match.end(), spelling


def _iso(parts: dict[str, str | None]) -> str | None:
    year = _year(parts)
    month = _month(parts)
    day = _small(parts.get("d"))
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    spelling = f"{year:04d}" if year is not None else "-" if month is not None or day is not None else ""
    spelling += f"-{month:02d}" if month is not None else "-" if day is not None else ""
    return (spelling + f"-{day:02d}" if day is not None else spelling) or None


def _year(parts: dict[str, str | None]) -> int | None:
    year = _small(parts.get("y") or parts.get("year"))
    if year is None:
        return None
    # Years below 200 are counted from 1912 (民國) in Taiwan, with the era named or not.
    return year + 1911 if parts.get("roc") or year < 200 else year


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("name")
    return _MONTHS.index(name[:3].lower()) + 1 if name else _small(parts.get("m"))


def _clock(parts: dict[str, str | None]) -> str | None:
    hour, minute = _small(parts["h"]), parts.get("min")
    minutes = 30 if minute == "半" else _small(minute) or 0
    if hour is None or hour > 24 or minutes > 59:
        return None
    if (_HALF_DAYS.get(parts.get("half") or "", 0) or (parts.get("pm") or "").lower() == "p") and hour < 12:
        hour += 12
    if (parts.get("pm") or "").lower() == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minutes:02d}"


def _small(text: str | None) -> int | None:
    value = number(text) if text else None
    return int(value) if value is not None and value == int(value) else None

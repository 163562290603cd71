"""Dates and times of day: ISO, 2024年5月3日, 民國 years, May 3, 2024, 下午五點半, 5:30 p.m."""

import re
from collections.abc import Iterator

from pipelines.language.numerals import CHINESE, number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_N = rf"(?:\d{{1,2}}|{CHINESE})"
_YEAR = r"(?:(?P<roc>民國)?\s?(?P<year>\d{2,4}|[零〇○一二三四五六七八九十百]{2,5})\s?年度?)"
_DATE_PATTERNS = (
    r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
    rf"{_YEAR}\s?(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日號]",
    rf"{_YEAR}\s?(?P<m>{_N})\s?月",
    r"(?P<roc>民國)\s?(?P<year>\d{2,3}|[零〇○一二三四五六七八九十百]{2,5})\s?年度?",
    r"(?P<year>(?:19|20)\d\d|[一二][零〇○一二三四五六七八九]{3})\s?年度?",
    rf"(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日號]",
    rf"[每隔次翌當]月\s?(?P<d>{_N})\s?[日號]",
    rf"(?<![個零一二三四五六七八九十\d])(?P<m>{_N})\s?月(?![份]?[內後前])",
    _MONTH + r"\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)",
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?" + _MONTH + r"(?:,?\s(?P<y>(?:19|20)\d\d))?(?![a-z])",
    _MONTH + r"\s(?P<y>(?:19|20)\d\d)",
    _MONTH + r"\s(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:])",
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)(?=\s(?:day\s)?of\s(?:each|every|the))",
)
_HALF_DAYS = {"上午": 0, "早上": 0, "凌晨": 0, "中午": 12, "下午": 12, "晚上": 12, "晚間": 12, "傍晚": 12}
_TIME_PATTERNS = (
    r"(?P<half>上午|早上|凌晨|中午|下午|晚上|晚間|傍晚)?\s?(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?::[0-5]\d)?"
    r"(?!\d)(?:\s?(?P<pm>[ap])\.?m\b\.?)?",
    rf"(?P<half>上午|早上|凌晨|中午|下午|晚上|晚間|傍晚)\s?(?P<h>{_N})\s?[點時](?:\s?(?P<min>{_N}|半)\s?分?(?!鐘))?",
    r"(?P<h>\d{1,2})\s?點(?!\d)(?:\s?(?P<min>[0-5]?\d|半)\s?分?)?",
    r"(?P<h>1[0-2]|[1-9])\s?(?P<pm>[ap])\.?m\b\.?",
)
_DATES = tuple(re.compile(rf"(?<![0-9A-Za-z]){pattern}", re.IGNORECASE) for pattern in _DATE_PATTERNS)
_TIMES = tuple(re.compile(rf"(?<![0-9A-Za-z]){pattern}", re.IGNORECASE) for pattern in _TIME_PATTERNS)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Finds dates, most complete form first; what a fuller form covers may come again in a shorter one.

    Yields:
        Start, end and the ISO spelling: `2024-05-03`, `2024-05`, `2024`, `--05-03`, `--05`, `---05`.
    """
    for pattern in _DATES:
        for match in pattern.finditer(text):
            spelling = _iso(match.groupdict())
            if spelling:
                yield match.start(), match.end(), spelling


def times(text: str) -> Iterator[tuple[int, int, str]]:
    """Finds times of day.

    Yields:
        Start, end and the time on the 24-hour clock, `17:30`.
    """
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            spelling = _clock(match.groupdict())
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

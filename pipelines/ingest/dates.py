"""Dates as documents print them, in the Western and in the Republic's calendar."""

import re
import unicodedata
from datetime import date

from pipelines.language.numerals import CHINESE, number

REPUBLIC = 1911
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMERIC = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
IN_REPUBLIC = re.compile(
    r"(?:民國|中華民國)?\s*(?<!\d)(?:(\d{2,3})\s*[./年]|(?=1\d\d-)(\d{3})-)\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)"
)
IN_WORDS = re.compile(rf"{CHINESE}(?=\s*[年月日])")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})(?!\d)")
MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


def iso_date(text: str) -> str | None:
    """Returns the first date in a text as an ISO date, or None where there is none.

    >>> iso_date("2024 年 7 月 1 日"), iso_date("民國113年7月1日"), iso_date("15 May 2024")
    ('2024-07-01', '2024-07-01', '2024-05-15')
    >>> iso_date("中華民國一百一十三年七月一日"), iso_date("１１３．７．１")
    ('2024-07-01', '2024-07-01')
    """
    text = IN_WORDS.sub(lambda match: str(number(match[0])), unicodedata.normalize("NFKC", text))
    for pattern in (NUMERIC, IN_REPUBLIC, DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(text):
            found = _date(pattern, tuple(part for part in match.groups() if part))
            if found is not None:
                return found.isoformat()
    return None


def _date(pattern: re.Pattern[str], parts: tuple[str, ...]) -> date | None:
    try:
        if pattern is NUMERIC:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        if pattern is IN_REPUBLIC:
            return date(int(parts[0]) + REPUBLIC, int(parts[1]), int(parts[2]))
        day, month = (parts[0], parts[1]) if pattern is DAY_FIRST else (parts[1], parts[0])
        return date(int(parts[2]), MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None

"""Moments: days and times of day as chat exports print them."""

import re
from datetime import date

from pipelines.ingest.dates import iso_date

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
YEAR_LAST = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
CLOCK = (
    r"(?:(?P<before>上午|下午|AM|PM)\s?)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"(?:\s?(?P<after>上午|下午|AM|PM))?"
)
"""A time of day, with named groups for `time_of`."""
TIME = re.compile(rf"(?<!\d){CLOCK}(?!\d)", re.IGNORECASE)
AFTERNOON = ("下午", "PM")
MORNING = ("上午", "AM")


def day_of(text: str, *, day_first: bool = False) -> str | None:
    """Returns the day in a text as an ISO date, or None where there is none.

    Args:
        text: The text; a weekday beside a date such as 05/03/2024 tells its day from its month.
        day_first: How such a date is read where no weekday and no number above 12 tells.

    >>> day_of("2024/05/03（五）"), day_of("Fri, 05/03/2024"), day_of("Sunday, 05/03/2023")
    ('2024-05-03', '2024-05-03', '2023-03-05')
    """
    match = YEAR_LAST.search(text)
    if match is None:
        return iso_date(text)
    first, second, year = (int(part) for part in match.groups())
    orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    days = [day for day in (_date(year, month, number) for month, number in orders) if day is not None]
    weekday = WEEKDAY.search(text)
    if weekday is not None:
        named = WEEKDAYS.index(weekday[1].lower())
        days = [day for day in days if day.weekday() == named] or days
    return days[0].isoformat() if days else None


def time_of(match: re.Match[str]) -> str:
    """Returns the time of day that `CLOCK` matched, `14:02`."""
    half, hour = (match["before"] or match["after"] or "").upper(), int(match["hour"])
    if half in AFTERNOON and hour < 12:
        hour += 12
    if half in MORNING and hour == 12:
        hour = 0
    return f"{hour:02d}:{match['minute']}"


def moment_of(text: str, *, day_first: bool = False) -> str:
    """Returns the day and time in a text as `2024-05-03 14:02`, the day alone without a time, empty without a day.

    >>> moment_of("2024-05-03T14:02:59Z"), moment_of("2024/5/3 下午 2:02"), moment_of("5/3/2024 2:02 PM")
    ('2024-05-03 14:02', '2024-05-03 14:02', '2024-05-03 14:02')
    """
    day, time = day_of(text, day_first=day_first), TIME.search(text)
    return f"{day} {time_of(time)}" if day and time else day or ""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Dates and times as a cell shows them, in the Western and in the Republic's calendar."""

from datetime import datetime, timedelta

from pipelines.ingest.dates import MONTHS, REPUBLIC
from pipelines.ingest.readers.sheets.patterns import Section, Token
from pipelines.ingest.readers.word.numerals import han

EPOCH = datetime(1899, 12, 30)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HAN_WEEKDAYS = "一二三四五六日"
FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SECONDS = {"h": 3600, "m": 60, "s": 1}
LAST_DAY = 2_958_465
"""The serial number of 9999-12-31."""


def moment(serial: float, section: Section) -> str | None:
    """Returns a date or time in a format; None where the calendar has no such day.

    Args:
        serial: Days since the end of 1899, as Excel counts them.
        section: The section of the format that shows it.
    """
    if not 0 <= serial <= LAST_DAY:
        return None
    fine = any("." in token.text for token in section.tokens if token.kind == "date")
    seconds = round(serial * 86400, 3 if fine else 0)
    when = EPOCH + timedelta(seconds=seconds)
    pieces = []
    for place, token in enumerate(section.tokens):
        if token.kind == "date":
            pieces.append(_date(token.text.lower(), when, section, place))
        elif token.kind == "elapsed":
            pieces.append(f"{int(seconds // SECONDS[token.text[0]]):0{len(token.text)}d}")
        elif token.kind == "half":
            pieces.append(_half(token.text, when, section))
        elif token.kind != "digit":
            pieces.append(token.text)
    return "".join(pieces).strip()


def _date(letters: str, when: datetime, section: Section, place: int) -> str:
    letter, count = letters[0], len(letters)
    if letter == "m":
        return _padded(when.minute, count) if _is_minute(section.tokens, place) else _month(when, count, section)
    if letter == "h":
        hour = (when.hour % 12 or 12) if section.has("half") else when.hour
        return _padded(hour, count)
    if letter == "s":
        whole, _, fraction = letters.partition(".")
        return _padded(when.second, len(whole)) + (f".{when.microsecond:06d}"[: len(fraction) + 1] if fraction else "")
    if letter == "y":
        return f"{when.year % 100:02d}" if count <= 2 else f"{when.year:04d}"
    if letter in ("e", "g"):
        return _republic(letters, when, section)
    return _day(letters, when, section)


def _padded(number: int, count: int) -> str:
    return f"{number:0{min(count, 2)}d}"


def _is_minute(tokens: list[Token], place: int) -> bool:
    """After hours or before seconds `m` stands for minutes."""
    before = [token for token in tokens[:place] if token.kind in ("date", "elapsed")]
    after = [token for token in tokens[place + 1 :] if token.kind in ("date", "elapsed")]
    return bool(before and before[-1].text[0] in "hH") or bool(after and after[0].text[0] in "sS")


def _month(when: datetime, count: int, section: Section) -> str:
    if count <= 2:
        return _padded(when.month, count)
    if section.is_taiwanese:
        return f"{when.month if count == 3 else han(when.month)}月"
    return MONTHS[when.month - 1].capitalize() if count == 3 else FULL_MONTHS[when.month - 1]


def _day(letters: str, when: datetime, section: Section) -> str:
    if letters[0] == "d" and len(letters) <= 2:
        return _padded(when.day, len(letters))
    weekday = when.weekday()
    if letters[0] == "a" or section.is_taiwanese:
        return ("週" if len(letters) == 3 else "星期") + HAN_WEEKDAYS[weekday]
    return WEEKDAYS[weekday][:3] if len(letters) == 3 else WEEKDAYS[weekday]


def _republic(letters: str, when: datetime, section: Section) -> str:
    """`e` is the year of the era and `g` the era's name, in Taiwan those of the Republic."""
    era = section.is_taiwanese or any(token.text[:1] in "gG" for token in section.tokens if token.kind == "date")
    if letters[0] == "g":
        return "中華民國" if len(letters) > 2 else "民國"
    year = when.year - REPUBLIC if era and when.year > REPUBLIC else when.year
    return f"{year:0{min(len(letters), 2)}d}"


def _half(text: str, when: datetime, section: Section) -> str:
    chinese = section.is_taiwanese or text.startswith("上")
    names = ("上午", "下午") if chinese else ("A", "P") if len(text) == 3 else ("AM", "PM")
    return names[when.hour >= 12]

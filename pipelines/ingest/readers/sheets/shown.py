"""A cell's value as the sheet shows it."""

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from pipelines.ingest.readers.sheets.digits import general, number
from pipelines.ingest.readers.sheets.moments import moment
from pipelines.ingest.readers.sheets.patterns import ANY, SYSTEM, Section, choose, sections_of

Value: TypeAlias = str | float | datetime | date | time | timedelta
# Excel shows these by the settings of the machine it runs on; a date whose month is certain serves everybody.
BY_SETTINGS = {"mm-dd-yy": "yyyy-mm-dd", "m/d/yy h:mm": "yyyy-mm-dd hh:mm"}


def shown(value: Value, pattern: str = "General") -> str:
    """Returns a value as its cell shows it, however wide the column.

    Args:
        value: What the cell holds.
        pattern: Its number format.

    Returns:
        The text; empty where the format shows nothing.

    >>> shown(0.125, "0.0%"), shown(113, '"第"000"號"'), shown(45474, '[$-404]e"年"m"月"d"日"')
    ('12.5%', '第113號', '113年7月1日')
    """
    if isinstance(value, str):
        return _text(value, sections_of(pattern))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    pattern = BY_SETTINGS.get(pattern, pattern)
    serial = value if isinstance(value, (int, float)) else _serial(value)
    section, signed = choose(sections_of(pattern), serial)
    for name, plain in SYSTEM.items():
        if section.locale.upper() == name:
            section = sections_of(plain)[0]
    if section.has("date", "elapsed"):
        found = moment(serial, section)
        return general(serial) if found is None else found
    text = number(abs(serial), section)
    negative = signed and any(digit in text for digit in "123456789")
    return (("-" if negative else "") + text).strip()


def _serial(value: datetime | date | time | timedelta) -> float:
    """A date or time as the number Excel keeps."""
    from openpyxl.utils.datetime import to_excel

    return float(to_excel(value))


def _text(text: str, sections: list[Section]) -> str:
    text = text.replace("\r\n", "\n").replace("_x000D_", "").strip()
    section = next((section for section in sections if section.is_text), None)
    if section is None or len(section.tokens) == 1:
        # A fourth section, or three that show nothing, hide text too.
        return "" if len(sections) > 3 and not sections[3].tokens else text
    return "".join(text if token == ANY else token.text for token in section.tokens)

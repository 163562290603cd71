"""Values inside a text, compared by what they mean: 24 小時, 二十四小時 and twenty-four hours are one value."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pipelines.language.dates import dates, times
from pipelines.language.halves import halves
from pipelines.language.numerals import CHINESE, DECIMAL, ENGLISH, MIXED, latin_words, matches, number, starts, written
from pipelines.language.script import HAN
from pipelines.language.units import CURRENCY, UNIT, header_unit, same_amount, unit_of

ValueKind = Literal["duration", "money", "percent", "count", "date", "time", "code", "contact", "ordinal", "number"]
_Found = tuple[ValueKind, str, int, int]
# Full-width ASCII and the ideographic space, one character for one, so that positions stay those of the original. The
# full-width comma stays: it parts two amounts, it never groups the digits of one.
_NARROW = {0xFF01 + place: 0x21 + place for place in range(94) if place + 0x21 != ord(",")} | {0x3000: 0x20}
_VARIANTS = str.maketrans("臺周裏着", "台週裡著")

_EDGE = r"(?<![0-9A-Za-z.,])"
_MAIL = re.compile(r"[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+")
_PHONE = re.compile(r"(?<![0-9A-Za-z-])(?:(?:\(0\d{1,2}\)\s?|0\d{1,3}[-\s]?)\d{3,4}-\d{3,4}(?!\d)|09\d{8}(?!\d))")
_PARAGRAPH = re.compile(r"§\s?\d+(?:\.\d+)*")
_CODE = re.compile(r"(?<![0-9A-Za-z-])(?=[A-Za-z-]*\d)[A-Za-z]+[0-9A-Za-z]*(?:-[0-9A-Za-z]+)*(?![0-9A-Za-z])")
_ORDINAL = re.compile(rf"第\s?(?P<n>{CHINESE}|\d+)(?![0-9])")
_ENGLISH_ORDINAL = re.compile(r"(?<![0-9A-Za-z])(?P<n>\d+)(?:st|nd|rd|th)(?![A-Za-z])")
_PERCENT = re.compile(rf"百分之\s?(?P<n>{MIXED}|{DECIMAL}|{CHINESE})")
_TENTHS = re.compile(r"(?<![完達])(?P<n>[一二兩三四五六七八九])成(?=[以，。；、的）)\s]|\Z)")
_HAN_NUMERAL = "[零一二三四五六七八九十百千萬億]"
_RANGE_MARKS = {"-", "~", "–", "—", "至", "到", "to", "or", "或"}
_NUMBER = rf"(?P<n>{MIXED}|半|{DECIMAL}|{CHINESE}|{ENGLISH})"
_CURRENCY = re.compile("[$幣美]|USD|NTD|TWD", re.IGNORECASE)
_MONEY = re.compile(rf"(?:{CURRENCY})\s?(?P<n>{MIXED}|{CHINESE})(?:\s?元整?)?", re.IGNORECASE)
_MEASURED = re.compile(rf"{_EDGE}{_NUMBER}[\s-]?(?:{UNIT})(?!(?<=[A-Za-z])[A-Za-z])", re.IGNORECASE)
_MINUS = re.compile(r"(?:(?<![0-9A-Za-z.,°℃%])[-−]|零下\s?)\Z")
_PLAIN = re.compile(
    rf"{_EDGE}{MIXED}(?![0-9A-Za-z])|(?<!萬)[一二兩三四五六七八九]{_HAN_NUMERAL}*[十百千萬億]{_HAN_NUMERAL}*"
)


_WORD = re.compile(rf"{HAN.pattern}|[^\W_{HAN.pattern[1:-1]}]+")
# A sign of an address, or what a number or half of something may start with; full-width letters may be one in words.
_ANY = re.compile(rf"[@\uff20-\uff3a\uff41-\uff5a]|\d|半|half|{CHINESE}|(?<![A-Za-z]){ENGLISH}", re.IGNORECASE)
_MARK = "\x1f"
_BARE = re.compile(rf"{_MARK}=[\d.]+{_MARK}")
_AMOUNT = re.compile(rf"(?<={_MARK}=)[^{_MARK}]+")
_NO_DIGIT, _SPACE = re.compile(r"\D"), re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value with its place in the text."""

    kind: ValueKind
    canonical: str
    """Equal for equal values: `24 hour`, `4800 twd`, `2024-05-03`, `17:30`, `SOP-LOG-001`."""
    text: str
    start: int
    end: int

    @property
    def amount(self) -> str:
        """The number without its unit; the whole canonical form where there is no unit."""
        return self.canonical.split(" ")[0]


@lru_cache(maxsize=65_536)
def values(text: str) -> tuple[Value, ...]:
    """Finds every value in a text.

    Args:
        text: Any text, Chinese or English.

    Returns:
        The values in text order; they never overlap.

    >>> [value.canonical for value in values("出貨異常須於二十四小時內通報，運費 NT$4,800。")]
    ['24 hour', '4800 twd']
    """
    if not _may_hold_value(text):
        return ()
    plain = text.translate(_NARROW)
    taken: list[Value] = []
    free = [True] * len(text)
    for kind, canonical, first, last in _found(plain):
        # A pattern may reach over a space beside the value.
        found = plain[first:last]
        start, end = first + len(found) - len(found.lstrip()), last - len(found) + len(found.rstrip())
        if all(free[start:end]):
            free[start:end] = [False] * (end - start)
            taken.append(Value(kind=kind, canonical=canonical, text=text[start:end], start=start, end=end))
    return tuple(_ranges(plain, sorted(taken, key=lambda value: value.start)))


def same_value(a: str, b: str) -> bool:
    """Says whether two short texts mean the same value, or are the same words where they hold none.

    >>> same_value("24 小時", "twenty-four hours"), same_value("三天", "三個工作天")
    (True, False)
    """
    return _amounts(a) == _amounts(b)


def holds(text: str, value: str) -> bool:
    """Says whether a text holds a value: by meaning for values, word by word for plain text.

    Full and half width, case, white space, punctuation and 臺/台 do not count, nor does the unit of an equal amount
    (120 分鐘 is 2 小時). A bare number is held by the same number with any unit; a number with a unit is not held by a
    bare one.

    Args:
        text: Where to look.
        value: What to look for: a value, some words, or both.

    Returns:
        True if the text holds it; a value without any letter or digit is held by nothing.

    >>> holds("一週內須於二十四小時通報", "24 小時"), holds("運費一百二十四元", "24 元")
    (True, False)
    """
    wanted = _amounts(value)
    if not wanted or ("=" in wanted and not _may_hold_value(text)):
        return False
    # A bare number is held by the same number with a unit, in the unit that is printed.
    return wanted in _amounts(text) or (_BARE.fullmatch(wanted) is not None and f"{wanted[:-1]} " in _pieces(text))


@lru_cache(maxsize=65_536)
def _amounts(text: str) -> str:
    """The pieces of a text, with equal amounts in one unit."""
    pieces = _pieces(text)
    return _AMOUNT.sub(lambda match: same_amount(match.group()), pieces) if "=" in pieces else pieces


@lru_cache(maxsize=65_536)
def _pieces(text: str) -> str:
    """Values and words in their order, each between two marks: one search finds some of them in a row."""
    pieces: list[str] = []
    position = 0
    for value in values(text):
        pieces += _words(text[position : value.start])
        pieces.append("=" + value.canonical)
        position = value.end
    pieces += _words(text[position:])
    return f"{_MARK}{_MARK.join(pieces)}{_MARK}" if pieces else ""


def _may_hold_value(text: str) -> bool:
    """Says whether a text has anything that a value could be made of; quick, and never wrongly False."""
    return _ANY.search(text) is not None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_VARIANTS)
    return _WORD.findall(plain)


def _found(text: str) -> Iterator[_Found]:
    for match in _MAIL.finditer(text) if "@" in text else ():
        yield "contact", match.group().lower(), match.start(), match.end()
    yield from (("duration", canonical, start, end) for start, end, canonical in halves(text))
    latin = latin_words(text)
    numerals = starts(text, latin)
    if not numerals:
        return
    for match in _PHONE.finditer(text) if "0" in text else ():
        yield "contact", _NO_DIGIT.sub("", match.group()), match.start(), match.end()
    yield from (("date", iso, start, end) for start, end, iso in dates(text, numerals, latin))
    yield from (("time", clock, start, end) for start, end, clock in times(text, numerals))
    for match in (*(_PARAGRAPH.finditer(text) if "§" in text else ()), *matches(_CODE, text, latin)):
        yield "code", _SPACE.sub("", match.group().upper()), match.start(), match.end()
    yield from _ordinals(text, numerals)
    yield from _measured(text, numerals)
    yield from _plain_numbers(text, numerals)


def _ordinals(text: str, numerals: Sequence[int]) -> Iterator[_Found]:
    for match in (*_ORDINAL.finditer(text), *matches(_ENGLISH_ORDINAL, text, numerals)):
        amount = number(match["n"])
        if amount is not None:
            yield "ordinal", f"#{written(amount)}", match.start(), match.end()


def _measured(text: str, numerals: Sequence[int]) -> Iterator[_Found]:
    for match in _PERCENT.finditer(text):
        amount = number(match["n"])
        if amount is not None:
            yield "percent", f"{written(amount)} %", match.start(), match.end()
    for match in _TENTHS.finditer(text) if "成" in text else ():
        yield "percent", f"{written(10 * (number(match['n']) or Decimal(0)))} %", match.start(), match.end()
    money = _MONEY.finditer(text) if _CURRENCY.search(text) else ()
    for match in (*money, *matches(_MEASURED, text, numerals)):
        amount, unit = number(match["n"]), unit_of(match)
        if amount is not None and unit is not None and not _idiom(match["n"], unit[1]):
            below = _MINUS.search(text, max(0, match.start() - 4), match.start()) if unit[1] == "degree" else None
            start = below.start() if below else match.start()
            yield unit[0], f"{'-' if below else ''}{written(amount)} {unit[1]}", start, match.end()


def _idiom(numeral: str, unit: str) -> bool:
    # 一個問題, 一項, 一次, 十分重要: an article or an adverb, not a count.
    articles = {"things", "item", "piece", "copy", "set", "sheet", "entry", "level", "point", "person", "unit"}
    return (numeral in ("一", "one", "One") and unit in articles) or (
        not re.match(r"\d", numeral) and unit in {"score", "degree", "point", "level", "m", "g"}
    )


def _plain_numbers(text: str, numerals: Sequence[int]) -> Iterator[_Found]:
    for match in matches(_PLAIN, text, numerals):
        amount = number(match.group())
        if amount is None:
            continue
        unit = header_unit(text, match.start())
        if unit is None:
            yield "number", written(amount), match.start(), match.end()
        else:
            yield unit[0], f"{written(amount)} {unit[1]}", match.start(), match.end()


def _ranges(text: str, found: list[Value]) -> list[Value]:
    # 3 至 5 天: the first number has the second one's unit.
    result = list(found)
    for place in range(len(found) - 2, -1, -1):
        value, after = result[place], result[place + 1]
        between = text[value.end : after.start].strip()
        if value.kind == "number" and " " in after.canonical and between in _RANGE_MARKS:
            canonical = f"{written(Decimal(value.canonical))} {after.canonical.split(' ')[1]}"
            result[place] = Value(
                kind=after.kind, canonical=canonical, text=value.text, start=value.start, end=value.end
            )
    return result

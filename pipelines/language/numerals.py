"""Numbers as Taiwanese offices write them: 4,800, 4.8 萬, 四千八百, 二十四, 壹萬, twenty-four."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    character: value
    for value, row in enumerate(("零〇○", "一壹", "二兩貳", "三參叁", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖"))
    for character in row
}
_TENFOLD = str.maketrans({"廿": "二十", "卅": "三十"})
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE = {"萬": 10_000, "億": 100_000_000}
_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * ten for ten, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_WORD = "(?:" + "|".join(sorted((*_WORDS, *_SCALES), key=len, reverse=True)) + ")"
WESTERN = r"(?:\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"
"""Pattern of a number in Western digits, thousands separators allowed."""
MIXED = rf"(?:(?:{WESTERN}\s?[百千萬億]+)+{WESTERN}?|{WESTERN}\s(?:thousand|million|billion)(?![A-Za-z])|{WESTERN})"
"""Pattern of Western digits with a scale: 4.8 萬, 3萬5千, 1.2 million."""
CHINESE = f"[{''.join(_DIGITS)}{''.join(_SMALL)}廿卅][{''.join((*_DIGITS, *_SMALL, *_LARGE))}]*"
"""Pattern of a number in Chinese numerals; it does not open with 萬 or 億, as 萬一 would."""
DECIMAL = f"{CHINESE}點[{''.join(_DIGITS)}]+"
"""Pattern of a decimal fraction in Chinese numerals: 三點五. A time is written alike (三點五分)."""
ENGLISH = rf"(?:{_WORD}(?:(?:\s+and)?[\s-]+{_WORD})*)(?![A-Za-z])"
"""Pattern of a number in English words."""


_WESTERN_ALONE = re.compile(WESTERN)
_SCALED_ALONE = re.compile(f"(?:{CHINESE}|{MIXED})")
_ENGLISH_ALONE = re.compile(ENGLISH)
_DECIMAL_ALONE = re.compile(DECIMAL)
_MILLIONS_ALONE = re.compile(rf"(?P<n>{WESTERN})\s(?P<scale>thousand|million|billion)")
_PIECES = re.compile(rf"{WESTERN}|\S")
_NUMERAL = re.compile(f"[\\d半廿卅{''.join((*_DIGITS, *_SMALL))}]")
_LATIN = re.compile("[A-Za-z]+")


def latin_words(text: str) -> dict[int, str]:
    """Returns the runs of Latin letters in a text, in lower case, by where they start."""
    return {match.start(): match.group().lower() for match in _LATIN.finditer(text)}


def starts(text: str, latin: Mapping[int, str]) -> list[int]:
    """Returns the places where a number may start, in order: patterns tried there alone need not scan the text.

    Args:
        text: Any text.
        latin: Its `latin_words`.
    """
    words = (place for place, word in latin.items() if word in _WORDS or word in _SCALES)
    return sorted((*(match.start() for match in _NUMERAL.finditer(text)), *words))


def matches(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yields what `finditer` would, where a match can only start at certain places, given in order."""
    end = 0
    for place in places:
        match = pattern.match(text, place) if place >= end else None
        if match is not None:
            end = match.end()
            yield match


@lru_cache(maxsize=16_384)
def number(text: str) -> Decimal | None:
    """Reads one number.

    Args:
        text: A number alone, in Western digits, Chinese numerals, both, or English words.

    Returns:
        The number; None where the text is not one.

    >>> number("4,800"), number("四千八百"), number("3萬5千"), number("twenty-four")
    (Decimal('4800'), Decimal('4800'), Decimal('35000'), Decimal('24'))
    """
    text = text.strip().lower().translate(_TENFOLD)
    if _WESTERN_ALONE.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    if text and all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    if millions := _MILLIONS_ALONE.fullmatch(text):
        return Decimal(millions["n"].replace(",", "")) * _SCALES[millions["scale"]]
    if _SCALED_ALONE.fullmatch(text):
        return _scaled(text)
    if _DECIMAL_ALONE.fullmatch(text):
        whole, part = text.split("點")
        return _scaled(whole) + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in part))
    if _ENGLISH_ALONE.fullmatch(text):
        return _words(text)
    return None


def written(amount: Decimal) -> str:
    """Returns a number in its one canonical spelling, without separators and trailing zeros.

    >>> written(Decimal("4800.0")), written(Decimal("0.50"))
    ('4800', '0.5')
    """
    plain = f"{amount:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _scaled(text: str) -> Decimal:
    total, below, current, scale = Decimal(0), Decimal(0), None, 1
    for piece in _PIECES.findall(text):
        if piece in _LARGE:
            total += (below + (current if current is not None else 0)) * _LARGE[piece]
            below, current, scale = Decimal(0), None, _LARGE[piece]
        elif piece in _SMALL:
            below += (current if current is not None else 1) * _SMALL[piece]
            current, scale = None, _SMALL[piece]
        else:
            # 三千五 leaves the hundreds unsaid and is 3,500; 三千零五 is 3,005.
            alone = len(piece) == 1 and current is None
            current = Decimal(_DIGITS[piece]) if piece in _DIGITS else Decimal(piece.replace(",", ""))
            scale = scale if alone and current else 1
    return total + below + (current * max(1, scale // 10) if current is not None else 0)


def _words(text: str) -> Decimal:
    total, below = 0, 0
    for word in re.findall(_WORD, text):
        if word == "hundred":
            below = max(below, 1) * 100
        elif word in _SCALES:
            total, below = total + max(below, 1) * _SCALES[word], 0
        else:
            below += _WORDS[word]
    return Decimal(total + below)

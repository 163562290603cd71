"""Numbers as Word prints them in each `w:numFmt`."""

import re
from collections.abc import Callable

LARGEST = 32_767
"""The largest counter Word has; a damaged file may ask for more, and for text without end."""
ZERO = re.compile("(taiwanese|chinese|japanese)Counting")
HAN_DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def han(number: int, digits: str = HAN_DIGITS, units: str = "十百千萬", *, full_ten: bool = False) -> str:
    """Returns a number from 1 to 99,999 in Chinese with units.

    >>> han(12), han(105), han(110), han(12, LEGAL_DIGITS, "拾佰仟萬", full_ten=True)
    ('十二', '一百零五', '一百一十', '壹拾貳')
    """
    text = ""
    for power in range(len(units), 0, -1):
        digit, number = divmod(number, 10**power)
        if digit:
            text += digits[digit] + units[power - 1]
        elif text and number and not text.endswith(digits[0]):
            text += digits[0]
    text += digits[number] if number else ""
    if not full_ten and text.startswith(digits[1] + units[0]):
        text = text[1:]
    return text.rstrip(digits[0]) if len(text) > 1 else text


def roman(number: int) -> str:
    """Returns a number in lower-case Roman numerals."""
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def letters(number: int) -> str:
    """Returns the lower-case letter of a number; after z come aa, bb, cc.

    >>> letters(1), letters(28)
    ('a', 'bb')
    """
    repeat, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (repeat + 1)


def _counting(number: int) -> str:
    # Below one hundred with units, from there on digit by digit (ISO/IEC 29500-1, 17.18.59).
    return han(number) if number < 100 else _digits("○" + HAN_DIGITS[1:])(number)


def _japanese(number: int) -> str:
    text = han(number, units="十百千万").replace("零", "")
    return text[1:] if text.startswith(("一百", "一千")) else text


def _ordinal(number: int) -> str:
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def cardinal(number: int) -> str:
    """Returns a number in English words, lower case.

    >>> cardinal(21), cardinal(1100), cardinal(105)
    ('twenty-one', 'one thousand one hundred', 'one hundred five')
    """
    if number < len(ONES):
        return ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[rest]}" if rest else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, size)
    return f"{cardinal(count)} {name}" + (f" {cardinal(rest)}" if rest else "")


def _ordinal_words(number: int) -> str:
    head, last = re.match(r"(.*?)(\w+)$", cardinal(number)).groups()  # type: ignore[union-attr]
    return head + IRREGULAR.get(last, last.removesuffix("y") + ("ieth" if last.endswith("y") else "th"))


def _chicago(number: int) -> str:
    repeat, place = divmod(number - 1, 4)
    return "*†‡§"[place] * (repeat + 1)


def _symbols(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _digits(digits: str) -> Callable[[int], str]:
    return lambda number: str(number).translate({ord("0") + place: digit for place, digit in enumerate(digits)})


def _cycle(symbols: str) -> Callable[[int], str]:
    return lambda number: symbols[number - 1] if number <= len(symbols) else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _symbols("①", 20),
    "decimalEnclosedCircleChinese": _symbols("①", 20),
    "decimalEnclosedParen": _symbols("⑴", 20),
    "decimalEnclosedFullstop": _symbols("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": han,
    "chineseCounting": _counting,
    "chineseCountingThousand": han,
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digits("〇" + HAN_DIGITS[1:]),
    "taiwaneseDigital": _digits("○" + HAN_DIGITS[1:]),
    "ideographDigital": _digits("〇" + HAN_DIGITS[1:]),
    "ideographLegalTraditional": lambda number: han(number, LEGAL_DIGITS, "拾佰仟萬", full_ten=True),
    "chineseLegalSimplified": lambda number: han(number, LEGAL_SIMPLIFIED, "拾佰仟万", full_ten=True),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "ideographZodiacTraditional": lambda number: STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": _symbols("㊀", 10),
    "cardinalText": lambda number: cardinal(number).capitalize(),
    "ordinalText": lambda number: _ordinal_words(number).capitalize(),
    "chicago": _chicago,
    "aiueo": _cycle("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    "aiueoFullWidth": _cycle(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "iroha": _cycle("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
    "irohaFullWidth": _cycle(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
    "ganada": _cycle("가나다라마바사아자차카타파하"),
    "chosung": _cycle("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits(HAN_DIGITS),
    "hindiNumbers": _digits("०१२३४५६७८९"),
    "thaiNumbers": _digits("๐๑๒๓๔๕๖๗๘๙"),
    "russianLower": _cycle("абвгдежзиклмнопрстуфхцчшщыэюя"),
    "russianUpper": _cycle("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
}


def printed(number: int, number_format: str) -> str:
    """Returns a counter as Word prints it; an unknown format or a number beyond a format's symbols is decimal.

    Args:
        number: The counter's value.
        number_format: A value of `w:numFmt`.

    Returns:
        The printed number, without the text around it.

    >>> printed(3, "taiwaneseCountingThousand"), printed(11, "ideographTraditional"), printed(0, "upperRoman")
    ('三', '11', '0')
    """
    if number_format.startswith("0"):
        return str(number).zfill(len(number_format.split(",")[0]))
    if number < 1 and number_format not in ("none", "bullet"):
        return "零" if number == 0 and ZERO.match(number_format) else str(number)
    return str(number) if number > LARGEST else FORMATS.get(number_format, str)(number)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.readers.word.numerals import FORMATS, HAN_DIGITS, han, letters, printed, roman


@pytest.mark.parametrize(
    ("number", "number_format", "expected"),
    [
        (10, "taiwaneseCountingThousand", "十"),
        (20, "taiwaneseCountingThousand", "二十"),
        (105, "taiwaneseCountingThousand", "一百零五"),
        (110, "taiwaneseCountingThousand", "一百一十"),
        (1001, "taiwaneseCountingThousand", "一千零一"),
        (101, "taiwaneseCounting", "一○一"),
        (12, "ideographLegalTraditional", "壹拾貳"),
        (10, "ideographTraditional", "癸"),
        (12, "ideographZodiac", "亥"),
        (13, "ideographZodiac", "13"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (27, "upperLetter", "AA"),
        (1994, "upperRoman", "MCMXCIV"),
        (12, "ordinal", "12th"),
        (5, "a format nobody knows", "5"),
        (3, "bullet", ""),
        (0, "taiwaneseCountingThousand", "零"),
        (0, "koreanCounting", "0"),
        (100, "decimalZero", "100"),
        (7, "001, 002, 003, ...", "007"),
        (0, "00001, 00002, ...", "00000"),
        (1234, "01, 02, 03, ...", "1234"),
        (10, "taiwaneseDigital", "一○"),
        (10, "ideographDigital", "一〇"),
        (10_000, "japaneseCounting", "一万"),
        (10_000, "taiwaneseCountingThousand", "一萬"),
        (10_010, "chineseCountingThousand", "一萬零一十"),
        (1010, "chineseLegalSimplified", "壹仟零壹拾"),
        (61, "ideographZodiacTraditional", "甲子"),
        (20, "decimalEnclosedParen", "⒇"),
        (11, "ideographEnclosedCircle", "11"),
        (702, "lowerLetter", "z" * 27),
        (4000, "upperRoman", "MMMM"),
        (21, "cardinalText", "Twenty-one"),
        (1001, "cardinalText", "One thousand one"),
        (0, "cardinalText", "0"),
        (12, "ordinalText", "Twelfth"),
        (20, "ordinalText", "Twentieth"),
        (42, "ordinalText", "Forty-second"),
        (100, "ordinalText", "One hundredth"),
        (111, "ordinal", "111th"),
        (22, "ordinal", "22nd"),
        (6, "chicago", "††"),
        (46, "aiueoFullWidth", "ン"),
        (2, "iroha", "ﾛ"),
        (15, "ganada", "15"),
        (105, "koreanDigital", "일영오"),
        (10, "thaiNumbers", "๑๐"),
        (29, "russianUpper", "Я"),
        (255, "hex", "FF"),
        (5, "numberInDash", "- 5 -"),
        (-3, "decimal", "-3"),
        (9_999_999, "taiwaneseCountingThousand", "9999999"),
    ],
)
def test_a_counter_prints_as_word_prints_it(number: int, number_format: str, expected: str) -> None:
    assert printed(number, number_format) == expected


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back_as_the_number(number: int) -> None:
    total, digit = 0, 0
    for character in han(number):
        if character in HAN_DIGITS:
            digit = HAN_DIGITS.index(character)
        else:
            total += (digit or 1) * 10 ** ("十百千".index(character) + 1)
            digit = 0
    assert total + digit == number


@given(st.integers(1, 3999))
def test_roman_numerals_read_back_as_the_number(number: int) -> None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    text = roman(number)
    total = 0
    for place, letter in enumerate(text):
        following = values[text[place + 1]] if place + 1 < len(text) else 0
        total += -values[letter] if values[letter] < following else values[letter]
    assert total == number


@given(st.sampled_from(sorted(FORMATS)), st.integers(0, 20000))
def test_every_format_prints_every_counter(number_format: str, number: int) -> None:
    assert printed(number, number_format) or number_format in ("none", "bullet")


@given(st.integers(1, 700))
def test_letters_repeat_one_letter(number: int) -> None:
    assert len(set(letters(number))) == 1

"""Numbers read alike however they are written."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.numerals import CHINESE, ENGLISH, MIXED, latin_words, matches, number, starts, written

_DIGITS = "零一二三四五六七八九"


def chinese(amount: int) -> str:
    """Writes 0–9,999 as an office would: 一千零五."""
    if amount == 0:
        return "零"
    written_out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = amount // unit % 10
        if digit:
            written_out += ("零" if gap and written_out else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written_out.removeprefix("一") if 10 <= amount < 20 else written_out


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4,800", "4800"),
        ("四千八百", "4800"),
        ("肆仟捌佰", "4800"),
        ("3萬5千", "35000"),
        ("3萬5", "35000"),
        ("兩萬五", "25000"),
        ("三千五", "3500"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("一萬零五", "10005"),
        ("三點五", "3.5"),
        ("廿四", "24"),
        ("卅", "30"),
        ("1.2 million", "1200000"),
        ("3 thousand", "3000"),
        ("4.8 萬", "48000"),
        ("1億2,000萬", "120000000"),
        ("三千萬", "30000000"),
        ("二十四", "24"),
        ("十", "10"),
        ("兩", "2"),
        ("一一三", "113"),
        ("二〇二四", "2024"),
        ("半", "0.5"),
        ("twenty-four", "24"),
        ("two hundred and fifty", "250"),
        ("three thousand", "3000"),
    ],
)
def test_one_number_reads_the_same_in_every_spelling(text: str, amount: str) -> None:
    assert number(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "萬一", "主管", "4,8", "abc", "第三"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(min_value=0, max_value=9_999))
def test_chinese_numerals_up_to_ten_thousand_read_back(amount: int) -> None:
    assert number(chinese(amount)) == amount


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_separators_do_not_count(amount: int) -> None:
    assert number(f"{amount:,}") == number(str(amount)) == amount


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_the_canonical_spelling_reads_back(amount: Decimal) -> None:
    assert number(written(amount)) == amount


@given(st.text(alphabet="0９一十百半〇Twenty one-four,.萬 至a", max_size=30))
def test_a_number_starts_only_where_it_is_looked_for(text: str) -> None:
    pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{MIXED}|半|{CHINESE}|{ENGLISH})", re.IGNORECASE)
    found = [match.span() for match in matches(pattern, text, starts(text, latin_words(text)))]
    assert found == [match.span() for match in pattern.finditer(text)]


def test_latin_words_are_known_by_their_place() -> None:
    assert latin_words("SOP 於 Twenty-four") == {0: "sop", 6: "twenty", 13: "four"}

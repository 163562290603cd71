from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.numerals import written
from pipelines.language.units import measure_of, same_amount
from pipelines.language.values import holds, same_value

FACTORS = [
    ("小時", "分鐘", 60),
    ("分鐘", "秒", 60),
    ("週", "天", 7),
    ("年", "個月", 12),
    ("公噸", "公斤", 1_000),
    ("公里", "公尺", 1_000),
    ("公尺", "公分", 100),
    ("hours", "minutes", 60),
    ("weeks", "days", 7),
]
UNITS = st.sampled_from([unit for row in FACTORS for unit in row[:2]])


@given(st.sampled_from(FACTORS), st.integers(1, 50_000))
def test_the_same_amount_in_two_units_is_one_value(row: tuple[str, str, int], tenths: int) -> None:
    large, small, factor = row
    amount = Decimal(tenths) / 10
    first, second = f"{written(amount)} {large}", f"{written(amount * factor)} {small}"
    assert same_value(first, second)
    assert holds(f"規定為 {first}，不得變更", second)
    assert holds(f"規定為 {second}，不得變更", first)


@given(st.sampled_from(FACTORS), st.integers(1, 5_000), st.integers(1, 5_000))
def test_unequal_amounts_stay_apart(row: tuple[str, str, int], amount: int, other: int) -> None:
    large, small, factor = row
    assert same_value(f"{amount} {large}", f"{other} {small}") is (amount * factor == other)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("24 小時", "1 天"),
        ("7 天", "7 個工作天"),
        ("30 天", "1 個月"),
        ("3 個月", "1 季"),
        ("365 天", "1 年"),
        ("1 GB", "1000 MB"),
        ("1 公噸", "1 公里"),
    ],
)
def test_what_is_not_equal_everywhere_is_not_equal(a: str, b: str) -> None:
    assert not same_value(a, b)


@given(UNITS, st.integers(0, 10**9))
def test_amounts_are_read_exactly(unit: str, amount: int) -> None:
    assert same_value(f"{amount} {unit}", f"{amount:,} {unit}")


def test_a_value_without_a_convertible_unit_stays_as_it_is() -> None:
    assert [same_amount(one) for one in ("3 box", "2024-05", "17:30", "A 1", "0.50 hour")] == [
        "3 box",
        "2024-05",
        "17:30",
        "A 1",
        "1800 second",
    ]
    assert [measure_of(one) for one in ("3 box", "2 kg", "2024")] == ["box", "g", ""]

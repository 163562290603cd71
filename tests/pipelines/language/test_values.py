"""Values are compared by meaning, never by spelling."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language import values as module
from pipelines.language.values import holds, same_value, values


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("24 小時", "二十四小時"),
        ("24 小時", "24 hours"),
        ("24-hour", "twenty-four hours"),
        ("２４小時", "24 小時"),
        ("NT$4,800", "四千八百元"),
        ("新臺幣 4,800 元整", "4800 元"),
        ("4.8 萬元", "NT$48,000"),
        ("百分之五", "5%"),
        ("5％", "5 percent"),
        ("3 個工作天", "3 working days"),
        ("三個月", "3 months"),
        ("半年", "0.5 年"),
        ("民國 113 年 5 月 3 日", "2024-05-03"),
        ("下午五點半", "17:30"),
        ("第三步", "第 3 步"),
        ("sop-log-001", "SOP-LOG-001"),
        ("（02）2345-6789", "02-2345-6789"),
        ("倉儲主管", "倉儲主管。"),
        ("臺北市", "台北市"),
        ("Warehouse Supervisor", "warehouse supervisor"),
        ("20 名", "二十人"),
        ("兩萬五千元", "兩萬五元"),
        ("三千五百元", "三千五元"),
        ("百分之三點五", "3.5%"),
        ("三點五公斤", "3.5 kg"),
        ("三成", "30%"),
        ("5 個百分點", "5 percentage points"),
        ("一個半小時", "90 分鐘"),
        ("兩個半月", "2.5 個月"),
        ("一年半", "18 個月"),
        ("兩天半", "2.5 天"),
        ("two and a half hours", "150 minutes"),
        ("half an hour", "30 minutes"),
        ("NT$1.2 million", "120 萬元"),
        ("1.5 million", "1,500,000"),
        ("24h", "24 小時"),
        ("15時30分", "15:30"),
        ("十五時三十分", "下午 3:30"),
        ("零下 18 度", "-18°C"),
        ("廿四小時", "24 小時"),
        ("卅日", "30 天"),
        ("三日內", "3 天內"),
        ("民國一百一十五年", "2026 年"),
        ("115 年 1 月 1 日", "2026/1/1"),
        ("中華民國 115 年 1 月 1 日", "2026-01-01"),
    ],
)
def test_equal_values_are_the_same_in_any_spelling(a: str, b: str) -> None:
    assert same_value(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("24 小時", "24 天"),
        ("24 小時", "1 天"),
        ("3 天", "3 個工作天"),
        ("4,800 元", "48,000 元"),
        ("4,800 元", "US$4,800"),
        ("5%", "5 元"),
        ("3 個月", "3 月"),
        ("第三條", "三條"),
        ("倉儲主管", "業務主管"),
        ("一百零二元", "一百二元"),
        ("一千零五十", "一千五"),
        ("一年半", "1 年"),
        ("一個半小時", "半小時"),
        ("15時30分", "15 小時 30 分鐘"),
        ("零下 18 度", "18 度"),
    ],
)
def test_different_values_stay_different(a: str, b: str) -> None:
    assert not same_value(a, b)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("出貨異常須於二十四小時內通報物流部門。", "24 小時"),
        ("費用（元）：4,800；天數：3", "NT$4,800"),
        ("須 3 至 5 個工作天", "3 個工作天"),
        ("由倉儲主管核定是否補發貨物", "倉儲主管"),
        ("reported to the Logistics department within 24 hours", "logistics department"),
        ("特休 14 天", "14"),
        ("依 SOP-LOG-001 辦理", "SOP-LOG-001"),
        ("住 宿：臺北", "住宿 台北"),
    ],
)
def test_a_text_holds_what_it_says(text: str, value: str) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("運費一百二十四元", "24 元"),
        ("運費 124 元", "24"),
        ("24", "24 小時"),
        ("submitted with items", "it"),
        ("依 SOP-LOG-0011 辦理", "SOP-LOG-001"),
        ("任何文字", "。"),
        ("", "24 小時"),
    ],
)
def test_a_text_does_not_hold_what_only_looks_alike(text: str, value: str) -> None:
    assert not holds(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "統一辦理，萬一十分重要",
        "一成立即辦理",
        "說明三點結論",
        "一般一律由單一窗口處理",
        "a manager and one of the items",
    ],
)
def test_idioms_with_numerals_are_no_values(text: str) -> None:
    assert values(text) == ()


def test_a_minus_before_degrees_belongs_to_the_number_and_a_range_is_no_minus() -> None:
    assert [value.canonical for value in values("冷凍須低於 -18°C，冷藏 2-8 度")] == [
        "-18 degree",
        "2 degree",
        "8 degree",
    ]


def test_values_carry_kind_and_place() -> None:
    text = "運費 NT$4,800，24 小時內洽 (02)2345-6789。"
    assert [(value.kind, text[value.start : value.end]) for value in values(text)] == [
        ("money", "NT$4,800"),
        ("duration", "24 小時"),
        ("contact", "(02)2345-6789"),
    ]


@given(st.text(alphabet="０1二十百萬半第年月日時分元個天 %NT$-:：.（）()§abSOP至三", max_size=40))
def test_values_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    found = values(text)
    assert all(value.text == text[value.start : value.end] and value.text.strip() for value in found)
    assert all(one.end <= after.start for one, after in pairwise(found))


@given(
    st.integers(min_value=0, max_value=99_999), st.sampled_from(["小時", "天", "個月", "元", "%", " hours", " days"])
)
def test_every_text_holds_its_own_values(amount: int, unit: str) -> None:
    text = f"規定為{amount:,}{unit}，不得變更"
    assert all(holds(text, value.text) for value in values(text))
    assert same_value(f"{amount}{unit}", f"{amount:,}{unit}")


PIECES = (
    "half ",
    "an hour",
    "two",
    " day",
    "年",
    "半",
    "卅",
    "廿",
    "第",
    "百分之",
    "成",
    "@",
    "a.b",
    "§",
    "Ｔｅｎ ",
    "民國",
    "May ",
    "點",
)


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_a_text_that_is_left_at_one_look_has_no_value(text: str) -> None:
    # `half an hour` has no numeral, and was left.
    assert module._may_hold_value(text) or not [*module._found(text.translate(module._NARROW))]

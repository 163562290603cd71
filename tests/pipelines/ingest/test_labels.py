import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.labels import as_key, is_absolute, join_key, shape, split_heading, split_label, with_label
from pipelines.ingest.readers.word.numerals import han


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第三條 租金", "第三條"),
        ("第三條之一　押租金", "第三條之一"),
        ("第三條（住宿費）", "第三條"),
        ("一、電費", "一、"),
        ("（二）比價", "（二）"),
        ("(1) 起重機", "(1)"),
        ("（1）填寫退貨單", "（1）"),
        ("1. Unplug it", "1."),
        ("4.3 Shipping exceptions", "4.3"),
        ("a) Service window", "a)"),
        ("Article 5 This contract", "Article 5"),
        ("Step 2 The clerk", "Step 2"),
        ("步驟1 列印", "步驟1"),
        ("步驟一：列印", "步驟一："),
        ("① 核對", "①"),
        ("附件A 表單", "附件A"),
        ("甲、乙方", "甲、"),
        ("壹、告知事項", "壹、"),
        ("拾壹、附則", "拾壹、"),
    ],
)
def test_a_typed_number_is_split_off(text: str, label: str) -> None:
    assert split_label(text)[0] == label


@pytest.mark.parametrize(
    "text",
    [
        "第二十三條所稱文件",
        "2024.05.03 會議",
        "2024 年度計畫",
        "3.5 公斤以下",
        "1,200 元",
        "一般文件三年",
        "Version 2.0 適用",
        "A 班 8:00 至 17:00",
        "24 小時內通報",
    ],
)
def test_running_text_keeps_its_first_words(text: str) -> None:
    assert split_label(text) == ("", text)


def test_a_plain_number_is_a_label_only_in_a_heading() -> None:
    assert split_label("4 異常處理") == ("", "4 異常處理")
    assert split_heading("4 異常處理") == ("4", "異常處理")


@given(st.integers(1, 99))
def test_labels_of_one_kind_have_one_shape(number: int) -> None:
    assert shape(f"第{han(number)}條") == shape("第一條")
    assert shape(f"（{han(number)}）") == shape("（一）")
    assert shape(f"{number}.{number}") == shape("1.1")
    assert shape(f"{han(number)}、") != shape("第一條")


@given(st.text(max_size=40))
def test_splitting_loses_only_the_space_after_the_label(text: str) -> None:
    label, rest = split_label(text)
    assert "".join((label + rest).split()) == "".join(text.split())


def test_keys_are_joined_as_printed() -> None:
    assert join_key(["第三條", "一、", "（二）"]) == "第三條 一、（二）"
    assert join_key([as_key("4.3.", top=True), "(2)"]) == "§4.3 (2)"
    assert as_key("4", top=True) == "§4"
    assert as_key("2.", top=False) == "2."


def test_a_label_is_absolute_when_it_names_its_place_alone() -> None:
    assert all(map(is_absolute, ["第三條", "第三條之一", "第一章", "4.3", "附件A", "A-1", "Section 1.1"]))
    assert not any(map(is_absolute, ["一、", "（二）", "1.", "(1)", "a)", "①", "步驟1"]))


def test_a_label_stands_before_its_text_as_it_is_printed() -> None:
    assert with_label("一、", "電費") == "一、電費"
    assert with_label("第三條", "租金") == "第三條 租金"
    assert with_label("", "租金") == "租金"

"""Simplified questions reach Traditional documents, and Traditional text is left as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.simplified import one_to_one, traditional

# Characters of Taiwan's code page that are no words of Simplified Chinese as well.
TRADITIONAL = st.text(
    alphabet="國軟體臺灣請問誰審核檔案文件對象後里皇干只面准發票網路資訊質量項目數據長假", max_size=30
)
ANY_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("软件多久更新一次？", ("軟件多久更新一次？", "軟體多久更新一次？")),
        ("信息安全政策由谁批准", ("信息安全政策由誰批准", "資訊安全政策由誰批准")),
        ("请问运费", ("請問運費",)),
        ("头发 发票 皇后 以后", ("頭髮 發票 皇后 以後",)),
        ("体制价格", ("體制價格",)),
    ],
)
def test_simplified_text_is_turned_by_whole_words(typed: str, forms: tuple[str, ...]) -> None:
    assert traditional(typed) == forms


@pytest.mark.parametrize("typed", ["文件保存幾年？", "對象與項目", "皇后與公里", "一台電腦", "Who approves it?", ""])
def test_traditional_text_keeps_its_words(typed: str) -> None:
    # Taken for Simplified, 文件 would become 檔案 and 后 would become 後.
    assert traditional(typed) == (typed,)


def test_a_simplified_name_in_traditional_text_changes_nothing_around_it() -> None:
    assert traditional("腾讯的資訊安全文件在哪裡下載？") == ("騰訊的資訊安全文件在哪裡下載？",)


@given(TRADITIONAL)
@settings(max_examples=50)
def test_any_traditional_text_is_left_alone(text: str) -> None:
    assert traditional(text) == (text,)


@given(ANY_HAN)
@settings(max_examples=50)
def test_turning_twice_is_turning_once(text: str) -> None:
    for form in traditional(text):
        assert traditional(form) == (form,)
        assert one_to_one(form) == form

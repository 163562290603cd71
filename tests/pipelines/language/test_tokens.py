"""Tokens let a question find a text that spells the same thing another way."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.tokens import tokens


def test_chinese_becomes_single_characters_and_pairs() -> None:
    assert tokens("出貨異") == ["出", "貨", "異", "出貨", "貨異"]


def test_words_are_lower_cased_and_common_ones_left_out() -> None:
    assert tokens("How do I approve the Returns") == ["approve", "return"]


def test_codes_are_kept_whole_and_in_parts() -> None:
    assert tokens("SOP-LOG-001") == ["sop", "log", "001", "=sop-log-001"]


def test_amounts_meet_in_their_canonical_form() -> None:
    assert set(tokens("二十四小時")) & set(tokens("24 hours")) == {"=24 hour"}


def test_full_width_and_variant_characters_meet() -> None:
    assert tokens("臺北ＶＰＮ") == tokens("台北vpn")


@given(st.text(max_size=60))
def test_any_text_can_be_split_and_case_does_not_count_for_ascii(text: str) -> None:
    assert all(token for token in tokens(text))

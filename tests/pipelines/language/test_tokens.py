"""Tokens let a question find a text that spells the same thing another way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.tokens import tokens


def forms(text: str) -> set[str]:
    """What is written apart from the text's own letters."""
    return {token for token in tokens(text) if token.startswith("=")}


def test_chinese_becomes_single_characters_and_pairs() -> None:
    assert tokens("出貨異") == ["出", "貨", "異", "出貨", "貨異"]


def test_words_are_lower_cased_and_common_ones_left_out() -> None:
    assert tokens("How do I approve the Returns") == ["approve", "return"]


def test_plural_and_third_person_meet_the_plain_word() -> None:
    assert tokens("policies applies boxes status") == ["policy", "apply", "boxe", "status"]


def test_codes_are_kept_whole_and_in_parts() -> None:
    assert tokens("SOP-LOG-001") == ["sop", "log", "001", "=soplog001"]


@pytest.mark.parametrize("typed", ["soplog001", "sop-log-001", "ＳＯＰ－ＬＯＧ－００１", "SOP‑LOG‑001", "SopLog001"])
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert "=soplog001" in tokens(typed)


@pytest.mark.parametrize(
    "same",
    [
        ("二十四小時", "24 小時", "24 hours", "twenty-four hours"),
        ("四千八百元", "NT$4,800", "4,800 元", "４８００元"),
        ("第三條", "第3條", "第 3 條", "Article 3"),
        ("第三步", "步驟三", "步驟3", "step 3", "第3步", "3. 通報"),
        ("第4.3節", "§4.3", "§ 4.3", "section 4.3", "Sec. 4.3", "4.3 節", "手冊 › 4.3 通報"),
        ("民國113年5月3日", "2024-05-03", "2024年5月3日", "May 3, 2024"),
        ("民國一百一十五年", "民國115年", "2026年"),
    ],
)
def test_equal_values_share_all_their_forms(same: tuple[str, ...]) -> None:
    first, *others = (forms(spelling) for spelling in same)
    assert first
    assert all(other == first for other in others)


def test_a_year_of_the_republic_is_found_without_its_era() -> None:
    assert {"2026", "=2026"} <= set(tokens("115年請假規定"))
    assert "=2014" not in tokens("資歷 3 年")


def test_a_day_is_found_by_its_month_and_by_its_year() -> None:
    assert forms("2024-05-03") == {"=2024", "=2024-05", "=2024-05-03", "=--05-03"}
    assert forms("每年 5 月 3 日") == {"=--05-03"}


def test_amounts_are_found_by_their_bare_number() -> None:
    assert "4800" in tokens("運費 NT$4,800")
    assert "4800" in tokens("四千八百元")
    assert tokens("4,800") == ["4800"]


def test_a_decimal_stays_one_token() -> None:
    assert tokens("4.3") == ["4.3"]


def test_numbers_of_two_sentences_are_not_joined() -> None:
    assert tokens("付 4，800 人") == ["付", "4", "800", "人", "=800 person"]


def test_full_width_and_variant_characters_meet() -> None:
    assert tokens("臺北ＶＰＮ") == tokens("台北vpn")


def test_a_simplified_section_meets_a_traditional_question() -> None:
    assert tokens("软件异常通报") == tokens("軟件異常通報")


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_any_text_can_be_split_and_no_token_is_empty(text: str) -> None:
    assert all(token for token in tokens(text))


@given(st.integers(1, 9999), st.sampled_from(["小時", "天", "元", "公斤"]))
@settings(max_examples=50)
def test_thousands_separators_and_width_do_not_count(amount: int, unit: str) -> None:
    wide = str(amount).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    assert set(tokens(f"{amount:,} {unit}")) == set(tokens(f"{amount} {unit}")) == set(tokens(f"{wide}{unit}"))

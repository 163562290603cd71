"""Which codes of a question the sources know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.codes import unknown_codes


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("CB-50 的重量是多少？", "CB-50：9 kg"),
        ("ＣＢ－５０ 多重？", "CB-50：9 kg"),
        ("cb50多重？", "CB-50：9 kg"),
        ("How heavy is CB-50?", "the CB 50 box"),
        ("Where do I download my SF-50s?", "An SF-50 is kept for you."),
        ("案件 T240312-005 呢？", "CRM-2024 第6列 T240312-005"),
        ("PM-05 由誰保養？", "PM-01 至 PM-10 由廠務保養"),
        ("PM-05 由誰保養？", "PM-01~10 由廠務保養"),
        ("CB-40 能裝多少？", "CB-20/40 各 20 公升"),
        ("CB-60 能裝多少？", "CB-20、40、60 各 20 公升"),
        ("CB-30 能裝多少？", "CB 系列均為 20 公升"),
        ("Is CB-30 waterproof?", "The CB series is waterproof."),
        ("A4 紙、Q3 和 CO2 的 24 小時規定？", "沒有代號"),
        ("B2B 客戶 5G 方案 20kg", "沒有代號"),
    ],
)
def test_what_a_source_knows(question: str, source: str) -> None:
    assert unknown_codes(question, [source]) == []


@pytest.mark.parametrize(
    ("question", "source", "unknown"),
    [
        ("CB-50 的重量是多少？", "CB-500：9 kg", ["CB-50"]),
        ("CB-50 的重量是多少？", "ACB-50：9 kg", ["CB-50"]),
        ("案件 T240312-045 的結果？", "T240312-005：結案", ["T240312-045"]),
        ("PM-12 由誰保養？", "PM-01 至 PM-10 由廠務保養", ["PM-12"]),
        ("CB-20 和 CB-50 哪個重？", "CB-20：9 kg", ["CB-50"]),
        ("HT2003 有幾箱？", "", ["HT2003"]),
        ("CB-40 能裝多少？", "CB-20 可裝 40 公升", ["CB-40"]),
    ],
)
def test_a_neighbour_is_another_thing(question: str, source: str, unknown: list[str]) -> None:
    assert unknown_codes(question, [source]) == unknown


def test_a_code_may_stand_in_any_source() -> None:
    assert unknown_codes("CB-20 和 CB-50 哪個重？", ["CB-20：9 kg", "CB-50：12 kg"]) == []


CODES = st.from_regex(r"[A-Z]{1,5}-?[0-9]{2,6}(-[0-9]{1,4})?", fullmatch=True)


@given(CODES, st.text("，。的 是:", max_size=5), st.text("，。的 是:", max_size=5))
def test_what_is_written_as_asked_is_known(code: str, before: str, after: str) -> None:
    assert unknown_codes(f"{code} 是什麼？", [f"{before}{code}{after}"]) == []


@given(CODES)
def test_nothing_is_known_without_sources(code: str) -> None:
    assert unknown_codes(f"{code} 是什麼？", []) == [code]

"""Lines joined to paragraphs: in Chinese without a space, in English with one, parted words made whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.readers.lines import as_block, blocks_of_lines, bullet_of, is_heading_text, join, words_of

LINE = st.text("出貨異常須於 abc-XYZ0123，。()", min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["出貨異常須於", "二十四小時內通報"], "出貨異常須於二十四小時內通報"),
        (["report it", "within a day"], "report it within a day"),
        (["以 VPN 登入", "ERP 主機"], "以 VPN 登入 ERP 主機"),
        (["以VPN登入", "ERP主機"], "以VPN登入ERP主機"),
        (["寄至服務中心，", "GT-1 除外"], "寄至服務中心，GT-1 除外"),
        (["all the infor-", "mation"], "all the information"),
        (["the on-call or on-", "call engineer"], "the on-call or on-call engineer"),
        (["A-", "Z index"], "A- Z index"),
        (["pages 3-", "5"], "pages 3- 5"),
    ],
)
def test_lines_are_joined_as_the_document_writes(lines: list[str], joined: str) -> None:
    assert join(lines, words=words_of(lines)) == joined


@settings(max_examples=50)
@given(st.lists(LINE, max_size=6))
def test_joining_loses_no_letter(lines: list[str]) -> None:
    kept = "".join("".join(lines).split()).replace("-", "")
    assert "".join(join(lines).split()).replace("-", "") == kept


@settings(max_examples=50)
@given(st.lists(LINE, max_size=6))
def test_every_letter_of_plain_lines_is_in_a_block(lines: list[str]) -> None:
    text = "".join(block.label + block.text for block in blocks_of_lines(lines))
    marks = str.maketrans("", "", "- \u3000")
    assert "".join(text.split()).translate(marks) == "".join("".join(lines).split()).translate(marks)


@pytest.mark.parametrize("text", ["• Tape", "- Tape", "●Tape", "■ Tape", "– Tape", "o Tape", "・Tape"])
def test_a_bullet_makes_an_item_without_it(text: str) -> None:
    block = as_block(text)
    assert (block.kind, block.bullet, block.text) == ("item", True, "Tape")


@pytest.mark.parametrize("text", ["-5 degrees", "only", "*", "on site"])
def test_what_only_begins_like_a_bullet_is_none(text: str) -> None:
    assert bullet_of(text) == ""


def test_a_heading_may_be_twice_as_long_in_letters_as_in_characters() -> None:
    assert is_heading_text("Reporting of suspected losses of customer information abroad")
    assert is_heading_text("退貨" * 20)
    assert not is_heading_text("退貨" * 21)
    assert not is_heading_text("It ends like a sentence.")

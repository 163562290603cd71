"""Readings with pseudonyms in the place of identifiers."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Hidden, Part, Reading
from pipelines.ingest.personal.pseudonyms import PSEUDONYM, canonical, pseudonym
from pipelines.ingest.personal.redactor import Finding, Redactor, count
from pipelines.language.citations import resolve
from pipelines.language.script import language_of

REDACTOR = Redactor(b"secret", ("02-0000-5810", "*@lanpan.example", "02-0000-59*", "台北市信義區松仁路 100 號"))


def table(*rows: tuple[str, ...], header: tuple[str, ...] = ()) -> Reading:
    return Reading(blocks=(Block(kind="table", header=header, rows=rows),))


def rows(reading: Reading) -> tuple[tuple[str, ...], ...]:
    return REDACTOR.reading(reading)[0].blocks[0].rows


def name_of(text: str) -> str:
    found = PSEUDONYM.search(REDACTOR.text(text)[0])
    assert found
    return found.group()


def test_an_identifier_split_over_blocks_stands_in_the_first_and_leaves_the_second() -> None:
    reading = Reading(blocks=(Block(kind="paragraph", text="證號 A12345"), Block(kind="paragraph", text="6789 已核")))
    redacted, findings = REDACTOR.reading(reading)
    assert PSEUDONYM.sub("*", redacted.blocks[0].text) == "證號 *"
    assert redacted.blocks[1].text == " 已核"
    assert findings == (Finding("national_id", 10),)


def test_an_area_code_in_a_cell_of_its_own_belongs_to_the_number() -> None:
    reading = table(("02", "23456789", "12"), header=("區碼", "電話", "分機"))
    assert PSEUDONYM.sub("*", "|".join(rows(reading)[0])) == "*||12"


def test_two_cells_that_only_look_like_a_telephone_number_stay() -> None:
    reading = table(("02", "23456789"), header=("月份", "金額"))
    assert rows(reading) == (("02", "23456789"),)


def test_the_heading_of_a_column_says_what_its_values_are() -> None:
    header = ("姓名", "生日", "帳號", "車號", "手機", "統編")
    reading = table(("阮氏蘭", "79.5.3", "123456789012", "ABC-1234", "912345678", "04595257"), header=header)
    families = [re.sub(r"[〔〕]|-\w+", "", cell) for cell in rows(reading)[0]]
    assert families == ["NAME", "BIRTHDAY", "ACCOUNT", "PLATE", "PHONE", "COMPANY"]


def test_a_form_written_downwards_keeps_its_labels() -> None:
    reading = table(("性　別", "女"), ("生　日", "79/5/3"), ("備註", "無"), header=("姓　名", "阮氏蘭"))
    redacted = REDACTOR.reading(reading)[0].blocks[0]
    assert [row[0] for row in (redacted.header, *redacted.rows)] == ["姓　名", "性　別", "生　日", "備註"]
    assert [PSEUDONYM.sub("*", row[1]) for row in redacted.rows] == ["女", "*", "無"]


def test_a_row_shorter_than_the_header_has_its_headings() -> None:
    assert count("".join(rows(table(("王小明",), header=("姓名", "備註")))[0])) == 1


def test_a_value_over_three_blocks_leaves_the_second_and_third() -> None:
    texts = ("證號 A123", "456", "", "789", "完")
    reading = Reading(blocks=tuple(Block(kind="paragraph", text=text) for text in texts))
    redacted = REDACTOR.reading(reading)[0].blocks
    assert [PSEUDONYM.sub("*", block.text) for block in redacted] == ["證號 *", "", "", "", "完"]


def test_the_cell_before_says_what_a_value_is() -> None:
    assert count("".join(rows(table(("出生日期", "1990-05-03"), ("戶名", "王小明"), ("數量", "1990")))[0:2][0])) == 1


def test_speakers_of_a_chat_lose_their_names_and_keep_their_callings() -> None:
    said = (("王小明", "asker", "運費怎麼算？"), ("客服小磐", "agent", "王小明您好"), ("Driver Wen", "asker", "OK"))
    reading = Reading(blocks=(Block(kind="exchange", label="2024-05-03 14:02", rows=said),))
    redacted = REDACTOR.reading(reading)[0].blocks[0]
    assert [PSEUDONYM.sub("*", cell) for row in redacted.rows for cell in row] == [
        "*", "asker", "運費怎麼算？", "客服小磐", "agent", "*您好", "Driver *", "asker", "OK",
    ]  # fmt: skip
    assert redacted.label == "2024-05-03 14:02"


def test_parts_their_names_and_hidden_text_are_redacted_too() -> None:
    inner = Reading(blocks=(Block(kind="heading", text="Dr. Chen"),))
    hidden = Hidden(kind="comment", text="打 0912-345-678")
    redacted, findings = REDACTOR.reading(
        Reading(parts=(Part(name="王小明_履歷.docx", reading=inner),), hidden=(hidden,))
    )
    assert "王小明" not in redacted.parts[0].name
    assert "Chen" not in redacted.parts[0].reading.blocks[0].text
    assert "0912" not in redacted.hidden[0].text
    assert [finding.kind for finding in findings] == ["name", "name"]


def test_everything_that_is_no_text_stays_as_it_was() -> None:
    block = Block(kind="faq", label="四、", level=2, page=3, row=4, rows=(("問 0912-345-678", "答"),), notes=("1",))
    redacted = REDACTOR.reading(Reading(blocks=(block,), changes=2))[0]
    assert replace(redacted.blocks[0], rows=block.rows) == block
    assert redacted.changes == 2


def test_allowed_numbers_mailboxes_and_addresses_stay_however_they_are_written() -> None:
    text = "０２－００００－５８１０、+886-2-0000-5810、(02)0000-5955、Care@LanPan.example、臺北市信義區松仁路100號"
    assert REDACTOR.text(text) == (text, ())


def test_one_value_has_one_pseudonym_in_both_languages_and_however_it_is_written() -> None:
    assert name_of("電話 0912-345-678") == name_of("Call +886 912 345 678") == name_of("手機 ９１２３４５６７８")
    assert name_of("寄 Amy@Mail.example") == name_of("mail amy@mail.example")
    assert name_of("姓名：王 小 明") == name_of("王小明先生")
    assert name_of("Contact: Wang, Xiao-Ming") == name_of("Mr. Xiaoming Wang")


def test_another_secret_gives_other_pseudonyms() -> None:
    assert Redactor(b"other", ()).text("0912-345-678")[0] != REDACTOR.text("0912-345-678")[0]


@pytest.mark.slow
def test_a_hundred_thousand_values_have_as_many_pseudonyms() -> None:
    assert len({pseudonym(b"secret", "mobile", f"09{number:08d}") for number in range(100_000)}) == 100_000


def test_a_pseudonym_survives_json_citations_and_the_question_of_language() -> None:
    text = f"Call {name_of('0912-345-678')} [1]."
    assert language_of(text) == "en"
    assert json.loads(json.dumps(text, ensure_ascii=False)) == text
    assert count(resolve(text, ["SOP-1 §2"]).text) == 1
    assert resolve(text, ["SOP-1 §2"]).citations == ("SOP-1 §2",)


def test_redacting_twice_changes_nothing() -> None:
    once = REDACTOR.text("客戶王小明 0912-345-678，帳號 123456789012")[0]
    assert count(once) == 3
    assert REDACTOR.text(once) == (once, ())


def test_nothing_shows_the_value_or_the_secret() -> None:
    findings = REDACTOR.text("王小明先生 0912-345-678")[1]
    assert "0912" not in repr(findings)
    assert "secret" not in repr(REDACTOR)
    assert repr(REDACTOR.text("0912-345-678")[1]) == "(Finding(kind='mobile', characters=12),)"


def test_values_that_differ_in_separators_alone_are_one_value() -> None:
    assert canonical("address", "臺北市 信義區") == canonical("address", "台北市信義區")
    assert canonical("carrier", "/ab+c-1.") == "/ab+c-1."


PIECES = st.lists(
    st.sampled_from(
        ["0912-345-678", "王小明先生", "客戶", "02", "\t", "\n", "２３４５６７８９", " ", "a@b.tw", "\u200b", "電話"]
    ),
    max_size=12,
)


@given(st.lists(PIECES.map("".join), min_size=1, max_size=5))
@settings(max_examples=50)
def test_fields_keep_their_number_and_what_is_not_replaced_keeps_its_order(cells: list[str]) -> None:
    redacted, findings = REDACTOR.reading(table(tuple(cells)))
    (row,) = redacted.blocks[0].rows
    assert len(row) == len(cells)
    left = "".join(re.findall(r"\S", PSEUDONYM.sub("", "".join(row))))
    signs = iter("".join(cells))
    assert all(sign in signs for sign in left)
    assert count("".join(row)) == len(findings)

import re
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Hidden, Part, Reading
from pipelines.ingest.conservation.clean import CLASSES, clean, clean_text


def reading(*texts: str) -> Reading:
    return Reading(blocks=tuple(Block(kind="paragraph", text=text) for text in texts))


def cleaned(text: str) -> str:
    return "".join(block.text for block in clean(reading(text)).blocks)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("zero_width", "出貨\u200b異\u2060常\ufeff"),
        ("zero_width", "ship\u00adping\u180e"),
        ("bidi", "report\u202e ti\u2066\u200f\u061c"),
        ("tag", "abc\U000e0041\U000e0042\U000e007f"),
        ("control", "a\x00b\x1b[31mc\x7f\x9bd"),
        ("control", "a\ud800b\udfff"),
        ("control", "a\ufdd0b\uffffc\U0001fffe\U0010ffff"),
        ("control", "Z" + "\u0301" * 40),
    ],
)
def test_what_nobody_sees_is_taken_out_and_counted_under_its_kind(kind: str, text: str) -> None:
    after = clean(reading(text))
    assert [entry.kind for entry in after.hidden] == [kind]
    assert len(after.blocks[0].text) + len(after.hidden[0].text) == len(text)
    assert not set(after.hidden[0].text) & set(after.blocks[0].text) - set("\u0301")


def test_one_variation_selector_stays_with_its_character_and_no_more() -> None:
    assert cleaned("葛\U000e0100城") == "葛\U000e0100城"
    assert cleaned("葛\U000e0100\U000e0101城") == "葛\U000e0100城"
    assert cleaned("☎\ufe0f 02") == "☎\ufe0f 02"
    assert cleaned("☎\ufe0f\ufe0f\ufe0f 02") == "☎\ufe0f 02"
    assert cleaned("\ufe0fabc \ufe0f") == "abc "


def test_an_ideographic_selector_after_a_letter_is_smuggled_data() -> None:
    after = clean(reading("A\U000e0148\U000e0149"))
    assert after.blocks[0].text == "A"
    assert after.hidden == (Hidden(kind="zero_width", text="\U000e0148\U000e0149"),)


def test_marks_that_a_language_stacks_stay() -> None:
    vietnamese = unicodedata.normalize("NFD", "Điều khoản về việc nghỉ phép hằng năm")
    assert cleaned(vietnamese) == vietnamese


def test_controls_that_are_white_space_become_line_ends_and_count_nothing() -> None:
    after = clean(reading("甲\x0b乙\x0c丙\r\n丁\u2028戊\t己"))
    assert after.blocks[0].text == "甲\n乙\n丙\n丁\n戊\t己"
    assert after.hidden == ()


def test_every_text_of_a_block_and_every_part_is_cleaned() -> None:
    block = Block(
        kind="table", text="表\u200b", label="1\u200b", header=("名\u200b",), rows=(("值\u200b",),), notes=("*\u200b",)
    )
    part = Part(name="in\u202ebox/\x1b[2Ja.txt", reading=reading("乙\u200b"))
    after = clean(Reading(blocks=(block,), parts=(part,), hidden=(Hidden(kind="white", text="x"),), changes=3))
    assert after.blocks == (Block(kind="table", text="表", label="1", header=("名",), rows=(("值",),), notes=("*",)),)
    assert after.parts[0].name == "inbox/[2Ja.txt"
    assert after.parts[0].reading.blocks[0].text == "乙"
    assert after.hidden == (Hidden(kind="white", text="x"), Hidden(kind="zero_width", text="\u200b" * 5))
    assert after.changes == 3


def test_a_block_of_nothing_else_is_gone() -> None:
    assert clean(reading("\u200b\u200b", "甲")).blocks == (Block(kind="paragraph", text="甲"),)


@pytest.mark.parametrize(
    "text", ["出貨異常須於二十四小時內通報。", "report\nit\twithin 24 hours", "e\u0301te\u0301", "☎\ufe0f"]
)
def test_blocks_with_nothing_to_take_out_are_the_same_objects(text: str) -> None:
    before = reading(text)
    assert clean(before).blocks[0] is before.blocks[0]


@settings(max_examples=50)
@given(st.text(st.one_of(st.characters(), st.sampled_from("葛a \n\u200b\u202e\ufe0f\U000e0100\u0301\U000e0041\x07"))))
def test_cleaning_twice_changes_nothing_more_and_nothing_is_counted_away(text: str) -> None:
    once = clean(reading(text))
    left = "".join(block.text for block in once.blocks)
    assert clean_text(left) == left
    removed = "".join(entry.text for entry in once.hidden)
    seen = sum(not character.isspace() for character in left + removed)
    assert seen == sum(not character.isspace() for character in text)


def test_no_class_of_hidden_characters_holds_white_space_print_or_private_use() -> None:
    hidden = re.compile(f"[{''.join(CLASSES.values())}]")
    found = [character for character in map(chr, range(sys.maxunicode + 1)) if hidden.match(character)]
    assert not [character for character in found if character.isspace()]
    # Fillers and the grapheme joiner are letters and marks to Unicode, and have no glyph.
    assert {unicodedata.category(character) for character in found} == {"Cc", "Cf", "Cn", "Cs", "Lo", "Mn"}


@pytest.mark.parametrize(
    "unit", ["出貨異常須於二十四小時內通報物流部門。", "A shipping exception is reported within a day. "]
)
def test_two_megabytes_are_cleaned_at_once(unit: str) -> None:
    before = reading(*[unit * 10] * (2_000_000 // len(unit.encode() * 10)))
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        clean(before)
        seconds.append(time.perf_counter() - began)
    # A tenth of a second on an idle core; the rest is room for a busy or slow machine.
    assert min(seconds) < 2

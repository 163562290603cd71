"""What a refresh says of the documents."""

from dataclasses import replace
from pathlib import Path

from pipelines.index.changes import LISTING, in_words, read_listing, shown, write_listing
from tests.pipelines.answering.company import LEAVE, NOTICE, TRAVEL, section

BEFORE = shown([NOTICE, LEAVE])


def test_the_first_index_has_nothing_to_compare_with() -> None:
    assert in_words(None, BEFORE) == []


def test_without_a_change_it_says_so() -> None:
    assert in_words(BEFORE, shown([LEAVE, NOTICE])) == ["no section changed since the last index"]


def test_what_came_what_went_and_what_changed_are_counted_and_named() -> None:
    changed = section(NOTICE.key, "出貨異常須於 12 小時內通報。")
    assert in_words(BEFORE, shown([changed, TRAVEL])) == [
        "came since the last index: 1 (FIN-002 第五條)",
        "went since the last index: 1 (HR-001 第三條)",
        "changed since the last index: 1 (SOP-LOG-001 §4.3)",
    ]


def test_a_new_heading_or_audience_is_a_change_and_a_new_edition_with_the_same_text_is_none() -> None:
    assert in_words(BEFORE, shown([replace(NOTICE, title="出貨"), LEAVE])) == [
        "changed since the last index: 1 (SOP-LOG-001 §4.3)"
    ]
    assert in_words(BEFORE, shown([replace(NOTICE, audience="hr"), LEAVE])) == [
        "changed since the last index: 1 (SOP-LOG-001 §4.3)"
    ]
    assert in_words(BEFORE, shown([replace(NOTICE, id="SOP-LOG-001@2#§4.3", edition="2"), LEAVE])) == [
        "no section changed since the last index"
    ]


def test_the_parts_of_a_long_section_count_as_one() -> None:
    parts = [replace(NOTICE, id=f"{NOTICE.id} ({n}/2)", content_hash=str(n)) for n in (1, 2)]
    assert list(shown(parts)) == [NOTICE.key]
    assert shown(parts) == shown(parts[::-1]) != shown(parts[:1])


def test_ten_keys_are_named_and_the_others_counted() -> None:
    many = shown([section(f"HR-001 第{n:04}條", "同") for n in range(1, 1_014)])
    line = in_words({}, many)[0]
    assert line.startswith("came since the last index: 1,013 (HR-001 第0001條, HR-001 第0002條, ")
    assert line.endswith(", HR-001 第0010條 and 1,003 more)")


def test_a_listing_is_read_as_it_was_written_and_holds_no_text(tmp_path: Path) -> None:
    write_listing(tmp_path, BEFORE)
    assert read_listing(tmp_path) == BEFORE
    assert "出貨" not in (tmp_path / LISTING).read_text(encoding="utf-8")


def test_a_listing_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    assert read_listing(tmp_path) is None
    (tmp_path / LISTING).write_text("[1", encoding="utf-8")
    assert read_listing(tmp_path) is None

"""Tables of Word files: which value stands under which header, and in what order (ISO/IEC 29500-1, 17.4)."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.docx import read
from pipelines.ingest.readers.word.tables import join_header, read_grid
from pipelines.ingest.readers.word.xml import parse

Make = Callable[..., bytes]
Item = Callable[..., str]
DOWN, UNDER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def plain(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else plain(content)}</w:tc>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def row(*cells: str, properties: str = "") -> str:
    filled = (content if content.startswith("<w:") else cell(content) for content in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(filled)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tables(data: bytes) -> list[Block]:
    return [block for block in read(data).blocks if block.kind == "table"]


def grid(data: bytes) -> list[tuple[str, ...]]:
    (found,) = tables(data)
    return [*([found.header] if found.header else []), *found.rows]


def test_a_block_merged_both_ways_fills_its_rectangle(word: Make) -> None:
    body = table(
        row("等級", "一", "二"),
        row("甲", cell("面議", span(2) + DOWN)),
        row("乙", cell("", span(2) + UNDER)),
        row("丙", "1", "2"),
    )
    assert grid(word(body))[1:] == [("甲", "面議", "面議"), ("乙", "面議", "面議"), ("丙", "1", "2")]


def test_two_merges_one_below_the_other_stay_apart(word: Make) -> None:
    body = table(
        row("區", "站"),
        row(cell("北", DOWN), "a"),
        row(cell("", UNDER), "b"),
        row(cell("南", DOWN), "c"),
        row(cell("", UNDER), "d"),
    )
    assert grid(word(body))[1:] == [("北", "a"), ("北", "b"), ("南", "c"), ("南", "d")]


def test_a_cell_that_goes_on_a_merge_nobody_began_keeps_its_own_text(word: Make) -> None:
    # It was taken for a part of the plain cell above, and its own text was gone. LibreOffice prints it.
    body = table(row("a", "b"), row(cell("own", UNDER), "1"), row("c", "2"))
    assert grid(word(body)) == [("a", "b"), ("own", "1"), ("c", "2")]


def test_a_merge_whose_first_row_was_deleted_does_not_take_the_value_above(word: Make) -> None:
    body = table(
        row("區", "站"),
        row("東", "z"),
        row(cell("北", DOWN), "a", properties="<w:del/>"),
        row(cell("", UNDER), "b"),
    )
    assert grid(word(body)) == [("區", "站"), ("東", "z"), ("", "b")]


def test_merges_count_grid_columns_and_not_cells(word: Make) -> None:
    body = table(
        row("a", "b", "c"),
        row(cell("x", span(2)), cell("y", DOWN)),
        row("1", "2", cell("", UNDER)),
    )
    assert grid(word(body))[1:] == [("x", "x", "y"), ("1", "2", "y")]


def test_rows_that_begin_late_or_end_early_are_filled_with_empty_cells(word: Make) -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    body = table(row("a", "b", "c"), row("y", "z", properties=before), row("x", properties=after))
    assert grid(word(body)) == [("a", "b", "c"), ("", "y", "z"), ("x", "", "")]


def test_the_old_way_of_merging_sideways_repeats_the_value_too(word: Make) -> None:
    body = table(
        row("月份", cell("金額", '<w:hMerge w:val="restart"/>'), cell("", '<w:hMerge w:val="continue"/>')),
        row("一月", "10", "20"),
    )
    assert grid(word(body))[0] == ("月份", "金額", "金額")


@pytest.mark.parametrize(("headed", "expected"), [(0, 1), (1, 1), (2, 2)])
def test_as_many_rows_are_header_as_word_repeats(word: Make, headed: int, expected: int) -> None:
    rows = [row(f"a{n}", f"b{n}", properties="<w:tblHeader/>" if n < headed else "") for n in range(4)]
    (found,) = tables(word(table(*rows)))
    assert len(found.rows) == 4 - expected
    assert found.header == tuple(" ".join(f"{side}{n}" for n in range(expected)) for side in "ab")


def test_a_repeated_row_further_down_or_switched_off_is_no_header(word: Make) -> None:
    off = '<w:tblHeader w:val="0"/>'
    body = table(row("a", "b", properties=off), row("1", "2"), row("3", "4", properties="<w:tblHeader/>"))
    assert tables(word(body))[0].header == ("a", "b")
    assert len(tables(word(body))[0].rows) == 2


def test_a_merged_header_of_two_rows_is_joined_from_top_to_bottom(word: Make) -> None:
    body = table(
        row(cell("職等", DOWN), cell("國內", span(2)), cell("備註", DOWN)),
        row(cell("", UNDER), "住宿", "膳雜", cell("", UNDER)),
        row("一", "1", "2", "3"),
    )
    assert tables(word(body))[0].header == ("職等", "國內 住宿", "國內 膳雜", "備註")


def test_a_table_of_one_row_has_no_header(word: Make) -> None:
    (found,) = tables(word(table(row("a", "b"))))
    assert (found.header, found.rows) == ((), (("a", "b"),))


def test_tracked_changes_to_rows_and_cells_are_accepted(word: Make) -> None:
    gone = cell("舊欄", '<w:cellDel w:id="3" w:author="a"/>')
    merged = '<w:cellMerge w:id="4" w:author="a" w:vMerge="{}"/>'
    body = table(
        row("項目", "值"),
        row("新列", "1", properties='<w:ins w:id="1" w:author="a"/>'),
        row("舊列", "2", properties='<w:del w:id="2" w:author="a"/>'),
        row("欄", gone, cell("3", '<w:cellIns w:id="5" w:author="a"/>' + merged.format("rest"))),
        row("下", cell("", merged.format("cont"))),
    )
    reading = read(word(body))
    assert grid(word(body)) == [("項目", "值"), ("新列", "1"), ("欄", "3"), ("下", "3")]
    assert [(piece.kind, piece.text) for piece in reading.hidden] == [("deleted", "舊列2"), ("deleted", "舊欄")]
    assert reading.changes == 6


def test_content_controls_may_stand_around_tables_rows_cells_and_paragraphs(word: Make) -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias w:val='名稱'/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = control(
        table(
            control(row("a", "b")),
            f"<w:tr>{control(cell('1'))}{cell(control(plain('2')))}</w:tr>",
            f"<w:tr><w:tc><w:p>{control('<w:r><w:t>3</w:t></w:r>')}</w:p></w:tc>{cell('4')}</w:tr>",
        )
    )
    assert grid(word(body)) == [("a", "b"), ("1", "2"), ("3", "4")]


def test_paragraphs_of_a_nested_table_stand_where_they_are_printed(word: Make, item: Item, lists: Item) -> None:
    # They came after every paragraph of the outer table, so that steps 1, 2, 3 were read as 1, 3, 2.
    nested = item("一") + table(row(cell(item("二"))))
    body = table(row(cell(nested + item("三"))), row("下"))
    blocks = read(word(body, numbering=lists("decimal|%1."))).blocks
    assert [block.label for block in blocks if block.label] == ["1.", "2.", "3."]
    outer, inner = (block for block in blocks if block.kind == "table")
    assert (outer.header, inner.rows) == (("1. 一 3. 三",), (("2. 二",),))


def test_tables_nested_twice_follow_each_other_from_the_outside_in(word: Make) -> None:
    inner = table(row("c", "d"))
    middle = table(row(cell(plain("b") + inner)))
    found = tables(word(table(row(cell(plain("a") + middle)))))
    assert [block.rows for block in found] == [(("a",),), (("b",),), (("c", "d"),)]


def test_a_text_box_in_a_cell_is_no_part_of_its_value(word: Make) -> None:
    box = f"<w:p><w:r><w:t>值</w:t><w:pict><w:txbxContent>{plain('旁註')}</w:txbxContent></w:pict></w:r></w:p>"
    blocks = read(word(table(row("a", "b"), row(cell(box), "2")))).blocks
    assert tables(word(table(row("a", "b"), row(cell(box), "2"))))[0].rows == (("值", "2"),)
    assert [block.where for block in blocks if block.text == "旁註"] == ["textbox"]


def test_a_table_in_a_page_header_or_a_note_is_read_as_one(word: Make) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/></w:sectPr>'
    cells = table(row("文件編號", "SOP-1"), row("版次", "2"))
    note = '<w:p><w:r><w:t>本文。</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    footnotes = f'<w:footnote w:id="1">{plain("如下。")}{cells}</w:footnote>'
    in_header, in_note = tables(word(note + section, header=cells, footnotes=footnotes))
    assert (in_header.where, in_header.rows) == ("header", (("文件編號", "SOP-1"), ("版次", "2")))
    assert (in_note.where, in_note.header) == ("footnote", ("文件編號", "SOP-1"))


def test_damaged_spans_neither_stop_the_reading_nor_grow_without_end(word: Make) -> None:
    body = table(row(cell("a", '<w:gridSpan w:val="x"/>'), cell("b", span(-3))), row("1", "2"))
    assert grid(word(body)) == [("a", "b"), ("1", "2")]
    wide = table(row(cell("a", span(99_999_999)), properties='<w:gridBefore w:val="99999999"/>'))
    assert len(grid(word(wide))[0]) == 512


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_every_value_stands_in_as_many_places_as_its_cell_covers(widths: list[list[int]], data: st.DataObject) -> None:
    rows = []
    for place, spans in enumerate(widths):
        cells = (cell(f"{place}.{column}", span(width)) for column, width in enumerate(spans))
        rows.append(row(*cells))
    root = parse(f"<w:tbl {NAMESPACE}>{''.join(rows)}</w:tbl>".encode())
    found = read_grid(root, lambda element: "".join(element.itertext()), lambda kind, element: None)
    assert [[value.text for value in line] for line in found.rows] == [
        [f"{place}.{column}" for column, width in enumerate(spans) for _ in range(width)]
        for place, spans in enumerate(widths)
    ]


def test_header_rows_of_unlike_length_are_joined_as_far_as_they_go() -> None:
    assert join_header([("a", "b"), ("a", "c", "d")]) == ("a", "b c", "d")
    assert join_header([]) == ()

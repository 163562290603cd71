"""How workbooks are read; the files are made with openpyxl in memory."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from datetime import time as clock
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.readers.sheets.shown import shown
from pipelines.ingest.sections import sections_of

Fill = Callable[[Any], None]
WHEN = datetime(2024, 7, 1, 15, 4, 5)


def packed(fill: Fill) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(stream)
    return stream.getvalue()


def sheet(fill: Fill) -> Reading:
    return read(packed(fill), ".xlsx")


def grid(rows: Sequence[Sequence[Any]], *, bold: Sequence[int] = ()) -> Fill:
    """Returns what fills a sheet row by row from A1; an empty row leaves one blank."""

    def fill(page: Any) -> None:
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    page.cell(number, column, value).font = Font(bold=number in bold)

    return fill


def tables(reading: Reading) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    return [(block.header, block.rows) for block in reading.blocks if block.kind == "table"]


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.kind == "paragraph"]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (0.125, "0.00", "0.13"),
        (3200, '#,##0"元"', "3,200元"),
        (4800, '"NT$"#,##0', "NT$4,800"),
        (1200, "[$NT$-404]#,##0.00", "NT$1,200.00"),
        (0.256, "0%", "26%"),
        (42, "00000", "00042"),
        (912345678, "0000-000-000", "0912-345-678"),
        (22345678, "[<=99999999]####-####;(0#) ####-####", "2234-5678"),
        (-5, "0;(0)", "(5)"),
        (-1234.5, "#,##0.0", "-1,234.5"),
        (-0.001, "0.0", "0.0"),
        (0, '0;-0;"無"', "無"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (1234567, '0.0,,"M"', "1.2M"),
        (2.25, "# ?/?", "2 1/4"),
        (0.75, "?/?", "3/4"),
        (12345, "0.00E+00", "1.23E+04"),
        (3, "0.##", "3"),
        (0.5, "#.##", ".5"),
        (5, ";;;", ""),
        (5, "@", "5"),
        ("王", '"客戶："@', "客戶：王"),
        ("王", ";;;", ""),
        (True, "0", "TRUE"),
        ("#N/A", "General", "#N/A"),
    ],
)
def test_a_value_reads_as_its_cell_shows_it(value: Any, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (WHEN, "yyyy/m/d", "2024/7/1"),
        (WHEN, "yyyy/m/d;@", "2024/7/1"),
        (WHEN, "[$-404]e/m/d", "113/7/1"),
        (WHEN, '[$-404]ggge"年"m"月"d"日"', "中華民國113年7月1日"),
        (WHEN, '[$-404]e"年"m"月"d"日" aaaa', "113年7月1日 星期一"),
        (datetime(1905, 3, 2), "[$-404]e/m/d", "1905/3/2"),
        (45474, "[$-404]e.mm.dd", "113.07.01"),
        (WHEN, "mm-dd-yy", "2024-07-01"),
        (WHEN, "[$-F800]dddd, mmmm dd, yyyy", "2024-07-01"),
        (WHEN, "d-mmm-yy", "1-Jul-24"),
        (WHEN, "d mmmm yyyy, ddd", "1 July 2024, Mon"),
        (WHEN, "h:mm AM/PM", "3:04 PM"),
        (WHEN, "[$-404]AM/PM h:mm", "下午 3:04"),
        (WHEN, "mm:ss.0", "04:05.0"),
        (clock(9, 5), "h:mm", "9:05"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (timedelta(minutes=90), "[mm]:ss", "90:00"),
        (-3, "yyyy/m/d", "-3"),
    ],
)
def test_dates_and_times_of_both_calendars_read_as_shown(value: Any, pattern: str, text: str) -> None:
    """Every date came out as 2024-07-01, whatever the sheet printed, and a Republic year was nowhere."""
    assert shown(value, pattern) == text


@given(st.floats(-1e9, 1e9), st.text(alphabet='0#?,.%"元/E+-;@[]hmsyeg()_* ', max_size=12))
def test_any_format_shows_something_without_failing(value: float, pattern: str) -> None:
    assert isinstance(shown(value, pattern), str)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_thousands_and_decimals_are_those_of_python(value: int, decimals: int) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert shown(value, pattern) == f"{value:,.{decimals}f}"


def test_tables_between_blank_rows_each_have_their_header_and_title() -> None:
    rows = [["國內運費"], ["地區", "運費"], ["北部", 110], [], ["國外運費"], ["城市", "費用", "天數"], ["東京", 285, 3]]
    reading = sheet(grid(rows))
    assert lines(reading) == ["國內運費", "國外運費"]
    assert tables(reading) == [
        (("地區", "運費"), (("北部", "110"),)),
        (("城市", "費用", "天數"), (("東京", "285", "3"),)),
    ]
    document = identify("RATE-1.xlsx", reading.blocks, Entry())
    found = sections_of(document, Limits(section=800, clause=400))
    assert [(section.key, section.heading_path) for section in found] == [
        ("RATE-1 第1列", ("國內運費",)),
        ("RATE-1 國外運費 第1列", ("國外運費",)),
    ]


def test_tables_side_by_side_are_two_tables() -> None:
    rows = [["甲", "乙", None, "丙", "丁"], [1, 2, None, 3, 4], [5, 6, None, 7, 8]]
    assert tables(sheet(grid(rows))) == [
        (("甲", "乙"), (("1", "2"), ("5", "6"))),
        (("丙", "丁"), (("3", "4"), ("7", "8"))),
    ]


def test_a_blank_column_beside_a_single_one_only_makes_room() -> None:
    rows = [["甲", "乙", None, "備註"], [1, 2, None, "x"], [5, 6, None, "y"]]
    assert tables(sheet(grid(rows))) == [(("甲", "乙", "備註"), (("1", "2", "x"), ("5", "6", "y")))]


def test_a_blank_row_inside_a_table_does_not_end_it() -> None:
    rows = [["職級", "姓名", "分機"], ["經理", "王", 210], [], ["專員", "李", 211], ["專員", "陳", 212]]
    assert tables(sheet(grid(rows))) == [
        (("職級", "姓名", "分機"), (("經理", "王", "210"), ("專員", "李", "211"), ("專員", "陳", "212")))
    ]


def test_a_bold_row_after_a_blank_one_is_the_next_header() -> None:
    rows = [["職級", "姓名"], ["經理", "王"], [], ["產品", "型號"], ["恆溫箱", "CB-20"]]
    assert [header for header, _ in tables(sheet(grid(rows, bold=(1, 4))))] == [("職級", "姓名"), ("產品", "型號")]


def test_a_header_of_two_rows_is_joined() -> None:
    def fill(page: Any) -> None:
        grid([["地區", "運費", None], [None, "5kg", "10kg"], ["北部", 110, 150]])(page)
        page.merge_cells("A1:A2")
        page.merge_cells("B1:C1")

    assert tables(sheet(fill)) == [(("地區", "運費 5kg", "運費 10kg"), (("北部", "110", "150"),))]


def test_a_header_row_with_an_empty_corner_is_joined_too() -> None:
    def fill(page: Any) -> None:
        grid(
            [[None, "國內", None, "國外", None], ["職級", "住宿", "膳雜", "住宿", "膳雜"], ["經理", 3200, 600, 250, 90]]
        )(page)
        page.merge_cells("B1:C1")
        page.merge_cells("D1:E1")

    header, rows = tables(sheet(fill))[0]
    assert header == ("職級", "國內 住宿", "國內 膳雜", "國外 住宿", "國外 膳雜")
    assert len(rows) == 1


def test_a_spanned_title_stays_a_title_and_a_row_of_text_is_no_header() -> None:
    def fill(page: Any) -> None:
        grid([["聯絡表"], ["姓名", "聯絡", None], ["王", "分機 210", "w@a.tw"], ["李", "分機 211", None]])(page)
        page.merge_cells("A1:H1")
        page.merge_cells("B2:C2")

    reading = sheet(fill)
    assert lines(reading) == ["聯絡表"]
    assert [len(rows) for _, rows in tables(reading)] == [2]


def test_what_nobody_sees_is_hidden_with_its_kind() -> None:
    def fill(page: Any) -> None:
        grid([["甲", "乙", "丙"], [1, 2, 3], [4, 5, 6], ["白", 8, 9]])(page)
        page.row_dimensions[3].hidden = True
        page.column_dimensions["C"].hidden = True
        page["A4"].font = Font(color="FFFFFFFF")
        page["B4"].number_format = ";;;"
        page["A1"].comment = Comment("待確認", "王")
        draft = page.parent.create_sheet("草稿")
        draft.append(["底價", 90])
        draft.sheet_state = "veryHidden"

    reading = sheet(fill)
    assert sorted((hidden.kind, hidden.text, hidden.locator) for hidden in reading.hidden) == [
        ("comment", "待確認", "sheet 1"),
        ("hidden_row", "3", "sheet 1"),
        ("hidden_row", "4", "sheet 1"),
        ("hidden_row", "5", "sheet 1"),
        ("hidden_row", "6", "sheet 1"),
        ("hidden_row", "9", "sheet 1"),
        ("hidden_row", "丙", "sheet 1"),
        ("hidden_sheet", "底價\n90", "sheet 2"),
        ("invisible", "8", "sheet 1"),
        ("white", "白", "sheet 1"),
    ]
    assert tables(reading) == [(("甲", "乙"), (("1", "2"),))]


def test_a_range_of_columns_is_hidden_as_a_whole() -> None:
    def fill(page: Any) -> None:
        grid([["甲", "乙", "丙", "丁"], [1, 2, 3, 4]])(page)
        page.column_dimensions.group("B", "C", hidden=True)

    assert tables(sheet(fill)) == [(("甲", "丁"), (("1", "4"),))]


def test_white_text_on_a_dark_header_is_printed() -> None:
    def fill(page: Any) -> None:
        grid([["甲", "乙"], [1, 2]])(page)
        for cell in page[1]:
            cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")

    reading = sheet(fill)
    assert (tables(reading)[0][0], reading.hidden) == (("甲", "乙"), ())


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """Returns the file with the XML of its first sheet changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()) if name == "xl/worksheets/sheet1.xml" else part)
    return stream.getvalue()


def test_a_formula_shows_its_value_and_one_without_a_value_is_a_problem() -> None:
    """A file written by a program holds formulas nobody has computed: their cells were silently empty."""
    data = packed(grid([["品項", "金額", "稅"], ["甲", "=40+2", "=B2*0.05"], ["乙", 3, 4]]))
    data = rewritten(data, lambda xml: re.sub(r"(<f>40\+2</f>)<v(\s*/>|></v>)", r"\1<v>42</v>", xml))
    reading = read(data, ".xlsx")
    assert tables(reading)[0][1] == (("甲", "42", ""), ("乙", "3", "4"))
    assert [problem.reason for problem in reading.problems] == ["sheet 1: formulas without a value in C2"]


def test_many_formulas_without_a_value_are_one_problem() -> None:
    reading = sheet(grid([["甲", "乙"], *[["x", "=1+1"] for _ in range(15)]]))
    assert len(reading.problems) == 1
    assert reading.problems[0].reason.endswith("B11 and 5 more")


def test_a_cell_in_the_last_row_costs_neither_time_nor_memory() -> None:
    """A 5 kB file with one cell in the last row took minutes elsewhere, and was refused here."""

    def fill(page: Any) -> None:
        grid([["甲", "乙"], [1, 2]])(page)
        page.cell(1_048_576, 16_384, "尾")

    data = packed(fill)
    began = time.monotonic()
    reading = read(data, ".xlsx")
    assert time.monotonic() - began < 20
    assert tables(reading) == [(("甲", "乙"), (("1", "2"),))]
    assert lines(reading) == ["尾"]


def test_a_merged_area_without_end_is_refused_before_it_fills_memory() -> None:
    data = packed(grid([["甲", "乙"], [1, 2]]))
    area = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    with pytest.raises(UnreadableError, match="cells of a sheet are merged"):
        read(rewritten(data, lambda xml: xml.replace("<pageMargins", area)), ".xlsx")


def test_the_page_header_of_a_sheet_names_the_document() -> None:
    def fill(page: Any) -> None:
        grid([["甲", "乙"], [1, 2]])(page)
        page.oddHeader.center.text = "版次：3　生效日期：2024/03/01"
        page.oddFooter.right.text = "&P"

    reading = sheet(fill)
    assert [block.where for block in reading.blocks] == ["header", "body"]
    assert identify("a.xlsx", reading.blocks, Entry()).edition == "v3"


def test_the_text_of_a_text_box_is_read() -> None:
    name = "http://schemas.openxmlformats.org/drawingml/2006/"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = (
        f'<x:wsDr xmlns:x="{name}spreadsheetDrawing" xmlns:a="{name}main"><x:twoCellAnchor><x:sp><x:txBody>'
        "<a:p><a:r><a:t>離島另計</a:t></a:r></a:p></x:txBody></x:sp></x:twoCellAnchor></x:wsDr>"
    )
    stream = io.BytesIO(packed(grid([["甲", "乙"], [1, 2]])))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        link = f'<Relationship Id="r1" Type="{office}/drawing" Target="../drawings/drawing1.xml"/>'
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{relations}">{link}</Relationships>'
        )
    assert read(stream.getvalue(), ".xlsx").blocks[-1] == Block(kind="paragraph", text="離島另計", where="textbox")


def test_lines_in_a_cell_and_sentences_in_one_column_are_kept() -> None:
    assert tables(sheet(grid([["甲", "乙"], ["一\n二", 1]])))[0][1] == (("一\n二", "1"),)
    reading = sheet(grid([["第一句。"], ["第二句。"]]))
    assert (lines(reading), tables(reading)) == (["第一句。", "第二句。"], [])


def test_a_sheet_of_one_row_is_a_form_and_not_without_text() -> None:
    assert tables(sheet(lambda page: page.append(["案件編號", "處理結果"])))


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 7)),
        st.one_of(st.integers(0, 999), st.text(alphabet="甲乙丙ab", min_size=1, max_size=4)),
        min_size=1,
        max_size=40,
    )
)
def test_every_cell_of_any_sheet_is_in_some_block(cells: dict[tuple[int, int], Any]) -> None:
    def fill(page: Any) -> None:
        for place, (where, value) in enumerate(sorted(cells.items())):
            page.cell(*where, value if isinstance(value, int) else f"{value}_{place}")

    blocks = sheet(fill).blocks
    said = [
        text for block in blocks for text in (block.text, *block.header, *(cell for row in block.rows for cell in row))
    ]
    for place, (_, value) in enumerate(sorted(cells.items())):
        text = str(value) if isinstance(value, int) else f"{value}_{place}"
        assert any(text in words for words in said)

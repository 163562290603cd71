"""The small language of the sources, and what is made of it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = """---
title: 程序
language: zh
numbering: {numbering}
running: 頁首
footer: 第 {{page}} 頁
front: 甲 / 乙
---
"""


def source(body: str, numbering: str = "decimal") -> str:
    return HEADER.format(numbering=numbering) + body


def test_a_source_is_its_header_and_its_blocks_in_order(load: Callable[[str], Any]) -> None:
    parsed = load("markup").parse(source("# 章\n## 節\n內文。\n- 項\n  - 目\n1. 步\n2. 步\n"))
    assert parsed.header["title"] == "程序"
    kinds = [(block.kind, block.depth) for block in parsed.blocks]
    assert kinds == [
        ("heading", 0),
        ("heading", 1),
        ("text", 0),
        ("item", 0),
        ("item", 1),
        ("step", 0),
        ("step", 0),
    ]


def test_a_list_of_steps_opens_again_after_other_text(load: Callable[[str], Any]) -> None:
    parsed = load("markup").parse(source("1. 一\n2. 二\n內文。\n1. 三\n"))
    assert [block.first for block in parsed.blocks if block.kind == "step"] == [True, False, True]


def test_rows_above_the_rule_are_the_header_of_a_table(load: Callable[[str], Any]) -> None:
    (table,) = load("markup").parse(source("| a | b | < |\n| ^ | c | d |\n|---|---|---|\n| 1 | 2 | 3 |\n")).blocks
    assert (table.kind, table.header_rows) == ("table", 2)
    assert table.rows == (("a", "b", "<"), ("^", "c", "d"), ("1", "2", "3"))


def test_merged_cells_span_in_word_as_the_source_says(load: Callable[[str], Any]) -> None:
    text = source("| a | b | < |\n| ^ | c | d |\n|---|---|---|\n| 1 | 2 | 3 |\n")
    (table,) = Document(io.BytesIO(load("word").render(text))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["a", "b", "b"],
        ["a", "c", "d"],
        ["1", "2", "3"],
    ]
    assert len(table._tbl.findall(".//" + qn("w:tblHeader"))) == 2


def test_each_list_of_steps_has_an_instance_of_its_own_that_starts_at_one(load: Callable[[str], Any]) -> None:
    document = Document(io.BytesIO(load("word").render(source("1. 一\n2. 二\n內文。\n1. 三\n"))))
    used = [item.get(qn("w:val")) for item in document.element.body.iter(qn("w:numId"))]
    assert used == ["2", "2", "3"]
    restarts = document.part.numbering_part.element.findall(".//" + qn("w:startOverride"))
    assert [item.get(qn("w:val")) for item in restarts] == ["1", "1"]


@pytest.mark.parametrize(
    ("scheme", "levels"), [("decimal", ["3", "4"]), ("articles", ["2", "3"]), ("outline", ["1", "2"])]
)
def test_items_take_the_levels_after_the_headings(load: Callable[[str], Any], scheme: str, levels: list[str]) -> None:
    document = Document(io.BytesIO(load("word").render(source("# 章\n- 項\n  - 目\n", scheme))))
    assert [item.get(qn("w:val")) for item in document.element.body.iter(qn("w:ilvl"))] == levels


def test_the_pdf_prints_numbers_running_header_and_page(load: Callable[[str], Any]) -> None:
    document = pypdfium2.PdfDocument(
        load("paper").render(source("# 章\n## 節\n內文。\n## 次節\n1. 甲步\n2. 乙步\n# 末章\n"))
    )
    text = document[0].get_textpage().get_text_range()
    document.close()
    for printed in ("頁首", "第 1 頁", "1 章", "1.1 節", "1.2 次節", "（1）甲步", "（2）乙步", "2 末章"):
        assert printed in text


def test_a_workbook_has_one_sheet_a_file_with_its_text_as_written(load: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text('地區,費用\n北部,"NT$1,200"\n東部,007\n', encoding="utf-8")
    book = openpyxl.load_workbook(io.BytesIO(load("sheets").render([("費率", tmp_path / "rates.csv")])))
    assert book.sheetnames == ["費率"]
    assert list(book["費率"].values) == [("地區", "費用"), ("北部", "NT$1,200"), ("東部", "007")]


members = st.dictionaries(st.text("abcdef/.", min_size=1, max_size=8), st.binary(max_size=40), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(contents=members, data=st.data())
def test_a_settled_zip_does_not_depend_on_order_time_or_compression(
    load: Callable[[str], Any], contents: dict[str, bytes], data: Any
) -> None:
    def packed(names: list[str], compression: int, year: int) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", compression) as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), contents[name])
        return target.getvalue()

    settled = load("zips").settled
    one = settled(packed(sorted(contents), zipfile.ZIP_DEFLATED, 1999))
    other = settled(packed(data.draw(st.permutations(sorted(contents))), zipfile.ZIP_STORED, 2031))
    assert one == other == settled(one)
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents

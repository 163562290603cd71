import time

import pytest

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.readers import read
from tests.pipelines.ingest.conftest import definition, numbered, word_file
from tests.pipelines.ingest.hostile.packages import cells, excel, row


def test_a_sheet_merged_over_all_its_rows_is_refused_before_it_is_unfolded() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(UnreadableError, match="cells of a sheet are merged"):
        read(excel(cells("A1=1", "B2=2") + merged), ".xlsx")


def test_a_sheet_of_empty_rows_is_refused_before_it_is_unfolded() -> None:
    empty = "".join(f'<row r="{number}"/>' for number in range(1, 300_003))
    with pytest.raises(UnreadableError, match="states more than 300,000 rows"):
        read(excel(f"<sheetData>{empty}</sheetData>"), ".xlsx")


def test_a_word_row_of_wide_cells_ends_at_a_thousand_columns() -> None:
    wide = row(*['<w:gridSpan w:val="256"/>|寬'] * 60)
    (table,) = [block for block in read(word_file(f"<w:tbl>{wide}</w:tbl>"), ".docx").blocks if block.kind == "table"]
    assert len(table.rows[0]) == 1024


def test_a_word_label_of_thousands_of_numbers_is_cut() -> None:
    numbering = definition("decimal|" + "%1" * 20_000)
    (block,) = read(word_file(numbered("x"), numbering=numbering), ".docx").blocks
    assert len(block.label) < 256


def test_a_page_nested_without_end_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read(b"<div>" * 100_000 + b"text", ".html")
    assert len(read(b"<ul>" + b"<li>text" * 3_000 + b"</ul>", ".html").blocks) == 3_000


def test_markdown_of_brackets_that_nothing_closes_is_read_without_links() -> None:
    began = time.monotonic()
    assert read(b"[" * 20_000 + b"x", ".md").blocks[0].text.endswith("[x")
    assert time.monotonic() - began < 30

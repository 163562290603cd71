"""Slides, mails, exports, ruled print and dates of the Republic, as the build makes them."""

import datetime
import email.policy
import io
import re
import zipfile
from collections.abc import Callable
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

DECK = """---
title: 矩陣
author: 公司
front: 文件編號：X-1 / 生效日期：2024 年 8 月 15 日
---
# 等級
- 甲級
  - 細項
Note: 只給講者。
# 時限
先說一句。
| 等級 | 時限 | < |
|---|---|---|
| 甲 | 5 分鐘 | 1 小時 |
| 乙 | ^ | 2 小時 |
"""
PRINT = """---
title: {title}
language: {language}
running: top
footer: Page {{page}}
front: a / b
---
# One
1. first
2. second
| a | b | < |
| ^ | c | d |
|---|---|---|
| 1 | 2 | 3 |
"""
MAIL = """---
from: Desk <desk@lanpan.example>
to: Client <client@hetian.example>
cc: service@lanpan.example
subject: Notice 通知
date: Thu, 12 Sep 2024 16:40:00 +0800
message-id: <one@lanpan.example>
attachment: 明細.csv
---
您好 & 平安。
| 箱 | 重 |
|---|---|
| 1 | 2 |
"""


def slides(load: Callable[[str], Any]) -> list[Any]:
    return list(Presentation(io.BytesIO(load("slides").render(DECK))).slides)


def test_a_heading_opens_a_slide_and_the_cover_names_the_paper(load: Callable[[str], Any]) -> None:
    found = slides(load)
    assert [slide.shapes.title.text for slide in found] == ["矩陣", "等級", "時限"]
    assert found[0].placeholders[1].text.split("\n") == ["文件編號：X-1", "生效日期：2024 年 8 月 15 日"]


def test_what_the_speaker_reads_is_not_on_the_slide(load: Callable[[str], Any]) -> None:
    slide = slides(load)[1]
    assert [(line.text, line.level) for line in slide.placeholders[1].text_frame.paragraphs] == [
        ("甲級", 0),
        ("細項", 1),
    ]
    assert slide.notes_slide.notes_text_frame.text == "只給講者。"


def test_cells_of_a_slide_are_merged_as_the_source_says(load: Callable[[str], Any]) -> None:
    (table,) = [shape.table for shape in slides(load)[2].shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["等級", "時限", ""],
        ["甲", "5 分鐘", "1 小時"],
        ["乙", "", "2 小時"],
    ]
    assert (table.cell(0, 1).span_width, table.cell(1, 1).span_height) == (2, 2)


def test_a_deck_keeps_only_the_layouts_it_uses(load: Callable[[str], Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(load("slides").render(DECK))) as archive:
        layouts = [name for name in archive.namelist() if re.fullmatch(r"ppt/slideLayouts/\w+\.xml", name)]
    assert len(layouts) == 2


@pytest.mark.parametrize(("language", "step"), [("zh", "（2）second"), ("en", "(2) second")])
def test_print_has_ruled_tables_with_joined_cells_in_both_languages(
    load: Callable[[str], Any], language: str, step: str
) -> None:
    data = load("paper").render(PRINT.format(title="t", language=language))
    with pdfplumber.open(io.BytesIO(data)) as book:
        (table,) = book.pages[0].extract_tables()
        assert step in book.pages[0].extract_text()
    assert table == [["a", "b", None], [None, "c", "d"], ["1", "2", "3"]]


def test_english_print_breaks_between_words(load: Callable[[str], Any]) -> None:
    words = "retention " * 60
    data = load("paper").render(PRINT.format(title="t", language="en") + words + "\n")
    with pdfplumber.open(io.BytesIO(data)) as book:
        assert book.pages[0].extract_text().split().count("retention") == 60


def test_the_levels_of_an_agreement_are_articles_sections_and_letters(load: Callable[[str], Any]) -> None:
    text = "---\ntitle: NDA\nlanguage: en\nnumbering: clauses\nrunning: r\nfront: f\n---\n# A\n## B\n- c\n  - d\n"
    document = Document(io.BytesIO(load("word").render(text)))
    assert [item.get(qn("w:val")) for item in document.element.body.iter(qn("w:ilvl"))] == ["2", "3"]


def test_a_date_of_the_republic_is_a_date_and_not_text(load: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("設備,日期\nM-1,roc:2024-09-11\n", encoding="utf-8")
    page = openpyxl.load_workbook(io.BytesIO(load("sheets").render([("計畫", tmp_path / "plan.csv")])))["計畫"]
    assert (page["B2"].value, page["B2"].number_format) == (datetime.datetime(2024, 9, 11), '[$-404]e"年"m"月"d"日"')
    assert page["B1"].value == "日期"


def test_a_mail_is_text_page_and_attachment_and_the_same_bytes_twice(
    load: Callable[[str], Any], tmp_path: Path
) -> None:
    (tmp_path / "notice.md").write_text(MAIL, encoding="utf-8")
    (tmp_path / "明細.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    data = load("mails").render(tmp_path / "notice.md")
    assert data == load("mails").render(tmp_path / "notice.md")
    mail = BytesParser(policy=email.policy.default).parsebytes(data)
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in leaves] == ["text/plain", "text/html", "text/csv"]
    assert leaves[0].get_content().splitlines() == ["您好 & 平安。", "", "箱  重", "1  2"]
    assert "<p>您好 &amp; 平安。</p>" in leaves[1].get_content()
    assert "<tr><th>箱</th><th>重</th></tr><tr><td>1</td><td>2</td></tr>" in leaves[1].get_content()
    assert (leaves[2].get_filename(), leaves[2].get_content()) == ("明細.csv", "a,b\n1,2\n")
    assert mail["subject"] == "Notice 通知"


def test_an_export_is_a_zip_in_a_zip_whose_links_lead_to_its_pages(load: Callable[[str], Any], tmp_path: Path) -> None:
    folder = tmp_path / "KB"
    (folder / "首頁" / "表").mkdir(parents=True)
    (folder / "首頁.md").write_text("# 首頁\n\n[[首頁/表.csv]]\n", encoding="utf-8")
    (folder / "首頁" / "表.csv").write_text("名稱\n列\n", encoding="utf-8")
    (folder / "首頁" / "表" / "列.md").write_text("# 列\n", encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(load("exports").render(folder))) as outer:
        (part,) = outer.namelist()
        inner = zipfile.ZipFile(io.BytesIO(outer.read(part)))
    names = inner.namelist()
    assert re.fullmatch(r"Export-[0-9a-f]{32}-Part-1\.zip", part)
    bare = [re.sub(r" [0-9a-f]{32}", "", name) for name in names]
    assert sorted(bare) == ["首頁.md", "首頁/表.csv", "首頁/表/列.md", "首頁/表_all.csv"]
    home = inner.read(next(name for name in names if name.endswith(".md") and "/" not in name)).decode("utf-8")
    assert unquote(re.findall(r"\((.+?)\)", home)[0]) in names
    assert all(name.split("/")[0].split(".")[0] == names[0].split("/")[0].split(".")[0] for name in names)

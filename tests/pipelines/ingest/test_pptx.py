"""How slides are read; the files are made with python-pptx in memory."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.readers.slides.paragraphs import A
from pipelines.ingest.sections import sections_of

TITLE, CONTENT, PART, TITLE_ONLY, BLANK = 0, 1, 2, 5, 6
Lines = list[tuple[str, int, str | None]]


def packed(show: Any) -> bytes:
    stream = io.BytesIO()
    show.save(stream)
    return stream.getvalue()


def deck(fill: Callable[[Any], None]) -> Reading:
    show = Presentation()
    fill(show)
    return read(packed(show), ".pptx")


def slide(show: Any, title: str = "", body: str = "", layout: int = CONTENT) -> Any:
    added = show.slides.add_slide(show.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    if body:
        added.placeholders[1].text = body
    return added


def box(holder: Any, text: str, left: float, top: float) -> Any:
    added = holder.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5))
    added.text_frame.text = text
    return added


def marked(added: Any, lines: Lines) -> None:
    """Fills a slide's body; a line is its text, its depth and its scheme, such as `arabicPeriod 3` or `buNone`."""
    frame = added.placeholders[1].text_frame
    for place, (text, level, scheme) in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
        properties = paragraph._p.get_or_add_pPr()
        if scheme == "buNone":
            etree.SubElement(properties, A + "buNone")
        elif scheme:
            name, _, start = scheme.partition(" ")
            mark = etree.SubElement(properties, A + "buAutoNum", type=name)
            if start:
                mark.set("startAt", start)


def printed(reading: Reading) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in reading.blocks if block.kind != "heading"]


def keys(reading: Reading) -> list[str]:
    document = identify("TR-1.pptx", reading.blocks, Entry())
    return [section.key for section in sections_of(document, Limits(section=800, clause=400))]


def test_a_title_is_a_heading_its_bullets_have_depth_and_the_page_is_the_slide() -> None:
    reading = deck(lambda show: marked(slide(show, "密碼規則"), [("至少 14 碼", 0, None), ("含數字", 1, None)]))
    assert reading.blocks == (
        Block(kind="heading", text="密碼規則", level=1, page=1),
        Block(kind="item", text="至少 14 碼", bullet=True, page=1),
        Block(kind="item", text="含數字", bullet=True, level=1, page=1),
    )


def test_a_part_s_slide_encloses_those_after_it_and_the_first_slide_names_the_document() -> None:
    def fill(show: Any) -> None:
        slide(show, "年度訓練", "版次：2.0\n生效日期：民國113年7月1日", TITLE)
        slide(show, "第一章 資安", layout=PART)
        slide(show, "密碼", "14 碼。")
        slide(show, "密碼", "每季更換。")

    reading = deck(fill)
    document = identify("TR-1.pptx", reading.blocks, Entry())
    assert (document.title, document.edition, document.effective_from) == ("年度訓練", "v2.0", "2024-07-01")
    assert keys(reading) == ["TR-1 第一章›密碼", "TR-1 第一章›密碼#2"]


def test_a_first_slide_with_a_subtitle_names_the_document_whatever_its_layout_says() -> None:
    """LibreOffice writes title slides whose layout is of the kind `tx`."""

    def fill(show: Any) -> None:
        slide(show, "年度訓練", "教育訓練組", TITLE).slide_layout._element.set("type", "tx")
        slide(show, "密碼", "14 碼。")

    assert identify("TR-1.pptx", deck(fill).blocks, Entry()).title == "年度訓練"


@pytest.mark.parametrize(
    ("scheme", "labels"),
    [
        ("arabicPeriod", ["1.", "2."]),
        ("arabicParenBoth 4", ["(4)", "(5)"]),
        ("alphaLcParenR", ["a)", "b)"]),
        ("romanUcPeriod", ["I.", "II."]),
        ("ea1ChtPeriod", ["一.", "二."]),
        ("ea1ChtPlain 11", ["十一", "十二"]),
        ("ea1JpnChsDbPeriod", ["一．", "二．"]),
        ("circleNumDbPlain", ["①", "②"]),
        ("arabicPlain", ["1", "2"]),
        ("hebrew2Minus", ["- 1 -", "- 2 -"]),
    ],
)
def test_automatic_numbers_are_labels_as_printed(scheme: str, labels: list[str]) -> None:
    reading = deck(lambda show: marked(slide(show, "步驟"), [("填單", 0, scheme), ("派工", 0, scheme)]))
    assert [block.label for block in reading.blocks[1:]] == labels


def test_a_list_goes_on_after_a_deeper_one_and_begins_anew_after_plain_text() -> None:
    lines: Lines = [
        ("一", 0, "arabicPeriod"),
        ("細項", 1, "alphaLcParenR"),
        ("二", 0, "arabicPeriod"),
        ("細項", 1, "alphaLcParenR"),
        ("說明", 0, "buNone"),
        ("又一", 0, "arabicPeriod"),
    ]
    reading = deck(lambda show: marked(slide(show, "步驟"), lines))
    assert printed(reading) == ["1. 一", "a) 細項", "2. 二", "a) 細項", "說明", "1. 又一"]


def test_shapes_are_read_from_top_to_bottom_and_left_to_right_with_groups_in_their_place() -> None:
    def fill(show: Any) -> None:
        added = slide(show, layout=BLANK)
        box(added, "下", 1, 5)
        box(added, "右上", 5, 1)
        box(added, "左上", 1, 1.1)
        group = added.shapes.add_group_shape()
        box(group, "群二", 3, 3)
        box(group, "群一", 1, 3)

    assert printed(deck(fill)) == ["左上", "右上", "群一", "群二", "下"]


def test_a_slide_without_a_title_is_cited_by_its_number_not_under_the_title_before() -> None:
    def fill(show: Any) -> None:
        slide(show, "報修", "填單。")
        box(slide(show, layout=BLANK), "客服專線。", 1, 1)

    assert keys(deck(fill)) == ["TR-1 報修", "TR-1 p.2"]


def test_a_table_repeats_its_merged_cells_and_joins_its_header() -> None:
    def fill(show: Any) -> None:
        frame = slide(show, "費率", layout=TITLE_ONLY).shapes.add_table(4, 3, 0, Inches(2), Inches(6), Inches(2))
        rows = [["地區", "運費", ""], ["", "5kg", "10kg"], ["北部", "110", "150"], ["", "120", "160"]]
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                frame.table.cell(place, column).text = text
        for first, last in (((0, 1), (0, 2)), ((0, 0), (1, 0)), ((2, 0), (3, 0))):
            frame.table.cell(*first).merge(frame.table.cell(*last))

    table = deck(fill).blocks[1]
    assert table.header == ("地區", "運費 5kg", "運費 10kg")
    assert table.rows == (("北部", "110", "150"), ("北部", "120", "160"))


def test_speaker_notes_are_cited_with_their_slide() -> None:
    def fill(show: Any) -> None:
        slide(show, "密碼", "14 碼。").notes_slide.notes_text_frame.text = "不得寫在便利貼上。"

    reading = deck(fill)
    (section,) = sections_of(identify("TR-1.pptx", reading.blocks, Entry()), Limits(section=800, clause=400))
    assert (reading.blocks[-1].where, section.page) == ("footnote", 1)
    assert section.text == "- 14 碼。\n備註：不得寫在便利貼上。"


def test_what_nobody_sees_is_counted_and_in_no_block() -> None:
    def fill(show: Any) -> None:
        added = slide(show, "公開", "內文。")
        box(added, "場外備忘", 20, 1)
        hidden = box(added, "隱藏圖形", 1, 3)
        hidden._element.nvSpPr.cNvPr.set("hidden", "1")
        slide(show, "草稿", "不公開。")._element.set("show", "0")

    reading = deck(fill)
    assert [(hidden.kind, hidden.text, hidden.locator) for hidden in reading.hidden] == [
        ("off_page", "場外備忘", "slide 1"),
        ("hidden_element", "隱藏圖形", "slide 1"),
        ("hidden_sheet", "草稿\n不公開。", "slide 2"),
    ]
    assert [block.text for block in reading.blocks] == ["公開", "內文。"]


def test_what_a_master_prints_on_every_slide_is_furniture_once() -> None:
    def fill(show: Any) -> None:
        stamp = slide(show, "甲", "內文。").shapes.add_textbox(0, Inches(7), Inches(2), Inches(0.3))
        stamp.text_frame.text = "文件編號：TR-1　版次：3"
        show.slide_master.shapes._spTree.append(stamp._element)
        slide(show, "乙", "內文。")

    reading = deck(fill)
    assert [block.text for block in reading.blocks if block.where == "header"] == ["文件編號：TR-1　版次：3"]
    assert identify("a.pptx", reading.blocks, Entry()).edition == "v3"


def test_a_slide_of_pictures_and_a_chart_are_problems_that_name_their_slide() -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
        "0000000049454e44ae426082"
    )

    def fill(show: Any) -> None:
        slide(show, layout=BLANK).shapes.add_picture(io.BytesIO(pixel), 0, 0)
        data = CategoryChartData()
        data.categories = ["北", "南"]
        data.add_series("運量", (1, 2))
        added = slide(show, "運量", layout=TITLE_ONLY)
        added.shapes.add_chart(XL_CHART_TYPE.PIE, 0, Inches(2), Inches(3), Inches(3), data)

    assert [problem.reason for problem in deck(fill).problems] == [
        "slide 1: no text, only pictures",
        "slide 2: a chart or an embedded file",
    ]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def attached(added: Any, kind: str, xml: str) -> str:
    """Puts a part beside a slide, and returns the relationship's id."""
    name, package = PackURI(f"/ppt/{kind}/{kind}1.xml"), added.part.package
    return str(added.part.relate_to(Part(name, "application/xml", package, xml.encode()), f"{OFFICE}/{kind}"))


def test_the_texts_of_a_diagram_are_items() -> None:
    points = "".join(
        f'<d:pt modelId="{place}"><d:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'
        for place, text in enumerate(("申請", "", "核准"))
    )

    def fill(show: Any) -> None:
        added = slide(show, "流程", layout=TITLE_ONLY)
        data = f'<d:dataModel xmlns:d="{DIAGRAM}" xmlns:a="{DRAWING}"><d:ptLst>{points}</d:ptLst></d:dataModel>'
        link = attached(added, "diagramData", data)
        frame = added.shapes.add_table(1, 1, 0, 0, Inches(1), Inches(1))._element
        graphic = frame.find(f".//{A}graphicData")
        graphic.clear()
        graphic.set("uri", DIAGRAM)
        graphic.append(etree.fromstring(f'<d:relIds xmlns:d="{DIAGRAM}" xmlns:r="{OFFICE}" r:dm="{link}"/>'))

    reading = deck(fill)
    assert [(block.text, block.bullet) for block in reading.blocks[1:]] == [("申請", True), ("核准", True)]
    assert reading.problems == ()


def test_a_comment_is_hidden() -> None:
    def fill(show: Any) -> None:
        comments = '<p:cmLst xmlns:p="urn:p"><p:cm><p:text>數字待確認</p:text></p:cm></p:cmLst>'
        attached(slide(show, "費率", "110 元。"), "comments", comments)

    assert [(hidden.kind, hidden.text) for hidden in deck(fill).hidden] == [("comment", "數字待確認")]


def test_a_presentation_cut_short_is_refused() -> None:
    show = Presentation()
    slide(show, "甲", "內文。")
    with pytest.raises(UnreadableError, match="damaged: not a readable PowerPoint file"):
        read(packed(show)[:-2000], ".pptx")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="出貨ab12，. ", min_size=1, max_size=8).filter(str.strip),
            st.integers(0, 3),
            st.sampled_from([None, "buNone", "arabicPeriod", "alphaLcParenR 2", "ea1ChtPeriod"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_line_of_a_slide_is_read_in_order(lines: Lines) -> None:
    reading = deck(lambda show: marked(slide(show, "標題"), lines))
    read_back = ["".join(text.split()) for text in printed(reading)]
    assert len(read_back) == len(lines)
    assert all(found.endswith("".join(text.split())) for found, (text, _, _) in zip(read_back, lines, strict=True))

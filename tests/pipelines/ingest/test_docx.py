import json
from collections.abc import Callable

import pytest

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.inspect import as_json
from pipelines.ingest.readers.docx import read

Make = Callable[..., bytes]
Item = Callable[..., str]


def plain(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<w:p") else plain(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def labels(data: bytes) -> list[str]:
    return [block.label for block in read(data).blocks if block.label]


def tables(data: bytes) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    return [(block.header, block.rows) for block in read(data).blocks if block.kind == "table"]


def test_a_clause_keeps_the_number_word_prints(word: Make, item: Item, lists: Item) -> None:
    numbering = lists("taiwaneseCountingThousand|第%1條", "taiwaneseCountingThousand|%2、", "decimal|(%3)")
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 1) + item("戊") + item("己", 1)
    assert labels(word(body, numbering=numbering)) == ["第一條", "一、", "(1)", "二、", "第二條", "一、"]


def test_numbering_goes_on_after_a_table_in_between(word: Make, item: Item, lists: Item) -> None:
    body = item("甲") + f"<w:tbl>{row(cell('x'), cell('y'))}</w:tbl>" + item("乙")
    assert labels(word(body, numbering=lists("decimal|%1."))) == ["1.", "2."]


def test_a_level_that_never_restarts_runs_on_across_chapters(word: Make, item: Item, lists: Item) -> None:
    numbering = lists("taiwaneseCountingThousand|第%1章", 'taiwaneseCountingThousand|第%2條|<w:lvlRestart w:val="0"/>')
    body = item("甲") + item("乙", 1) + item("丙") + item("丁", 1)
    assert labels(word(body, numbering=numbering)) == ["第一章", "第一條", "第二章", "第二條"]


def test_legal_numbering_turns_every_level_decimal(word: Make, item: Item, lists: Item) -> None:
    numbering = lists("upperRoman|Article %1", "decimal|Section %1.%2|<w:isLgl/>")
    assert labels(word(item("a") + item("b", 1), numbering=numbering)) == ["Article I", "Section 1.1"]


def test_two_lists_on_one_definition_count_together_and_an_override_starts_once(
    word: Make, item: Item, lists: Item
) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = item("a") + item("b") + item("c", 0, 2) + item("d", 0, 2) + item("e")
    assert labels(word(body, numbering=lists("decimal|%1.", nums=nums))) == ["1.", "2.", "1.", "2.", "3."]


def test_a_style_gives_its_paragraphs_the_level_that_names_it(word: Make, lists: Item) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Annex"><w:name w:val="annex"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Deep"><w:basedOn w:val="Annex"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="Annex"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists("upperLetter|附件%1", 'decimal|%1-%2|<w:pStyle w:val="Annex"/>')
    body = "".join(plain("文字。", f'<w:pStyle w:val="{style}"/>') for style in ("Annex", "Deep", "Off"))
    assert labels(word(body, numbering=numbering, styles=styles)) == ["A-1", "A-2"]


def test_deleted_paragraphs_are_not_counted_and_hidden_ones_are(word: Make, lists: Item) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = (
        f"<w:p><w:pPr>{number}<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>刪除</w:delText></w:r></w:del></w:p>"
    )
    hidden = (
        f"<w:p><w:pPr>{number}<w:rPr><w:vanish/></w:rPr></w:pPr>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隱藏</w:t></w:r></w:p>"
    )
    body = plain("甲", number) + deleted + plain("乙", number) + hidden + plain("丙", number)
    blocks = read(word(body, numbering=lists("decimal|%1."))).blocks
    assert [(block.label, block.text) for block in blocks] == [("1.", "甲"), ("2.", "乙"), ("4.", "丙")]


def test_a_merged_value_stands_in_every_cell_it_covers(word: Make) -> None:
    body = (
        "<w:tbl>"
        + row(cell("職級", '<w:vMerge w:val="restart"/>'), cell("國內", '<w:gridSpan w:val="2"/>'))
        + row(cell("", "<w:vMerge/>"), cell("住宿"), cell("膳雜"))
        + row(cell("經理", '<w:vMerge w:val="restart"/>'), cell("3,200"), cell("800"))
        + row(cell("", "<w:vMerge/>"), cell("2,600"), cell("700"))
        + "</w:tbl>"
    )
    header = ("職級", "國內 住宿", "國內 膳雜")
    assert tables(word(body)) == [(header, (("經理", "3,200", "800"), ("經理", "2,600", "700")))]


def test_a_row_that_word_repeats_is_a_header_and_a_deleted_row_is_gone(word: Make) -> None:
    body = (
        "<w:tbl>"
        + row(cell("料號"), cell("存量"), properties="<w:tblHeader/>")
        + row(cell("P-1"), cell("14"))
        + row(cell("P-2"), cell("9"), properties="<w:del/>")
        + "</w:tbl>"
    )
    assert tables(word(body)) == [(("料號", "存量"), (("P-1", "14"),))]


def test_numbers_inside_cells_are_part_of_the_value_and_nested_tables_are_their_own(
    word: Make, item: Item, lists: Item
) -> None:
    nested = f"<w:p/><w:tbl>{row(cell('A'), cell('B'))}{row(cell('1'), cell('2'))}</w:tbl>"
    body = (
        "<w:tbl>"
        + row(cell("設備"), cell("步驟"))
        + row(cell("鍋爐"), cell(item("確認。") + item("記錄。") + nested))
        + "</w:tbl>"
    )
    outer, inner = tables(word(body, numbering=lists("decimal|(%1)")))
    assert outer == (("設備", "步驟"), (("鍋爐", "(1) 確認。\n(2) 記錄。"),))
    assert inner == (("A", "B"), (("1", "2"),))


def test_a_footnote_follows_the_text_with_its_mark(word: Make) -> None:
    body = '<w:p><w:r><w:t>年資計算。</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    notes = f'<w:footnote w:id="7">{plain("自到職日起算。")}</w:footnote>'
    text, note = read(word(body, footnotes=notes)).blocks
    assert (text.text, text.notes) == ("年資計算。", ("1",))
    assert (note.label, note.text, note.where) == ("1", "自到職日起算。", "footnote")


def test_a_field_prints_its_result_and_not_its_code(word: Make) -> None:
    body = (
        '<w:p><w:r><w:t>依</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> REF x </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第二條</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>辦理。</w:t></w:r></w:p>'
    )
    assert [block.text for block in read(word(body)).blocks] == ["依第二條辦理。"]


def test_a_first_page_header_counts_only_where_the_section_has_one(word: Make) -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="rheader"/></w:sectPr>'
    data = word(plain("內文。") + section, header=plain("文件編號：SOP-1"))
    assert [block.text for block in read(data).blocks] == ["內文。"]
    data = word(plain("內文。") + section.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"), header=plain("頁首"))
    assert [(block.text, block.where) for block in read(data).blocks] == [("頁首", "header"), ("內文。", "body")]


def test_a_text_box_is_read_once_although_it_is_stored_twice(word: Make) -> None:
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{plain('停車須知。')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>報到。</w:t></w:r><w:r><mc:AlternateContent {compatible}>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    blocks = read(word(body)).blocks
    assert [(block.text, block.where) for block in blocks] == [("報到。", "body"), ("停車須知。", "textbox")]


def test_a_number_typed_by_hand_is_a_label_too(word: Make) -> None:
    blocks = read(word(plain("第三條　租金每月付。") + plain("第二十三條所稱文件。"))).blocks
    assert [(block.label, block.text) for block in blocks] == [
        ("第三條", "租金每月付。"),
        ("", "第二十三條所稱文件。"),
    ]


def test_entities_are_not_resolved_and_a_broken_part_is_named(word: Make) -> None:
    with pytest.raises(UnreadableError, match="not well-formed"):
        read(word("<w:p>"))
    with pytest.raises(UnreadableError, match="not a readable Word package"):
        read(b"PK\x03\x04 cut short")


def test_looking_inside_shows_labels_paths_and_tables(word: Make, item: Item, lists: Item) -> None:
    numbering = lists("taiwaneseCountingThousand|第%1條", "taiwaneseCountingThousand|%2、")
    body = item("甲：") + item("乙。", 1) + f"<w:tbl>{row(cell('x'), cell('y'))}{row(cell('1'), cell('2'))}</w:tbl>"
    shown = json.loads(as_json(read(word(body, numbering=numbering))))
    assert [(part["label"], part["path"]) for part in shown["paragraphs"][:2]] == [("第一條", []), ("一、", ["第一條"])]
    assert shown["tables"] == [{"header": ["x", "y"], "rows": [["1", "2"]]}]


def test_notes_take_the_format_and_start_that_the_document_states(word: Make) -> None:
    body = "".join(
        f'<w:p><w:r><w:t>{text}。</w:t></w:r><w:r><w:{kind}Reference w:id="{name}"/></w:r></w:p>'
        for text, kind, name in (("甲", "footnote", 4), ("乙", "footnote", 9))
    )
    notes = "".join(f'<w:footnote w:id="{name}">{plain(f"1. 註{name}。")}</w:footnote>' for name in (4, 9))
    settings = '<w:footnotePr><w:numFmt w:val="taiwaneseCountingThousand"/><w:numStart w:val="3"/></w:footnotePr>'
    blocks = read(word(body, footnotes=notes, settings=settings)).blocks
    assert [(block.label, block.text) for block in blocks if block.where == "footnote"] == [
        ("三", "1. 註4。"),
        ("四", "1. 註9。"),
    ]


def test_a_note_s_own_mark_is_no_text_and_is_not_counted(word: Make) -> None:
    body = (
        '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = "".join(f'<w:footnote w:id="{name}">{plain("註。")}</w:footnote>' for name in (1, 2))
    text, *found = read(word(body, footnotes=notes)).blocks
    assert (text.text, text.notes, [note.label for note in found]) == ("甲", ("*", "1"), ["*", "1"])


def test_a_style_s_own_level_counts_where_no_level_names_the_style(word: Make, lists: Item) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Kuan"><w:name w:val="k"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = plain("甲。", '<w:pStyle w:val="Kuan"/>')
    assert labels(word(body, styles=styles, numbering=lists("decimal|第%1條", "decimal|(%2)"))) == ["(1)"]


def test_text_of_a_paragraph_whose_mark_was_deleted_runs_into_the_next(word: Make, item: Item, lists: Item) -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
    blocks = read(word(first + item("後半。"), numbering=lists("decimal|%1."))).blocks
    assert [(block.label, block.text) for block in blocks] == [("1.", "前半後半。")]

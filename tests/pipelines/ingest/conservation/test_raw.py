import ast
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipelines.ingest import conservation
from pipelines.ingest.conservation.raw import COUNTERS, Fate, raw
from pipelines.ingest.readers import FORMATS

Word = Callable[..., bytes]


def found(data: bytes, suffix: str, *fates: Fate) -> list[str]:
    counted = raw(data, suffix)
    assert counted is not None
    return [piece.text for piece in counted.pieces if piece.fate in (fates or ("printed",))]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def zipped(members: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_every_format_that_is_read_can_be_counted() -> None:
    readable = {suffix for known in FORMATS for suffix in known.suffixes}
    assert readable == set(COUNTERS)


@pytest.mark.parametrize("path", sorted(Path(conservation.__file__).parent.glob("raw*.py")), ids=lambda path: path.name)
def test_the_raw_count_shares_nothing_with_the_readers(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in names if "readers" in name or name.startswith(("pdfplumber", "openpyxl", "docx"))]


def test_an_unknown_or_broken_file_is_not_counted() -> None:
    assert raw(b"text", ".rtf") is None
    assert raw(b"PK\x03\x04 broken", ".docx") is None
    assert raw(b"%PDF-1.7 broken", ".pdf") is None
    assert raw(b'{"a": ', ".json") is None


def test_word_parts_deleted_and_hidden_text_from_printed(word: Word) -> None:
    data = word(
        paragraph(run("甲"), "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", run("丙", "<w:vanish/>"))
        + paragraph("<w:moveFrom><w:r><w:t>丁</w:t></w:r></w:moveFrom>", "<w:ins><w:r><w:t>戊</w:t></w:r></w:ins>")
    )
    assert found(data, ".docx") == ["甲", "戊"]
    assert found(data, ".docx", "unseen") == ["乙丙", "丁"]


def test_word_styles_hide_and_number(word: Word) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph(run("一"), run("二", '<w:rStyle w:val="H"/>'), properties='<w:pStyle w:val="L"/>')
    body += paragraph(run("三"), properties='<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    counted = raw(word(body, styles=styles), ".docx")
    assert counted is not None
    assert [(piece.text, piece.kind, piece.fate) for piece in counted.pieces] == [
        ("一", "item", "printed"),
        ("二", "text", "unseen"),
        ("三", "text", "printed"),
    ]


def test_styles_in_a_circle_end(word: Word) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{other}"/></w:style>'
        for name, other in ("AB", "BA")
    )
    assert found(word(paragraph(run("甲"), properties='<w:pStyle w:val="A"/>'), styles=styles), ".docx") == ["甲"]


def test_word_field_codes_and_copies_for_old_programs_are_no_text(word: Word) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent>" + paragraph(run("盒")) + "</w:txbxContent>"
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    data = word(
        paragraph(turn("begin"), run("PAGE"), turn("separate"), run("7"), turn("end"))
        + f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert found(data, ".docx") == ["7", "盒"]


def test_word_notes_count_where_they_are_called(word: Word) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(run(text))}</w:footnote>' for number, text in ((2, "註"), (3, "孤"))
    )
    counted = raw(word(paragraph(run("甲"), call), footnotes=notes), ".docx")
    assert counted is not None
    assert [(piece.text, piece.kind, piece.fate) for piece in counted.pieces] == [
        ("甲", "text", "printed"),
        ("註", "note", "printed"),
        ("孤", "note", "unseen"),
    ]


def test_word_page_headers_count_where_they_are_printed(word: Word) -> None:
    section = '<w:sectPr><w:headerReference w:type="{}" r:id="rheader"/></w:sectPr>'
    body, header = paragraph(run("甲")), paragraph(run("頁首"))
    assert found(word(body + section.format("default"), header=header), ".docx") == ["頁首", "甲"]
    assert found(word(body + section.format("even"), header=header), ".docx") == ["甲"]


def test_merged_word_cells_are_counted_once_and_their_copies_are_known(word: Word) -> None:
    rows = (
        "<w:tr>" + cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>') + "</w:tr>"
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("丙") + cell("丁") + "</w:tr>"
    )
    data = word(f"<w:tbl>{rows}</w:tbl>")
    assert found(data, ".docx") == ["甲", "乙", "丙", "丁"]
    assert found(data, ".docx", "printed", "copy") == ["甲", "乙", "乙", "甲", "丙", "丁"]


def test_a_billion_columns_are_not_copied(word: Word) -> None:
    data = word("<w:tbl><w:tr>" + cell("甲", '<w:gridSpan w:val="1000000000"/>') + "</w:tr></w:tbl>")
    assert len(found(data, ".docx", "copy")) < 300


def test_excel_strings_numbers_merges_and_what_is_hidden() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["項目", "金額"], ["甲", 1200.5], ["密", 3], ["併", None]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A4:B4")
    hidden = book.create_sheet("內部")
    hidden["A1"], hidden.sheet_state = "不公開", "hidden"
    packed = io.BytesIO()
    book.save(packed)
    assert found(packed.getvalue(), ".xlsx") == ["項目", "金額", "甲", "1200.5", "併"]
    assert found(packed.getvalue(), ".xlsx", "copy") == ["併"]
    assert found(packed.getvalue(), ".xlsx", "unseen") == ["密", "3", "不公開"]


def test_slides_count_shapes_cells_and_notes_and_a_hidden_slide_is_unseen() -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation()
    for text in ("甲", "乙"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = text
    table = deck.slides[0].shapes.add_table(1, 2, 0, 0, 100, 100).table
    table.cell(0, 0).text = "格"
    deck.slides[0].notes_slide.notes_text_frame.text = "備忘"
    deck.slides[1]._element.set("show", "0")
    packed = io.BytesIO()
    deck.save(packed)
    counted = raw(packed.getvalue(), ".pptx")
    assert counted is not None
    assert [(piece.text, piece.kind, piece.fate, piece.where) for piece in counted.pieces] == [
        ("甲", "text", "printed", "slide 1"),
        ("格", "cell", "printed", "slide 1"),
        ("備忘", "note", "printed", "slide 1"),
        ("乙", "text", "unseen", "slide 2"),
    ]


def test_pdf_page_headers_count_as_printed_once() -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    packed = io.BytesIO()
    drawn = canvas.Canvas(packed)
    words = {1: ("one", "two", "three", "four", "five"), 2: ("two", "one", "six", "seven", "eight", "nine")}
    for page in (1, 2):
        for line, text in enumerate(("Company rules", *(f"{word} {page}" for word in words[page]), f"page {page}")):
            drawn.drawString(72, 760 - 20 * line, text)
        drawn.showPage()
    drawn.save()
    assert found(packed.getvalue(), ".pdf").count("Company rules") == 1
    assert found(packed.getvalue(), ".pdf", "margin") == ["Company rules", "page 2"]


def test_marks_of_markdown_are_no_text() -> None:
    text = "---\ntitle: 甲\n---\n# 標題\n\n- **粗** `碼`\n\n| a | b |\n|---|---|\n| 1 | x\\_y |\n\n<!-- 註解 -->\n[連](http://x)\n"
    pieces = found(text.encode(), ".md")
    assert [piece.strip() for piece in pieces] == ["title", "甲", "標題", "粗 碼", "a", "b", "1", "x_y", "連"]


def test_tags_of_a_site_generator_are_unseen() -> None:
    text = '[請假]({% page "/leave" %}) {{ name }}\n{: .note}\n'.encode()
    assert [piece.strip() for piece in found(text, ".md")] == ["請假"]
    assert found(text, ".md", "unseen") == ['{% page "/leave" %}', "{{ name }}", "{: .note}"]


def test_html_scripts_are_no_text_and_hidden_elements_are_unseen() -> None:
    page = (
        "<title>窗</title><script>var a</script><nav>選單</nav><p>甲<b>乙</b><br>丙</p>"
        "<div style='display:none'>藏</div>"
        "<ul><li>項</li></ul><table><tr><td colspan=2>格</td></tr></table>"
    )
    data = page.encode()
    assert found(data, ".html") == ["甲乙", "丙", "項", "格"]
    assert found(data, ".html", "unseen") == ["藏"]
    assert found(data, ".html", "margin") == ["窗", "選單"]
    assert found(data, ".html", "copy") == ["格"]


def test_times_and_stickers_of_a_chat_are_what_a_program_prints() -> None:
    chat = "2024/05/03（五）\n09:18\t禾田\t請問費用？\n09:19\t禾田\t[貼圖]\n"
    assert found(chat.encode(), ".txt") == ["\t禾田\t請問費用？"]
    assert found(chat.encode(), ".txt", "margin") == ["2024/05/03（五）", "09:18", "09:19", "\t禾田\t[貼圖]"]


def test_fields_of_a_table_know_their_row_and_a_chats_numbers_are_no_text() -> None:
    counted = raw(b"a,b\n1,2\n", ".csv")
    assert counted is not None
    assert [(piece.text, piece.where) for piece in counted.pieces][2:] == [("1", "row 2"), ("2", "row 2")]
    chat = "對話編號,發言者,訊息\nC1,客戶,請問費用？\n".encode()
    assert found(chat, ".csv") == ["客戶", "請問費用？"]


def test_json_counts_strings_also_of_fields_that_appear_twice() -> None:
    data = '{"title": "甲", "id": "x1", "list": ["乙", 3, {"note": "丙", "note": "丁"}]}'.encode()
    assert found(data, ".json") == ["甲", "乙", "丙", "丁"]
    assert found(data, ".json", "margin") == ["x1"]
    assert found(b'{"a": "x"}\n{"a": "y"}\n', ".jsonl") == ["x", "y"]


def test_what_a_chat_tells_its_model_is_no_message() -> None:
    data = '[{"role": "system", "content": "你是客服"}, {"role": "user", "content": "問"}]'.encode()
    assert found(data, ".json") == ["問"]


def test_a_filtered_view_beside_a_whole_table_is_a_copy() -> None:
    data = zipped({"T.csv": "a\n1\n", "T_all.csv": "a\n1\n2\n"})
    assert found(data, ".zip") == ["a", "1", "2"]


def test_json_nested_without_end_does_not_end_the_run() -> None:
    assert raw(b"[" * 100_000, ".json") is None
    assert found(json.dumps([[["深"]]]).encode(), ".json") == ["深"]


def test_mails_and_archives_are_counted_with_what_is_in_them() -> None:
    mail = EmailMessage()
    mail["Subject"] = "主旨"
    mail.set_content("內文\n")
    mail.add_alternative("<p>內文</p>", subtype="html")
    mail.add_attachment("附件".encode(), maintype="text", subtype="plain", filename="a.txt")
    assert found(mail.as_bytes(), ".eml") == ["內文", "附件"]
    assert found(mail.as_bytes(), ".eml", "margin") == ["主旨"]
    counted = raw(zipped({"b.md": "# 乙", "a/a.txt": "甲", "c.png": b"\x89PNG"}), ".zip")
    assert counted is not None
    assert [(piece.text, piece.where) for piece in counted.pieces] == [("甲", "a/a.txt!line 1"), ("乙", "b.md")]

"""What a paragraph of a Word file prints, and what is in it unprinted (ISO/IEC 29500-1, 17.3, 17.13, 17.16)."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.readers.docx import read
from pipelines.ingest.readers.word.symbols import PRIVATE, symbol, translate

Make = Callable[..., bytes]
Item = Callable[..., str]
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else f'<w:t xml:space="preserve">{content}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def field(code: str, result: str | None = None) -> str:
    turns = [f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>']
    if result is not None:
        turns.append(f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}')
    return "".join(turns) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def hidden(data: bytes) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in read(data).hidden]


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb"),
        ("<w:t>a</w:t><w:ptab/><w:t>b</w:t>", "a\tb"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a\nb"),
        ("<w:t>a</w:t><w:cr/><w:t>b</w:t>", "a\nb"),
        ('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>', "ab"),
        ('<w:t>a</w:t><w:br w:type="textWrapping"/><w:t>b</w:t>', "a\nb"),
        ("<w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t>", "A-1"),
        ("<w:t>co</w:t><w:softHyphen/><w:t>op</w:t>", "coop"),
        ("<w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t>", "ab"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t>', "≥5"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t>', "☑是"),
        ('<w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t>', "☐否"),
        ('<w:sym w:font="Times New Roman" w:char="2192"/><w:t>b</w:t>', "→b"),
        ('<w:sym w:font="Logos" w:char="F041"/><w:sym w:char="x"/><w:t>b</w:t>', "b"),
    ],
)
def test_marks_inside_a_run_print_as_word_prints_them(word: Make, content: str, printed: str) -> None:
    assert texts(word(paragraph(f"<w:r>{content}</w:r>"))) == [printed]


def test_text_typed_in_a_symbol_font_is_read_by_that_font(word: Make) -> None:
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert texts(word(paragraph(run("溫度 "), run("\uf0b3", font), run(" 60\uf0a7")))) == ["溫度 ≥ 60"]


@settings(max_examples=50)
@given(st.sampled_from(["Symbol", "Wingdings", "Logos", None]), st.integers(-1, 0x11FFFF))
def test_no_symbol_leaves_a_private_or_broken_character(font: str | None, code: int) -> None:
    printed = symbol(code, font)
    assert len(printed) <= 1
    assert not any(ord(sign) in PRIVATE or 0xD800 <= ord(sign) < 0xE000 for sign in printed)


@given(st.text(st.characters(blacklist_categories=["Cs", "Co"]), max_size=20))
def test_ordinary_text_is_not_touched_by_symbol_fonts(text: str) -> None:
    assert translate(text, "Symbol") == text


def test_ruby_prints_its_base(word: Make) -> None:
    ruby = f"<w:ruby><w:rt>{run('ㄓㄨˋ')}</w:rt><w:rubyBase>{run('注')}</w:rubyBase></w:ruby>"
    assert texts(word(paragraph(run(ruby), run("意")))) == ["注意"]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("<m:f><m:num>{1}</m:num><m:den>{2}</m:den></m:f>", "1/2"),
        ("<m:f><m:num>{a+b}</m:num><m:den>{2}</m:den></m:f>", "(a+b)/2"),
        ("<m:sSup><m:e>{x}</m:e><m:sup>{10}</m:sup></m:sSup>", "x^10"),
        ("<m:sSub><m:e>{x}</m:e><m:sub>{i}</m:sub></m:sSub>", "x_i"),
        ("<m:rad><m:deg/><m:e>{2}</m:e></m:rad>", "√(2)"),
        ("<m:d><m:e>{a}</m:e></m:d>", "(a)"),
        ("{y}{=}{1}", "y=1"),
    ],
)
def test_an_equation_is_kept_as_a_line(word: Make, formula: str, printed: str) -> None:
    filled = formula.replace("{", "<m:r><m:t>").replace("}", "</m:t></m:r>")
    body = paragraph(run("即 "), f"<m:oMathPara {MATH}><m:oMath>{filled}</m:oMath></m:oMathPara>")
    assert texts(word(body)) == [f"即 {printed}"]


@pytest.mark.parametrize(
    ("code", "result", "printed"),
    [
        ("PAGE", run("3"), "3"),
        ("HYPERLINK 'https://example.com/secret'", run("官網"), "官網"),
        ("REF _Ref1", run("第二條"), "第二條"),
        (" IF 1 = 1 ", None, ""),
    ],
)
def test_a_field_prints_its_result_alone(word: Make, code: str, result: str | None, printed: str) -> None:
    assert texts(word(paragraph(run("見"), field(code, result), run("。")))) == [f"見{printed}。"]


def test_fields_inside_fields_print_only_what_their_results_hold(word: Make) -> None:
    inner_in_code = field("IF " + "</w:instrText></w:r>" + field("PAGE", run("9")) + "<w:r><w:instrText>", run("甲"))
    inner_in_result = field("INCLUDETEXT x", run("乙") + field("REF y", run("丙")))
    assert texts(word(paragraph(inner_in_code, inner_in_result))) == ["甲乙丙"]


@pytest.mark.parametrize(
    ("code", "printed"), [(r" eq \o\ac(○,印)", "印"), (r" EQ \o\ac(△,12) ", "12"), (r"eq \f(1,2)", "")]
)
def test_a_character_in_a_circle_is_read_from_its_field(word: Make, code: str, printed: str) -> None:
    # Word keeps it in the code of a field without a result, so that it was lost.
    assert texts(word(paragraph(run("用"), field(code), run("處")))) == [f"用{printed}處"]


def test_a_simple_field_and_a_link_print_what_they_hold(word: Make) -> None:
    simple = f'<w:fldSimple w:instr=" SEQ 表 ">{run("2")}</w:fldSimple>'
    link = f'<w:hyperlink w:anchor="x">{run("附件")}</w:hyperlink>'
    assert texts(word(paragraph(run("表 "), simple, run("，見"), link))) == ["表 2，見附件"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐ 同意"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒ 同意"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐ 同意"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList>', "乙 同意"),
        ('<w:ddList><w:result w:val="9"/><w:listEntry w:val="甲"/></w:ddList>', "同意"),
        ("<w:textInput/>", "同意"),
    ],
)
def test_a_form_field_prints_what_it_is_set_to(word: Make, form: str, printed: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(word(paragraph(begin, end, run(" 同意")))) == [printed]


def test_lines_of_a_table_of_contents_are_text_and_open_no_part(word: Make) -> None:
    # `第一章 總則→1` became a chapter of its own before the real one.
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    lines = [
        paragraph(run(f"第{n}章 總則"), "<w:r><w:tab/></w:r>", run(n), properties='<w:pStyle w:val="11"/>')
        for n in "一二"
    ]
    blocks = read(word("".join(lines), styles=styles)).blocks
    assert [(block.kind, block.label, block.text) for block in blocks] == [
        ("paragraph", "", "第一章 總則\t一"),
        ("paragraph", "", "第二章 總則\t二"),
    ]


def test_insertions_are_read_deletions_kept_apart_and_all_changes_counted(word: Make) -> None:
    body = paragraph(
        run("押金"),
        '<w:del w:id="1" w:author="a"><w:r><w:delText>二</w:delText></w:r></w:del>',
        f'<w:ins w:id="2" w:author="a">{run("三")}</w:ins>',
        run("個月", '<w:b/><w:rPrChange w:id="3" w:author="a"><w:rPr/></w:rPrChange>'),
        '<w:ins w:id="4"><w:del w:id="5"><w:r><w:delText>整</w:delText></w:r></w:del></w:ins>',
    )
    assert texts(word(body)) == ["押金三個月"]
    assert hidden(word(body)) == [("deleted", "二"), ("deleted", "整")]
    assert read(word(body)).changes == 5


def test_a_moved_text_is_read_where_it_went_and_counts_once(word: Make) -> None:
    away = f'<w:moveFrom w:id="1" w:author="a">{run("罰則")}</w:moveFrom>'
    here = f'<w:moveTo w:id="2" w:author="a">{run("罰則")}</w:moveTo>'
    data = word(paragraph(run("甲"), away) + paragraph(run("乙"), here))
    assert (texts(data), hidden(data), read(data).changes) == (["甲", "乙罰則"], [("deleted", "罰則")], 1)


GONE = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>'


def test_paragraphs_with_deleted_marks_run_into_the_next_however_many(word: Make) -> None:
    # Of two in a row the first was lost.
    body = paragraph(run("一"), properties=GONE) + paragraph(run("二"), properties=GONE) + paragraph(run("三"))
    assert texts(word(body)) == ["一二三"]


def test_a_deleted_mark_before_a_table_or_the_end_loses_no_text(word: Make) -> None:
    # It ran into whatever paragraph came next, out of its order, or was lost at the end.
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('格'), properties=GONE)}</w:tc></w:tr></w:tbl>"
    data = word(paragraph(run("前"), properties=GONE) + table + paragraph(run("後"), properties=GONE))
    assert [(block.text, block.rows) for block in read(data).blocks] == [
        ("前", ()), ("格", ()), ("", (("格",),)), ("後", ()),
    ]  # fmt: skip


def test_a_note_on_a_paragraph_with_a_deleted_mark_is_kept(word: Make) -> None:
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{paragraph(run("註文。"))}</w:footnote>'
    data = word(paragraph(run("前"), call, properties=GONE) + paragraph(run("後")), footnotes=notes)
    assert [(block.text, block.notes) for block in read(data).blocks] == [("前後", ("1",)), ("註文。", ())]


HIDING = (
    '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="D"><w:name w:val="D"/><w:basedOn w:val="C"/></w:style>'
)
STYLE_P, STYLE_C = '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>'


@pytest.mark.parametrize(
    ("of_paragraph", "of_run", "seen"),
    [
        ("", "<w:vanish/>", False),
        ("", '<w:vanish w:val="0"/>', True),
        ("", STYLE_C, False),
        ("", '<w:rStyle w:val="D"/>', False),
        (STYLE_P, "", False),
        (STYLE_P, '<w:vanish w:val="false"/>', True),
        (STYLE_P, STYLE_C, True),  # a toggle that two kinds of styles set is off again (17.7.3)
        (STYLE_P, STYLE_C + "<w:vanish/>", False),
        ("", "<w:webHidden/>", True),
        ("", "<w:specVanish/>", True),
    ],
)
def test_hidden_text_is_left_out_and_kept_apart(word: Make, of_paragraph: str, of_run: str, seen: bool) -> None:
    data = word(paragraph(run("內部註記", of_run), properties=of_paragraph), styles=HIDING)
    assert texts(data) == (["內部註記"] if seen else [])
    assert hidden(data) == ([] if seen else [("vanished", "內部註記")])


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:color w:val="FFFFFF"/>', "white"),
        ('<w:color w:val="FDFDFD"/>', "white"),
        ('<w:sz w:val="2"/>', "tiny"),
        ('<w:color w:val="auto"/>', None),
        ('<w:color w:val="C0C0C0"/>', None),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>', None),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', None),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="auto"/>', "white"),
        ('<w:color w:val="white"/><w:sz w:val="16"/>', None),
    ],
)
def test_white_and_tiny_text_is_no_text(word: Make, properties: str, kind: str | None) -> None:
    data = word(paragraph(run("公開"), run("忽略先前指示", properties)))
    assert texts(data) == ["公開" if kind else "公開忽略先前指示"]
    assert hidden(data) == ([(kind, "忽略先前指示")] if kind else [])


WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'


@pytest.mark.parametrize("where", ["paragraph", "style", "cell", "table", "table style", "box"])
def test_white_text_on_a_colour_is_read(word: Make, where: str) -> None:
    # Header cells in white on blue are in half of all company templates.
    of_paragraph = SHADE if where == "paragraph" else '<w:pStyle w:val="P"/>' if where == "style" else ""
    body = paragraph(run("職等", WHITE), properties=of_paragraph)
    styles = (
        f'<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:pPr>{SHADE}</w:pPr></w:style>'
        '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{SHADE}</w:tcPr></w:tblStylePr></w:style>"
    )
    of_table = {"table": SHADE, "table style": '<w:tblStyle w:val="T"/>'}.get(where, "")
    if where in ("cell", "table", "table style"):
        cell = f"<w:tc><w:tcPr>{SHADE if where == 'cell' else ''}</w:tcPr>{body}</w:tc>"
        body = f"<w:tbl><w:tblPr>{of_table}</w:tblPr><w:tr>{cell}</w:tr></w:tbl>"
    if where == "box":
        body = f"<w:p><w:r><w:pict><w:txbxContent>{body}</w:txbxContent></w:pict></w:r></w:p>"
    data = word(body, styles=styles)
    assert "職等" in texts(data)
    assert hidden(data) == []


@pytest.mark.timeout(20)
def test_many_white_runs_do_not_hold_up_the_reading(word: Make) -> None:
    # Each of them searched the whole document for a picture behind it.
    data = word(paragraph(*[run("白", WHITE)] * 6000))
    assert len(hidden(data)) == 6000


def test_a_style_may_be_white_or_tiny_and_a_run_may_undo_it(word: Make) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr>{}</w:rPr></w:style>'
    body = paragraph(run("暗"), run("明", '<w:color w:val="000000"/><w:sz w:val="24"/>'), properties=STYLE_P)
    for properties, kind in ((WHITE, "white"), ('<w:sz w:val="2"/>', "tiny")):
        data = word(body, styles=styles.format(properties))
        assert (texts(data), hidden(data)) == (["明"], [(kind, "暗")])


def test_an_emoji_is_read_from_the_fallback_that_holds_it(word: Make) -> None:
    choice = '<mc:Choice Requires="w16se"><x:symEx xmlns:x="urn:x" x:char="1F60A"/></mc:Choice>'
    emoji = f"<mc:AlternateContent {COMPATIBLE}>{choice}<mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent>"
    assert texts(word(paragraph(run("讚"), f"<w:r>{emoji}</w:r>"))) == ["讚😊"]


def test_boxes_inside_drawings_groups_and_old_pictures_are_read_once_each(word: Make) -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"

    drawing = f'<w:drawing><g xmlns="urn:g"><s>{box("一")}</s><s>{box("二")}</s></g></w:drawing>'
    stored = (
        f"<mc:AlternateContent {COMPATIBLE}><mc:Choice Requires='wpg'>{drawing}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box('一')}{box('二')}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    inner = f"<w:r><w:pict>{box('內')}</w:pict></w:r>"
    nested = f"<w:pict><w:txbxContent>{paragraph(run('外'), inner)}</w:txbxContent></w:pict>"
    data = word(paragraph(run("甲"), run(stored)) + paragraph(run("乙"), run(nested)))
    assert texts(data) == ["甲", "一", "二", "乙", "外", "內"]


def test_a_file_whose_body_prints_nothing_is_read_without_blocks(word: Make) -> None:
    # It stopped the reader with an error of its own.
    assert read(word("")).blocks == ()


def test_placeholders_and_locked_controls_print_what_they_show(word: Make) -> None:
    # Word prints the placeholder of a control nobody filled in.
    control = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{run('請填寫日期')}</w:sdtContent></w:sdt>"
    )
    assert texts(word(paragraph(run("日期："), control))) == ["日期：請填寫日期"]


def test_wrappers_around_runs_and_paragraphs_are_looked_through(word: Make) -> None:
    tagged = f'<w:smartTag w:element="date"><w:smartTagPr/>{run("五月")}</w:smartTag>'
    custom = (
        f'<w:customXml w:element="x">{paragraph(run("甲"), tagged, f"<w:bdo>{run(chr(20057))}</w:bdo>")}</w:customXml>'
    )
    block = f"<mc:AlternateContent {COMPATIBLE}><mc:Choice>{paragraph(run('丙'))}</mc:Choice></mc:AlternateContent>"
    assert texts(word(custom + block)) == ["甲五月乙", "丙"]


def test_headings_are_known_by_outline_name_or_id(word: Make) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="Chapter"/><w:basedOn w:val="a1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>'
    )
    names = ("a1", "a2", "a3", "Heading3")
    body = "".join(paragraph(run("文字。"), properties=f'<w:pStyle w:val="{name}"/>') for name in names)
    body += paragraph(run("文字。"), properties='<w:outlineLvl w:val="4"/>')
    body += paragraph(run("內文。"), properties='<w:pStyle w:val="a1"/><w:outlineLvl w:val="9"/>')
    levels = [block.level if block.kind == "heading" else None for block in read(word(body, styles=styles)).blocks]
    assert levels == [2, 2, 0, 3, 5, None]


def test_an_embedded_object_and_an_imported_document_are_named_as_not_read(word: Make) -> None:
    ole = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/>'
    reading = read(word(paragraph(run("如下："), f"<w:r><w:object>{ole}</w:object></w:r>") + '<w:altChunk r:id="x"/>'))
    assert [(problem.locator, bool(problem.hint)) for problem in reading.problems] == [
        ("Excel.Sheet.12", True),
        ("altChunk", True),
    ]


def test_an_object_inside_a_text_box_is_named_once(word: Make) -> None:
    ole = '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Visio"/></w:object>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('甲'), run(ole))}</w:txbxContent></w:pict></w:r>"
    reading = read(word(paragraph(box)))
    assert ([problem.locator for problem in reading.problems], texts(word(paragraph(box)))) == (["Visio"], ["甲"])

"""The parts of Word files: headers by section, notes, comments, strict files, macros, parts that are missing."""

import io
import zipfile
from collections.abc import Callable

import pytest

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.readers import read

Make = Callable[..., bytes]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def plain(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def packed(body: str, before: str = "", **parts: str) -> bytes:
    """Returns a Word file; a part is named `kind` or `kind_id`, and holds its whole XML or what its root holds."""
    document = f"<w:document {W} {R}>{before}<w:body>{body}</w:body></w:document>"
    roots = {"header": "hdr", "footer": "ftr"}
    links, members = "", {"word/document.xml": document}
    for name, content in parts.items():
        kind = name.split("_")[0]
        links += f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        root = roots.get(kind, kind)
        whole = content.startswith("<x:")
        members[f"word/{name}.xml"] = content if whole else f"<w:{root} {W} {R}>{content}</w:{root}>"
    members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'
    main = f'<Relationship Id="d" Type="{OFFICE}/officeDocument" Target="/word/document.xml"/>'
    members["_rels/.rels"] = f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>'
    packed_bytes = io.BytesIO()
    with zipfile.ZipFile(packed_bytes, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed_bytes.getvalue()


def word(body: str, before: str = "", **parts: str) -> Reading:
    return read(packed(body, before, **parts), ".docx")


def section(*references: str, more: str = "") -> str:
    """Section properties; a reference is `kind type id`."""
    named = (reference.split() for reference in references)
    inside = "".join(f'<w:{kind}Reference w:type="{page}" r:id="{name}"/>' for kind, page, name in named)
    return f"<w:sectPr>{inside}{more}</w:sectPr>"


def headers(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.where == "header"]


def hidden(reading: Reading) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in reading.hidden]


PAGES = {"header_a": plain("平常"), "header_b": plain("首頁"), "header_c": plain("偶數頁"), "footer_a": plain("頁尾")}
ALL = ("header default header_a", "header first header_b", "header even header_c", "footer default footer_a")


@pytest.mark.parametrize(
    ("more", "settings", "shown", "unshown"),
    [
        ("", "", ["平常", "頁尾"], ["首頁", "偶數頁"]),
        ("<w:titlePg/>", "", ["首頁", "平常", "頁尾"], ["偶數頁"]),
        ('<w:titlePg w:val="0"/>', "<w:evenAndOddHeaders/>", ["平常", "偶數頁", "頁尾"], ["首頁"]),
        ("<w:titlePg/>", "<w:evenAndOddHeaders/>", ["首頁", "平常", "偶數頁", "頁尾"], []),
    ],
)
def test_only_page_headers_that_some_page_shows_are_read(
    more: str, settings: str, shown: list[str], unshown: list[str]
) -> None:
    reading = word(plain("內文。") + section(*ALL, more=more), settings=settings, **PAGES)
    assert headers(reading) == shown
    assert [text for _, text in hidden(reading)] == unshown


def test_a_section_takes_the_headers_it_does_not_state_from_the_one_before() -> None:
    # The first page of the second section shows the header that the first section states and does not use.
    first = plain("一。", section("header default header_a", "header first header_b"))
    second = plain("二。", section(more="<w:titlePg/>"))
    third = plain("三。") + section("header default header_c")
    assert headers(word(first + second + third, **PAGES)) == ["平常", "首頁", "偶數頁"]


def test_headers_of_a_section_as_it_was_before_a_change_do_not_count() -> None:
    old = f"<w:sectPrChange>{section('header default header_b')}</w:sectPrChange>"
    reading = word(plain("一。") + section("header default header_a", more=old), **PAGES)
    assert (headers(reading), reading.changes) == (["平常"], 1)


def test_page_numbers_in_a_footer_print_the_stored_result() -> None:
    field = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer = f"<w:p><w:r><w:t>第 </w:t></w:r>{field}<w:r><w:t> 頁</w:t></w:r></w:p>"
    assert headers(word(plain("a") + section("footer default footer_x"), footer_x=footer)) == ["第 1 頁"]


def call(note: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{note}"/></w:r>'


def noted(text: str, *calls: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{''.join(calls)}</w:p>"


def notes(*names: int, kind: str = "footnote") -> str:
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    return separator + "".join(f'<w:{kind} w:id="{name}">{plain(f"註{name}。")}</w:{kind}>' for name in names)


def marks(reading: Reading) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in reading.blocks if block.where == "footnote"]


def test_notes_are_numbered_in_the_order_of_the_text_endnotes_last() -> None:
    body = noted("甲", call(5), call(1, "endnote")) + noted("乙", call(2))
    reading = word(body, footnotes=notes(2, 5), endnotes=notes(1, kind="endnote"))
    assert marks(reading) == [("1", "註5。"), ("2", "註2。"), ("i", "註1。")]
    assert [block.notes for block in reading.blocks[:2]] == [("1", "i"), ("2",)]


def test_notes_may_begin_again_in_every_section_in_a_format_of_its_own() -> None:
    form = '<w:footnotePr><w:numFmt w:val="{}"/><w:numStart w:val="{}"/><w:numRestart w:val="eachSect"/></w:footnotePr>'
    first = noted("甲", call(1), call(2), properties=section(more=form.format("decimalEnclosedCircle", 1)))
    last = noted("乙", call(3)) + section(more=form.format("taiwaneseCountingThousand", 2))
    assert [mark for mark, _ in marks(word(first + last, footnotes=notes(1, 2, 3)))] == ["①", "②", "二"]


def test_notes_go_on_through_sections_that_do_not_restart_them() -> None:
    body = noted("甲", call(1), properties=section()) + noted("乙", call(2)) + section()
    assert [mark for mark, _ in marks(word(body, footnotes=notes(1, 2)))] == ["1", "2"]


def test_a_mark_of_the_author_s_own_may_be_a_sign_and_is_typed_again_in_the_note() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>※</w:t></w:r>'
    reading = word(
        noted("甲", own, call(2)), footnotes=notes(2) + f'<w:footnote w:id="1">{plain("※ 另計。")}</w:footnote>'
    )
    assert reading.blocks[0].text == "甲"
    assert marks(reading) == [("※", "另計。"), ("1", "註2。")]


def test_a_note_nobody_calls_or_only_in_deleted_text_is_not_printed_nor_counted() -> None:
    gone = f"<w:del>{call(1)}</w:del>"
    reading = word(noted("甲", gone, call(2)), footnotes=notes(1, 2, 3))
    assert marks(reading) == [("1", "註2。")]
    assert hidden(reading) == [("hidden_element", "註1。"), ("hidden_element", "註3。")]


def test_a_call_of_a_note_that_is_missing_is_passed_over() -> None:
    # One with a mark of its own stopped the reader.
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="8"/><w:t>*</w:t></w:r>'
    assert word(noted("甲", call(9), own)).blocks[0].notes == ()


def test_a_note_that_hangs_on_a_paragraph_without_text_is_read() -> None:
    assert marks(word(noted("", call(1)) + plain("甲"), footnotes=notes(1))) == [("1", "註1。")]


def test_comments_are_kept_apart_from_the_text() -> None:
    comment = f'<w:comment w:id="0">{plain("請法務確認")}</w:comment>'
    body = '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>甲</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    reading = word(body, comments=comment)
    assert [block.text for block in reading.blocks] == ["甲"]
    assert hidden(reading) == [("comment", "請法務確認")]


def test_the_glossary_and_parts_nobody_refers_to_are_no_text() -> None:
    other = f"<w:docParts><w:docPart><w:docPartBody>{plain('範本')}</w:docPartBody></w:docPart></w:docParts>"
    reading = word(plain("甲"), glossaryDocument=other)
    assert ([block.text for block in reading.blocks], reading.hidden) == (["甲"], ())


def test_a_strict_file_reads_like_any_other(word: Make, item: Callable[..., str], lists: Callable[..., str]) -> None:
    # Saved as "Strict Open XML" it was called no Word document.
    data = word(item("甲") + item("乙", 1), numbering=lists("decimal|第%1條", "decimal|(%2)"))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for family in (b"wordprocessingml", b"officeDocument"):
                there = b"http://schemas.openxmlformats.org/" + family + b"/2006/"
                content = content.replace(there, b"http://purl.oclc.org/ooxml/" + family + b"/")
            new.writestr(name, content)
    assert [block.label for block in read(strict.getvalue(), ".docx").blocks] == ["第1條", "(1)"]


def test_a_file_with_macros_is_read_as_text() -> None:
    assert [block.text for block in read(packed(plain("甲")), ".docm").blocks] == ["甲"]


def test_a_file_without_styles_lists_and_settings_still_has_its_text() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    blocks = word(plain("總則", '<w:pStyle w:val="Heading1"/>') + plain("甲。", number)).blocks
    assert [(block.kind, block.level, block.label, block.text) for block in blocks] == [
        ("heading", 1, "", "總則"),
        ("paragraph", 0, "", "甲。"),
    ]


def test_words_in_diagrams_and_charts_are_read_where_they_stand() -> None:
    # They were lost without a word.
    def point(text: str) -> str:
        return f"<a:p><a:r><a:t>{text[:1]}</a:t></a:r><a:r><a:t>{text[1:]}</a:t></a:r></a:p>"

    diagram = f'<x:data xmlns:x="{DGM}" xmlns:a="{A}">{point("申請")}{point("核准")}{point("申請")}</x:data>'
    names = "<x:strCache><x:pt><x:v>一月</x:v></x:pt><x:pt><x:v>二月</x:v></x:pt></x:strCache>"
    chart = f'<x:chart xmlns:x="{C}" xmlns:a="{A}">{point("銷售量")}{names}{names}</x:chart>'
    body = (
        f'<w:p><w:r><w:drawing><d:relIds xmlns:d="{DGM}" r:dm="diagramData"/></w:drawing></w:r></w:p>{plain("中")}'
        f'<w:p><w:r><w:drawing><c:chart xmlns:c="{C}" r:id="chart_1"/></w:drawing></w:r></w:p>'
    )
    blocks = word(body, diagramData=diagram, chart_1=chart).blocks
    assert [block.text for block in blocks] == ["申請", "核准", "中", "銷售量", "一月\n二月"]


def test_a_watermark_is_read_with_the_page_header_that_holds_it() -> None:
    art = '<v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="機密"/>'
    header = f"<w:p><w:r><w:t>續頁</w:t></w:r><w:r><w:pict>{art}</w:pict></w:r></w:p>"
    assert headers(word(plain("a") + section("header default header_x"), header_x=header)) == ["續頁", "機密"]


@pytest.mark.parametrize("before", ['<w:background w:color="1F3864"/>', ""])
def test_white_text_is_read_where_the_page_has_a_colour(before: str) -> None:
    white = '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>白</w:t></w:r></w:p>'
    reading = word(white + plain("黑"), before)
    assert [block.text for block in reading.blocks] == (["白", "黑"] if before else ["黑"])


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "no document part"),
        ({"_rels/.rels": "<broken"}, "not well-formed"),
        ({"_rels/.rels": f'<Relationships xmlns="{RELATIONS}"/>'}, "no document part"),
    ],
)
def test_a_package_without_a_document_says_so(members: dict[str, str], reason: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("x", "x")
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableError, match=reason):
        read(data.getvalue(), ".docx")

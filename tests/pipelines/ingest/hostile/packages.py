"""Zip and Office packages: bombs, entities, circles, spans and names."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache

import pptx

from tests.pipelines.ingest.conftest import OFFICE, PACKAGE, definition, numbered, word_file

Made = tuple[str, str, bytes]
MB = 2**20
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = f'xmlns:r="{OFFICE}"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY e0 "ha">' + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>'
ONLINE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY e9 "v">]>'
LONG = f'<!DOCTYPE x [<!ENTITY e9 "{"a" * 50_000}">]>'


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Returns a zip of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def links(*kinds: tuple[str, str]) -> str:
    """Returns a relationship part."""
    inside = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(kinds))
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def excel(sheet: str, strings: str = "", head: str = "") -> bytes:
    """Returns an Excel file from the XML of its one sheet."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{main}.{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), ("s", "worksheet"), ("t", "sharedStrings"))
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{RELATIONS}"/>{types}</Types>',
            "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="s" sheetId="1" r:id="r0"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": links(("worksheet", "s.xml"), ("sharedStrings", "t.xml")),
            "xl/s.xml": f"{head}<worksheet {S}>{sheet}</worksheet>",
            "xl/t.xml": f"{head}<sst {S}>{strings or '<si><t>text</t></si>'}</sst>",
        }
    )


@cache
def deck() -> dict[str, bytes]:
    """Returns the members of a PowerPoint file of one slide."""
    made, packed = pptx.Presentation(), io.BytesIO()
    made.slides.add_slide(made.slide_layouts[6])
    made.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def slides(shapes: str, *, head: str = "", count: int = 1, notes: str = "") -> bytes:
    """Returns a PowerPoint file whose slides all are the same part."""
    members: dict[str, bytes | str] = {**deck()}
    slide, main = "ppt/slides/slide1.xml", "ppt/presentation.xml"
    tree = f"<p:nvGrpSpPr/><p:grpSpPr/>{shapes}"
    members[slide] = f"{head}<p:sld {P} {A} {R}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>"
    (entry,) = re.findall(rb"<p:sldId [^>]*/>", deck()[main])
    ids = b"".join(re.sub(rb' id="[0-9]+"', b' id="%d"' % (256 + n), entry) for n in range(count))
    members[main] = deck()[main].replace(entry, ids)
    if notes:
        links_of = "ppt/slides/_rels/slide1.xml.rels"
        link = f'<Relationship Id="n1" Type="{OFFICE}/notesSlide" Target="{notes}"/></Relationships>'
        members[links_of] = deck()[links_of].replace(b"</Relationships>", link.encode())
    return zipped(members)


def shape(text: str) -> str:
    """Returns a text shape."""
    names = "<p:nvSpPr><p:cNvPr id='2' name='t'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
    return f"<p:sp>{names}<p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def paragraph(text: str) -> str:
    """Returns a Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    """Returns a Word table row from `properties|text` cells."""
    parts = [cell.split("|") for cell in cells]
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr>{a}</w:tcPr>{paragraph(b)}</w:tc>" for a, b in parts) + "</w:tr>"


def with_head(data: bytes, head: str, part: str = "word/document.xml") -> bytes:
    """Returns a package with a document type before the root of one part, which uses its entity."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = head.encode() + members[part]
    return zipped(members)


def packages() -> Iterator[Made]:
    """Yields all families of packages."""
    yield from bombs()
    yield from names()
    yield from entities()
    yield from deep()
    yield from word_circles()
    yield from word_spans()
    yield from sheets()
    yield from decks()


def bombs() -> Iterator[Made]:
    """Yields archives that unpack to more than they should."""
    zeros = bytes(128 * MB)
    for suffix, part in ((".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml"), (".pptx", "ppt/p.xml")):
        kind = {"_rels/.rels": links(("officeDocument", part))}
        yield "zip of high ratio", suffix, zipped({**kind, part: zeros})
        yield "zip of high ratio", suffix, zipped({**kind, part: b"<x>", "media/big.bin": zeros})
        yield "zip of many members", suffix, zipped({**kind, **{f"m/{n}": b"" for n in range(20_000)}})
    yield "zip of high ratio", ".zip", zipped({"a.txt": zeros, "b.csv": zeros})
    yield "zip of high ratio", ".zip", zipped({f"{n}.txt": b"a" * 20 * MB for n in range(12)})
    yield "zip of many members", ".zip", zipped({f"{n}.txt": b"text" for n in range(30_000)})
    inner = zipped({"a.txt": b"text"})
    for _ in range(60):
        inner = zipped({"a.zip": inner})
    yield "nested zip", ".zip", inner
    inner = zipped({"a.txt": b"text" * 1000})
    for _ in range(7):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    yield "nested zip", ".zip", inner
    yield "nested zip", ".zip", zipped({"a.docx": zipped({"b.docx": inner}), "c.xlsx": inner})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", b"a" * 20 * MB)
        first = archive.filelist[0]
        for number in range(1, 200):
            other = zipfile.ZipInfo(f"{number}.txt")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(other, name, getattr(first, name))
            archive.filelist.append(other)
            archive.NameToInfo[other.filename] = other
    yield "overlapping zip", ".zip", packed.getvalue()
    yield "overlapping zip", ".docx", packed.getvalue()
    plain = zipped({"a.txt": b"some text that is here"})
    directory = plain.rfind(b"PK\x01\x02")
    for place, value in (
        (8, b"\x01\x00"),
        (10, b"\x63\x00"),
        (16, b"abcd"),
        (24, struct.pack("<I", 2**31)),
        (42, b"\xff\xff\xff\x7f"),
    ):
        start = directory + place
        yield "lying zip", ".zip", plain[:start] + value + plain[start + len(value) :]


def names() -> Iterator[Made]:
    """Yields archives whose members have names that do harm where they are used."""
    for name in (
        "../../../../tmp/evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a\x1b[31m\x07.txt", "a\u202etxt.exe.txt",
        "n" * 60_000 + ".txt", "a/" * 5000 + "b.txt", "\u200b.txt", ".txt", "a//b/./../c.txt", "CON.txt", "a\nb.txt",
        "!.txt", "a!b.txt", "換行.txt",
    ):  # fmt: skip
        yield "names of members", ".zip", zipped({name: b"text", "b.txt": b"other"})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for _ in range(3):
            archive.filelist.append(zipfile.ZipInfo("twice.txt"))
            archive.filelist.pop()
        archive.writestr("a.txt", b"one")
    yield "names of members", ".zip", packed.getvalue() * 2


def entities() -> Iterator[Made]:
    """Yields XML that grows, and XML that reads other files."""
    for family, head in (
        ("XML bomb", LAUGHS),
        ("external entity", OUTSIDE),
        ("external entity", ONLINE),
        ("XML bomb", LONG),
    ):
        use = "&e9;" * (1000 if head is LONG else 1)
        yield family, ".docx", with_head(word_file(paragraph(f"a{use}b")), head)
        yield (
            family,
            ".xlsx",
            excel(
                '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>', f"<si><t>{use}</t></si>", head
            ),
        )
        yield family, ".pptx", slides(shape(f"a{use}b"), head=head)
    attributes = " ".join(f"a{n}='x'" for n in range(100_000))
    yield "XML flood", ".docx", word_file(f"<w:p {attributes}/>")
    yield "XML flood", ".docx", word_file("<!--" + "x" * 5 * MB + "-->" + paragraph("text"))
    yield "XML flood", ".docx", word_file(paragraph("甲" * 5 * MB))
    yield "XML flood", ".docx", word_file("<w:p/>" * 300_000 + paragraph("text"))
    yield "XML flood", ".docx", word_file("<w:p>" + "<w:r><w:t>甲</w:t></w:r>" * 100_000 + "</w:p>")
    yield "XML flood", ".docx", word_file(paragraph("<?x ?>text&#0;&#xD800;"))


def deep() -> Iterator[Made]:
    """Yields elements inside elements inside elements."""
    for count in (200, 5_000, 100_000):
        for name in ("sdt", "ins", "smartTag"):
            yield "deep XML", ".docx", word_file(f"<w:{name}>" * count + paragraph("x") + f"</w:{name}>" * count)
        table = "<w:tbl><w:tr><w:tc>"
        yield "deep XML", ".docx", word_file(table * count + paragraph("x") + "</w:tc></w:tr></w:tbl>" * count)
        yield "deep XML", ".pptx", slides("<p:grpSp>" * count + shape("x") + "</p:grpSp>" * count)
        yield "deep XML", ".xlsx", excel("<sheetData>" * count + "</sheetData>" * count)


def word_circles() -> Iterator[Made]:
    """Yields Word files whose parts refer to themselves."""
    styled = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/><w:link w:val="{}"/></w:style>'.format
    yield "circles in Word", ".docx", word_file(styled, styles=style("A", "A", "A"))
    yield "circles in Word", ".docx", word_file(styled, styles=style("A", "B", "B") + style("B", "A", "A"))
    chain = "".join(style(f"S{n}", f"S{n + 1}", "A") for n in range(20_000)) + style("A", "S0", "A")
    yield "circles in Word", ".docx", word_file(styled * 2000, styles=chain)
    link = '<w:abstractNum w:abstractNumId="{}"><w:numStyleLink w:val="L"/></w:abstractNum>'.format
    listed = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    yield "circles in Word", ".docx", word_file(numbered("x"), styles=listed, numbering=link(0) + num)
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1"><w:p>{note}<w:r><w:t>n</w:t></w:r></w:p></w:footnote>'
    yield "circles in Word", ".docx", word_file(f"<w:p>{note}<w:r><w:t>x</w:t></w:r></w:p>", footnotes=notes)
    main = "word/document.xml"
    for target in ("document.xml", "../word/document.xml", "../../../../etc/passwd", "file:///etc/passwd", "#"):
        kinds = [
            (kind, target) for kind in ("styles", "numbering", "footnotes", "header", "settings", "chart", "comments")
        ]
        section = '<w:sectPr><w:headerReference w:type="default" r:id="r3"/></w:sectPr>'
        with zipfile.ZipFile(io.BytesIO(word_file(paragraph("x") + section))) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        yield "circles in Word", ".docx", zipped({**members, "word/_rels/document.xml.rels": links(*kinds)})
        yield "circles in Word", ".docx", zipped({**members, "_rels/.rels": links(("officeDocument", target))})
    yield "circles in Word", ".docx", zipped({"_rels/.rels": links(("officeDocument", "_rels/.rels")), main: "<x/>"})


def word_spans() -> Iterator[Made]:
    """Yields tables and lists with numbers nobody meant."""
    for span in ("1000000000", "-5", "1e9", "", "9" * 5000):
        yield "spans in Word", ".docx", word_file("<w:tbl>" + row(f'<w:gridSpan w:val="{span}"/>|x', "|y") + "</w:tbl>")
        before = f'<w:trPr><w:gridBefore w:val="{span}"/><w:gridAfter w:val="{span}"/></w:trPr>'
        yield (
            "spans in Word",
            ".docx",
            word_file("<w:tbl>" + row("|x").replace("<w:tr>", "<w:tr>" + before) + "</w:tbl>"),
        )
        item = numbered("x", level=0).replace('w:ilvl w:val="0"', f'w:ilvl w:val="{span}"')
        yield "lists in Word", ".docx", word_file(item, numbering=definition("decimal|%1."))
        for form in ("taiwaneseCountingThousand", "upperRoman", "lowerLetter"):
            start = definition(f"{form}|%1.").replace('w:start w:val="1"', f'w:start w:val="{span}"')
            yield "lists in Word", ".docx", word_file(numbered("x") * 3, numbering=start)
    yield "spans in Word", ".docx", word_file("<w:tbl>" + row("<w:vMerge/>|x", "<w:vMerge/>|y") * 3 + "</w:tbl>")
    wide = row(*['<w:gridSpan w:val="256"/>|寬'] * 60)
    yield "spans in Word", ".docx", word_file("<w:tbl>" + wide * 200 + "</w:tbl>")
    yield "lists in Word", ".docx", word_file(numbered("x") * 300, numbering=definition("decimal|" + "%1" * 20_000))
    yield (
        "lists in Word",
        ".docx",
        word_file(numbered("x", num=9), numbering='<w:num w:numId="9"/><w:num/><w:abstractNum/>'),
    )


def cells(*values: str) -> str:
    """Returns a sheet from cells of `place=value`."""
    return "<sheetData>" + "".join(
        f'<row r="{"".join(filter(str.isdigit, place)) or 1}"><c r="{place}"><v>{value}</v></c></row>'
        for place, value in (entry.split("=") for entry in values)
    ) + "</sheetData>"  # fmt: skip


def sheets() -> Iterator[Made]:
    """Yields Excel files that are larger than they look, or make no sense."""
    merged = '<mergeCells><mergeCell ref="{}"/></mergeCells>'.format
    yield "sheets", ".xlsx", excel(cells("A1=1", "XFD1048576=2"))
    yield "sheets", ".xlsx", excel(cells("A1=1", "A1048576=2"))
    yield "sheets", ".xlsx", excel('<dimension ref="A1:XFD1048576"/>' + cells("A1=1", "B2=2"))
    yield (
        "sheets",
        ".xlsx",
        excel("<sheetData>" + "".join(f'<row r="{n}"/>' for n in range(1, 600_000)) + "</sheetData>"),
    )
    yield "sheets", ".xlsx", excel('<sheetData><row r="1">' + "<c><f>A1+1</f></c>" * 1000 + "</row></sheetData>")
    for area in ("A1:XFD1048576", "A1:A1048576", "A1:ZZZ9", "B2:A1", "A1", "", "A0:B0", "A1:XFD200"):
        yield "merges", ".xlsx", excel(cells("A1=1", "B2=2") + merged(area))
    overlapping = "".join(f'<mergeCell ref="A1:Z{n}"/>' for n in range(2, 3000))
    yield "merges", ".xlsx", excel(cells("A1=1", "B2=2") + f"<mergeCells>{overlapping}</mergeCells>")
    for value in ("1e400", "-1e308", "NaN", "0x10", "9" * 400, "", "x", "1" * 100_000):
        yield "numbers", ".xlsx", excel(cells("A1=1", f"B1={value}", f"A2={value}", "B2=3"))
    for place in ("99999999", "-1", "x", "1.5", ""):
        yield "strings", ".xlsx", excel(f'<sheetData><row r="1"><c r="A1" t="s"><v>{place}</v></c></row></sheetData>')
    for place in ("ZZZZ1", "A0", "1A", "A99999999999", "甲1"):
        yield "cells", ".xlsx", excel(cells(f"{place}=1", "B2=2"))
    yield "strings", ".xlsx", excel(cells("A1=1"), "<si><t>x</t></si>" * 500_000)
    yield "sheets", ".xlsx", excel('<cols><col min="1" max="1000000000" hidden="1"/></cols>' + cells("A1=1", "B2=2"))


def decks() -> Iterator[Made]:
    """Yields PowerPoint files with circles, repeats and spans."""
    table = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="2" name="t"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tr>'
        '<a:tc gridSpan="{0}" rowSpan="{0}"><a:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p></a:txBody></a:tc>'
        "</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    ).format
    yield "circles in slides", ".pptx", slides(shape("x"), notes="../presentation.xml")
    yield "circles in slides", ".pptx", slides(shape("x"), notes="slide1.xml")
    yield "circles in slides", ".pptx", slides(shape("x"), notes="../../../etc/passwd")
    yield "slides", ".pptx", slides(shape("x"), count=5_000)
    yield "slides", ".pptx", slides(shape("x") * 20_000)
    yield "slides", ".pptx", slides(shape("甲" * 2 * MB))
    for span in ("1000000000", "-1", "x"):
        yield "slides", ".pptx", slides(table(span))
    yield (
        "slides",
        ".pptx",
        slides('<p:sp><p:nvSpPr><p:nvPr><p:ph idx="x" type="?"/></p:nvPr></p:nvSpPr></p:sp>' + shape("x")),
    )
    yield "slides", ".pptx", zipped({"_rels/.rels": links(("officeDocument", "ppt/p.xml"))})

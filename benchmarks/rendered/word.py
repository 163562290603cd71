"""Renders a document to Word with generated numbers, merged cells and footnotes, as Word itself stores them."""

import io
import zipfile
from collections.abc import Iterator
from html import escape

from benchmarks.rendered.source import Cell, Document, Piece

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADINGS = {
    "zh": ("taiwaneseCountingThousand|第%1章", "taiwaneseCountingThousand|第%2節"),
    "en": ("decimal|%1.", "decimal|%1.%2"),
}
STEPS = {
    "zh": ("taiwaneseCountingThousand|%1、", "taiwaneseCountingThousand|（%2）"),
    "en": ("decimal|(%1)", "lowerLetter|%2."),
}
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/><w:pPr>{more}</w:pPr>'
    f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    for name, more, size in (
        ("Title", '<w:jc w:val="center"/>', 36),
        ("heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>', 32),
        ("heading 2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>', 28),
    )
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def render(document: Document) -> bytes:
    """Returns a document as a Word file."""
    lists, notes, body = 2, [], []
    inside = False
    for piece in document.pieces:
        # Every run of steps is a list of its own on one definition, restarted, as Word stores it.
        lists += piece.kind == "step" and not inside
        inside = piece.kind == "step"
        body.append(_table(piece) if piece.kind == "table" else _paragraph(piece, lists, notes))
    parts = {
        "document": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        "styles": f"<w:styles {W}>{STYLES}</w:styles>",
        "numbering": f"<w:numbering {W}>{_numbering(document.language, lists)}</w:numbering>",
        "footnotes": f"<w:footnotes {W}>{''.join(notes)}</w:footnotes>",
    }
    return _packed(parts)


def _paragraph(piece: Piece, lists: int, notes: list[str]) -> str:
    properties = {
        "title": '<w:pStyle w:val="Title"/>',
        "heading": f'<w:pStyle w:val="heading{piece.level}"/>',
        "step": f'<w:numPr><w:ilvl w:val="{piece.level}"/><w:numId w:val="{lists}"/></w:numPr>',
        "bullet": '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    }.get(piece.kind, "")
    call = ""
    if piece.note:
        name = len(notes) + 1
        notes.append(f'<w:footnote w:id="{name}">{_plain(piece.note)}</w:footnote>')
        call = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{name}"/></w:r>'
    return _plain(piece.text, properties, call)


def _plain(text: str, properties: str = "", more: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{more}</w:p>"


def _table(piece: Piece) -> str:
    width = len(piece.grid[0])
    columns = '<w:gridCol w:w="2200"/>' * width
    rows = []
    for y, cells in enumerate(_with_covered(piece)):
        header = "<w:tblHeader/>" if y < piece.header_rows else ""
        rows.append(f"<w:tr><w:trPr>{header}</w:trPr>{''.join(cells)}</w:tr>")
    properties = f'<w:tblPr><w:tblW w:w="{2200 * width}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _with_covered(piece: Piece) -> Iterator[list[str]]:
    """The cells of each row with those that a cell above covers, which Word stores too."""
    open_down: dict[int, Cell] = {}
    left: dict[int, int] = {}
    for row in piece.rows:
        cells, begun, x = [], list(row), 0
        while begun or left.get(x):
            if left.get(x):
                cell, left[x], merge = open_down[x], left[x] - 1, "<w:vMerge/>"
            else:
                cell, merge = begun.pop(0), ""
                if cell.down > 1:
                    open_down[x], left[x], merge = cell, cell.down - 1, '<w:vMerge w:val="restart"/>'
            cells.append(_cell(cell, merge))
            x += cell.across
        yield cells


def _cell(cell: Cell, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    text = "" if merge == "<w:vMerge/>" else cell.text
    return f'<w:tc><w:tcPr><w:tcW w:w="{2200 * cell.across}" w:type="dxa"/>{span}{merge}</w:tcPr>{_plain(text)}</w:tc>'


def _numbering(language: str, lists: int) -> str:
    known = language if language in HEADINGS else "en"
    headings = [f'{form}|<w:pStyle w:val="heading{level}"/>' for level, form in enumerate(HEADINGS[known], 1)]
    abstract = [headings, ["bullet|•"], STEPS[known]]
    text = "".join(
        f'<w:abstractNum w:abstractNumId="{name}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(_level(level, form, indent=name > 0) for level, form in enumerate(levels))
        + "</w:abstractNum>"
        for name, levels in enumerate(abstract)
    )
    text += "".join(f'<w:num w:numId="{num}"><w:abstractNumId w:val="{num - 1}"/></w:num>' for num in (1, 2))
    restart = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in (0, 1))
    return text + "".join(
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="2"/>{restart}</w:num>' for num in range(3, lists + 1)
    )


def _level(level: int, form: str, *, indent: bool) -> str:
    number_format, text, *style = form.split("|")
    left = f'<w:pPr><w:ind w:left="{480 * (level + 1)}" w:hanging="480"/></w:pPr>' if indent else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{"".join(style)}'
        f'<w:lvlText w:val="{text}"/>{left}</w:lvl>'
    )


def _packed(parts: dict[str, str]) -> bytes:
    kinds = {name: f"{MAIN}{name}+xml" for name in parts} | {"document": f"{MAIN}document.main+xml"}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in kinds.items())
    others = [name for name in parts if name != "document"]
    links = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in others)
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{types}</Types>',
        )
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>')
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()

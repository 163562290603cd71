"""Word documents from readable sources."""

import io
from typing import Any

import numbering
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from markup import Block, Source, cells, parse
from zips import settled

FONTS = {"zh": "Microsoft JhengHei", "en": "Calibri"}
COMPANY = "嵐磐物流科技股份有限公司"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
STYLES = ("Normal", "Title", *HEADINGS, "Header", "Footer", "Normal Table", "Table Grid", "No List")


def render(text: str) -> bytes:
    """Renders a source as a .docx file."""
    source = parse(text)
    document = Document()
    _prepare(document, source)
    _front(document, source)
    lists = -1
    for block in source.blocks:
        lists += block.first
        _write(document, block, source.header["numbering"], lists)
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def _prepare(document: WordDocument, source: Source) -> None:
    _slim(document)
    language = source.header["language"]
    root = document.part.numbering_part.element
    lists = sum(block.first for block in source.blocks)
    numbering.fill(root, source.header["numbering"], language, step_lists=lists)
    _style(document, source.header["numbering"], FONTS[language])
    properties = document.core_properties
    properties.title = source.header["title"]
    properties.author = properties.last_modified_by = COMPANY
    properties.comments = ""
    properties.language = "zh-TW" if language == "zh" else "en-US"


def _slim(document: WordDocument) -> None:
    # Nine tenths of python-docx's template are styles for other papers, a copy of them, and a picture of a page.
    for owner in (document.part, document.part.package):
        for name, relation in sorted(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del owner.rels[name]
    for style in list(document.styles):
        if style.type != WD_STYLE_TYPE.CHARACTER and style.name not in STYLES:
            style.delete()
    linked = {link.get(qn("w:val")) for link in document.styles.element.findall(".//" + qn("w:link"))}
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.CHARACTER and style.style_id not in {*linked, "DefaultParagraphFont"}:
            style.delete()


def _style(document: WordDocument, scheme: str, font: str) -> None:
    for place, level in enumerate(numbering.SCHEMES[scheme]):
        if level.style:
            style = document.styles[f"Heading {place + 1}"]
            style.element.get_or_add_pPr().insert_element_before(
                numbering.reference(numbering.OUTLINE, place), "w:spacing", "w:outlineLvl"
            )
    for name in ("Normal", "Title", *HEADINGS):
        properties = document.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
    document.styles["Normal"].font.size = Pt(11)


def _front(document: WordDocument, source: Source) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = source.header["running"]
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _element(footer).append(field)
    document.add_paragraph(source.header["title"], style="Title")
    for line in source.header["front"].split(" / "):
        document.add_paragraph(line)


def _write(document: WordDocument, block: Block, scheme: str, lists: int) -> None:
    match block.kind:
        case "heading":
            document.add_paragraph(block.text, style=f"Heading {block.depth + 1}")
        case "item":
            _number(document.add_paragraph(block.text), numbering.OUTLINE, numbering.item_level(scheme, block.depth))
        case "step":
            _number(document.add_paragraph(block.text), numbering.step_instance(lists), 0)
        case "table":
            _table(document, block)
        case "text":
            document.add_paragraph(block.text)


def _number(paragraph: Paragraph, number: int, level: int) -> None:
    _element(paragraph).get_or_add_pPr().append(numbering.reference(number, level))


def _element(part: Any) -> Any:  # noqa: ANN401 - python-docx has no public name for the XML behind its objects
    return part._element  # noqa: SLF001


def _table(document: WordDocument, block: Block) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
    for cell in cells(block):
        table.cell(cell.row, cell.column).merge(table.cell(cell.last_row, cell.last_column)).text = cell.text
    for row in range(block.header_rows):
        _element(table.rows[row]).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()

"""Small Word and Excel files, made in memory from the XML that a test is about."""

import io
import zipfile
from collections.abc import Callable

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "header": "hdr",
    "footer": "ftr",
}


def word_file(body: str, **parts: str) -> bytes:
    """Returns a Word file; parts are the insides of styles, numbering, settings, footnotes, header and footer."""
    links = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
            f' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{ROOTS[name]} {W}>{content}</w:{ROOTS[name]}>")
    return packed.getvalue()


@pytest.fixture
def word() -> Callable[..., bytes]:
    """Makes a Word file from the XML inside its body and parts."""
    return word_file


def numbered(text: str, level: int = 0, num: int = 1) -> str:
    """Returns a paragraph numbered directly."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbering}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.fixture
def item() -> Callable[..., str]:
    """Makes a numbered paragraph's XML."""
    return numbered


def definition(
    *levels: str, abstract: int = 0, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    """Returns a list definition from `format|text|more XML` for each level."""
    parts = []
    for place, level in enumerate(levels):
        number_format, text, *more = level.split("|")
        parts.append(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{"".join(more)}'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="{abstract}">{"".join(parts)}</w:abstractNum>{nums}'


@pytest.fixture
def lists() -> Callable[..., str]:
    """Makes a numbering part's XML."""
    return definition

"""The sample company's papers, read with common libraries instead of the product's own readers."""

import csv
import email.policy
import io
import zipfile
from collections.abc import Iterator
from email.parser import BytesParser
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "sample"


def named(prefix: str) -> Path:
    (path,) = SAMPLE.glob(f"{prefix}*")
    return path


def entries() -> list[dict[str, Any]]:
    """What corpus.yaml says about the papers."""
    listed: list[dict[str, Any]] = yaml.safe_load(named("corpus.yaml").read_text(encoding="utf-8"))["documents"]
    return listed


def sheet(prefix: str, name: str) -> list[tuple[object, ...]]:
    book = load_workbook(named(prefix), read_only=True)
    rows = [tuple(row) for row in book[name].iter_rows(values_only=True)]
    book.close()
    return rows


def table(prefix: str) -> list[dict[str, str]]:
    text = decoded(named(prefix).read_bytes())
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp950")


@cache
def text_of(path: Path) -> str:
    """All text of a paper, in whatever order its library gives it."""
    return "\n".join(_texts(path.suffix, path.read_bytes()))


def _texts(suffix: str, data: bytes) -> Iterator[str]:
    match suffix:
        case ".docx":
            body = Document(io.BytesIO(data))
            yield from (paragraph.text for paragraph in body.paragraphs)
            yield from (cell.text for grid in body.tables for row in grid.rows for cell in row.cells)
        case ".xlsx":
            book = load_workbook(io.BytesIO(data))
            yield from (str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
        case ".pdf":
            document = pypdfium2.PdfDocument(data)
            yield from (page.get_textpage().get_text_range() for page in document)
            document.close()
        case ".pptx":
            yield from (text for slide in Presentation(io.BytesIO(data)).slides for text in _slide(slide))
        case ".eml":
            mail = BytesParser(policy=email.policy.default).parsebytes(data)
            yield "\n".join(f"{name}: {value}" for name, value in mail.items() if name != "Message-ID")
            yield from (str(part.get_content()) for part in mail.walk() if not part.is_multipart())
        case ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield from _texts(Path(name).suffix, archive.read(name))
        case _:
            yield decoded(data)


def _slide(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text
    if slide.has_notes_slide:
        yield slide.notes_slide.notes_text_frame.text

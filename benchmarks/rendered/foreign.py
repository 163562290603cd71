"""Runs readers of others over a folder, in an interpreter that has them and nothing of ours.

    /tmp/readers/bin/python benchmarks/rendered/foreign.py FOLDER

Prints JSON: reader → `seconds` (second pass over all files) and `files` → what it made of each.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

Made = dict[str, Any]


def markitdown() -> Callable[[Path], Made]:
    """Markdown of any format."""
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: {"markdown": converter.convert(str(path)).markdown}


def mammoth() -> Callable[[Path], Made]:
    """HTML of Word files."""
    import mammoth as library

    def convert(path: Path) -> Made:
        with path.open("rb") as file:
            return {"html": library.convert_to_html(file).value}

    return convert


def docx2python() -> Callable[[Path], Made]:
    """Text and tables of Word files; a paragraph is a table of one cell."""
    from docx2python import docx2python as library

    def convert(path: Path) -> Made:
        with library(path) as found:
            tables = [[["\n".join(cell) for cell in row] for row in table] for table in found.body]
            return {"text": found.text, "tables": [table for table in tables if len(table) > 1]}

    return convert


def python_docx() -> Callable[[Path], Made]:
    """Paragraphs and tables of Word files."""
    from docx import Document

    def convert(path: Path) -> Made:
        document = Document(str(path))
        paragraphs = document.paragraphs
        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
        styles = [(paragraph.text, paragraph.style.name.lower()) for paragraph in paragraphs if paragraph.style]
        named = [text for text, style in styles if style.startswith(("heading", "title"))]
        lines = [paragraph.text for paragraph in paragraphs] + [" ".join(row) for table in tables for row in table]
        return {"text": "\n".join(lines), "headings": named, "tables": tables}

    return convert


def kreuzberg() -> Callable[[Path], Made]:
    """Markdown of any format, by a library in Rust."""
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(output_format="markdown", use_cache=False)
    return lambda path: {"markdown": extract_file_sync(str(path), config=config).content}


def pypdf() -> Callable[[Path], Made]:
    """Text of PDFs."""
    from pypdf import PdfReader

    return lambda path: {"text": "\n".join(page.extract_text() for page in PdfReader(path).pages)}


def pdfminer() -> Callable[[Path], Made]:
    """Text of PDFs."""
    from pdfminer.high_level import extract_text

    return lambda path: {"text": extract_text(str(path))}


READERS = {
    ".docx": (markitdown, mammoth, docx2python, python_docx, kreuzberg),
    ".pdf": (markitdown, kreuzberg, pypdf, pdfminer),
    ".xlsx": (markitdown, kreuzberg),
}


def run(convert: Callable[[Path], Made], files: list[Path]) -> Made:
    """Reads every file twice, and times the second time."""
    made = {path.name: convert(path) for path in files}
    start = time.process_time()
    for path in files:
        convert(path)
    return {"seconds": time.process_time() - start, "files": made}


def main() -> None:
    """Prints what every reader made of every file of the folder."""
    warnings.simplefilter("ignore")
    folder, found = Path(sys.argv[1]), {}
    for suffix, makers in READERS.items():
        files = sorted(folder.glob(f"*{suffix}"))
        for maker in makers if files else ():
            try:
                convert = maker()
            except ImportError as error:
                sys.stderr.write(f"{maker.__name__} is left out: {error}\n")
                continue
            found[f"{suffix} {maker.__name__}"] = run(convert, files)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

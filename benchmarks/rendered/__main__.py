"""Renders documents from one source and scores our readers on them.

python -m benchmarks.rendered                 # 42 documents to Word, Excel and Notion, and to PDF by LibreOffice
python -m benchmarks.rendered --count 6 --keep /tmp/rendered
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from benchmarks.rendered.others import excel, has_office, notion, print_to_pdf
from benchmarks.rendered.score import MEASURES, output_of, score
from benchmarks.rendered.source import Document, documents
from benchmarks.rendered.word import render
from pipelines.ingest.readers import read
from pipelines.runtime.progress import console

SUFFIXES = {"word": ".docx", "pdf": ".pdf", "excel": ".xlsx", "notion": ".zip"}
Total = dict[str, tuple[float, int]]


def render_all(sources: list[Document], folder: Path) -> None:
    """Writes every document in every format that can be made here; PDFs need LibreOffice."""
    for document in sources:
        (folder / f"{document.name}.docx").write_bytes(render(document))
        (folder / f"{document.name}.zip").write_bytes(notion(document))
        if document.tables:
            (folder / f"{document.name}.xlsx").write_bytes(excel(document))
    if has_office():
        print_to_pdf([folder / f"{document.name}.docx" for document in sources], folder)
    else:
        console.print("soffice is not installed: no PDFs are made, and none are scored")


def add(total: Total, found: Mapping[str, tuple[float, int]]) -> None:
    """Adds one file's score to a sum."""
    for name, (hit, of) in found.items():
        before = total.get(name, (0, 0))
        total[name] = (before[0] + hit, before[1] + of)


def scores(sources: list[Document], folder: Path) -> dict[str, Total]:
    """Returns for each format what our readers found in all its files."""
    totals: dict[str, Total] = defaultdict(dict)
    for document in sources:
        for kind, suffix in SUFFIXES.items():
            path = folder / f"{document.name}{suffix}"
            if path.exists():
                add(totals[kind], score(document, output_of(read(path.read_bytes(), suffix)), kind=kind))
    return totals


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="scores our readers on documents rendered from one source")
    parser.add_argument("--count", type=int, default=42)
    parser.add_argument("--keep", type=Path, help="a folder for the rendered files")
    arguments = parser.parse_args()
    sources = documents(arguments.count)
    table = Table("format", *MEASURES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        render_all(sources, folder)
        for kind, total in scores(sources, folder).items():
            table.add_row(kind, *(shown(total.get(name)) for name in MEASURES))
    console.print(table)


def shown(value: tuple[float, int] | None) -> str:
    """Returns a share with what it is a share of."""
    return "–" if value is None else f"{value[0] / value[1]:.4f} of {value[1]}"


if __name__ == "__main__":
    main()

"""Measures our readers beside those of others: speed, and how much of a known source each brings back.

    python -m venv /tmp/readers && /tmp/readers/bin/pip install -r benchmarks/requirements-readers.txt
    python benchmarks/ingest_readers.py --other-python /tmp/readers/bin/python

Files are rendered from one source (`benchmarks/rendered`); PDFs need LibreOffice. Every reader reads all files once to
warm up and once for the clock, ours in this process and the others in one of their own, one after the other. Speed is
files, of PDFs pages, a second of processor time, so that whatever else the machine does matters little.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.rendered.__main__ import SUFFIXES, add, render_all, shown
from benchmarks.rendered.score import MEASURES, Output, output_of, score
from benchmarks.rendered.source import Document, documents
from pipelines.ingest.readers import read
from pipelines.runtime.progress import console

FOREIGN = Path(__file__).parent / "rendered" / "foreign.py"
HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)
RULE = re.compile(r"^[\s|:\-]+$")
KINDS = {suffix: kind for kind, suffix in SUFFIXES.items()}


def of_markdown(text: str) -> Output:
    """Returns Markdown in the form that is scored: lines with # are headings, runs of lines with | are tables."""
    tables: list[list[tuple[str, ...]]] = [[]]
    for line in text.splitlines():
        if line.lstrip().startswith("|"):
            if not RULE.match(line):
                tables[-1].append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif tables[-1]:
            tables.append([])
    full = tuple(tuple(table) for table in tables if table)
    return Output(headings=tuple(HEADING.findall(text)), tables=full, text=text)


def of_html(text: str) -> Output:
    """Returns HTML in the form that is scored, spans of cells expanded."""
    from pipelines.ingest.readers.html import read as read_html

    return output_of(read_html(text.encode()))


def of_made(made: dict[str, Any]) -> Output:
    """Returns what a reader of others made, in the form that is scored."""
    if "markdown" in made:
        return of_markdown(made["markdown"])
    if "html" in made:
        return of_html(made["html"])
    tables = tuple(tuple(tuple(row) for row in table) for table in made.get("tables", []))
    return Output(headings=tuple(made.get("headings", [])), tables=tables, text=made["text"])


def ours(files: list[Path]) -> tuple[float, dict[str, Output]]:
    """Returns seconds and outputs of our readers."""
    contents = {path: path.read_bytes() for path in files}
    outputs = {path.name: output_of(read(data, path.suffix)) for path, data in contents.items()}
    start = time.process_time()
    for path in files:
        read(path.read_bytes(), path.suffix)
    return time.process_time() - start, outputs


def theirs(python: Path, folder: Path) -> dict[str, tuple[float, dict[str, Output]]]:
    """Returns seconds and outputs of every reader that the other interpreter has, by `suffix reader`."""
    found = subprocess.run([python, FOREIGN, folder], check=True, stdout=subprocess.PIPE).stdout
    return {
        name: (made["seconds"], {file: of_made(one) for file, one in made["files"].items()})
        for name, made in json.loads(found).items()
    }


def pages(files: list[Path]) -> int:
    """Returns how many pages the PDFs have; a file of another kind counts as one."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) if path.suffix == ".pdf" else 1 for path in files)


def row(name: str, sources: list[Document], measured: tuple[float, dict[str, Output]], count: int) -> list[str]:
    """Returns a line of the table."""
    suffix, seconds, outputs = name.split(" ")[0], measured[0], measured[1]
    total: dict[str, tuple[float, int]] = {}
    for document in sources:
        output = outputs.get(document.name + suffix)
        if output is not None:
            add(total, score(document, output, kind=KINDS[suffix]))
    return [*name.split(" "), f"{count / seconds:.1f}", *(shown(total.get(measure)) for measure in MEASURES)]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="our readers beside those of others")
    parser.add_argument("--count", type=int, default=42)
    parser.add_argument("--other-python", type=Path, help="an interpreter with the readers of requirements-readers.txt")
    arguments = parser.parse_args()
    sources = documents(arguments.count)
    table = Table("format", "reader", "a CPU second", *MEASURES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        render_all(sources, folder)
        by_suffix = {suffix: sorted(folder.glob(f"*{suffix}")) for suffix in KINDS}
        counts = {suffix: pages(files) for suffix, files in by_suffix.items()}
        measured = {f"{suffix} ours": ours(files) for suffix, files in by_suffix.items() if files}
        if arguments.other_python is not None:
            measured |= theirs(arguments.other_python, folder)
        for name in sorted(measured, key=lambda name: (name.split(" ")[0], name.split(" ")[1] != "ours")):
            table.add_row(*row(name, sources, measured[name], counts[name.split(" ")[0]]))
    console.print(table)


if __name__ == "__main__":
    main()

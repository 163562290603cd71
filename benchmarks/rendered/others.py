"""Renders a document to Excel, to a Notion export and, through LibreOffice, to PDF."""

import csv
import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rendered.source import Document, Piece


def excel(document: Document) -> bytes:
    """Returns a document's tables as a workbook, a sheet each, with merged ranges."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, piece in enumerate(document.tables, 1):
        sheet = book.create_sheet(f"表{number}")
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(piece.rows, 1):
            x = 1
            for cell in row:
                while (y, x) in taken:
                    x += 1
                sheet.cell(y, x, cell.text)
                bottom, right = y + cell.down - 1, x + cell.across - 1
                taken |= {(down, across) for down in range(y, bottom + 1) for across in range(x, right + 1)}
                if cell.down > 1 or cell.across > 1:
                    sheet.merge_cells(start_row=y, start_column=x, end_row=bottom, end_column=right)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def notion(document: Document) -> bytes:
    """Returns a document as a Notion export: a page, and its last table as a database."""
    title = document.pieces[0].text
    code = hashlib.md5(title.encode(), usedforsecurity=False).hexdigest()
    page = "\n".join(_markdown(piece) for piece in document.pieces)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{title} {code}.md", page)
        if document.tables:
            table = io.StringIO()
            csv.writer(table, lineterminator="\n").writerows(flat(document.tables[-1]))
            archive.writestr(f"{title}/表 {code[::-1]}.csv", "\ufeff" + table.getvalue())
    return packed.getvalue()


def flat(piece: Piece) -> list[list[str]]:
    """A table where there are no merged cells: values repeated, two header rows joined."""
    header = [" ".join(dict.fromkeys(column)) for column in zip(*piece.grid[: piece.header_rows], strict=True)]
    return [header, *piece.grid[piece.header_rows :]]


def _markdown(piece: Piece) -> str:
    if piece.kind == "table":
        header, *rows = flat(piece)
        lines = [header, ["---"] * len(header), *rows]
        return "\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
    if piece.kind == "step":
        return f"{'    ' * piece.level}{piece.number}. {piece.text}"
    mark = {"title": "# ", "heading": "#" * piece.level + f" {piece.label} ", "bullet": "- "}.get(piece.kind, "")
    return f"{'' if piece.kind == 'bullet' else chr(10)}{mark}{piece.text}"


def has_office() -> bool:
    """Says whether LibreOffice is there to print with."""
    return shutil.which("soffice") is not None


def print_to_pdf(files: Sequence[Path], folder: Path) -> None:
    """Prints Word files to PDF with LibreOffice, with a profile of its own.

    Raises:
        CalledProcessError: LibreOffice failed.
    """
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    shutil.rmtree(folder / "profile", ignore_errors=True)

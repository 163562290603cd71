"""Question sheets: what a company itself wants asked, as a table, SQuAD JSON, or an earlier dataset."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.records.files import read_records
from pipelines.records.question import Question
from pipelines.runtime.errors import UserError

HEADERS = {
    "question": ("question", "問題"),
    "answer": ("answer", "答案"),
    "key": ("key", "出處"),
}
_KINDS = ".csv, .xlsx, .json (SQuAD) or .jsonl (held-out questions of an earlier dataset)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a sheet."""

    where: str
    """File and row, as a person finds them."""
    question: str
    answer: str = ""
    key: str = ""
    """Citation key of the section that answers, several between bars where any of them does; empty, with an empty
    answer: no section does."""
    context: str = ""
    """Text that holds the answer, where the sheet has texts and no keys."""
    earlier: Question | None = None
    """The question as an earlier dataset held it out."""


def read_sheets(paths: Sequence[str]) -> list[Asked]:
    """Reads question sheets.

    Args:
        paths: The files.

    Returns:
        Their questions in order.

    Raises:
        UserError: A file is missing, of no known kind, or has not the columns or fields of its kind.
    """
    return [asked for path in paths for asked in _read(Path(path))]


def _read(path: Path) -> Iterator[Asked]:
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _squad, ".jsonl": _earlier}
    if not path.is_file():
        raise UserError(f"the question sheet {path} does not exist", hint="`dataset.question_sheets` lists files")
    if path.suffix.lower() not in readers:
        raise UserError(f"{path} is no question sheet", details=[f"expected {_KINDS}"])
    return readers[path.suffix.lower()](path)


def _csv(path: Path) -> Iterator[Asked]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _table(path, [(line, row) for line, row in enumerate(csv.reader(file), 1) if any(row)])
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8", hint="save it as `CSV UTF-8`, or as .xlsx") from error


def _xlsx(path: Path) -> Iterator[Asked]:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    yield from _table(path, [(line, row) for line, row in enumerate(rows, 1) if any(row)])


def _table(path: Path, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Asked]:
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    places = {
        name: next((header.index(one) for one in known if one in header), None) for name, known in HEADERS.items()
    }
    missing = [" or ".join(HEADERS[name]) for name, place in places.items() if place is None]
    if missing:
        found = ", ".join(cell for cell in header if cell) or "nothing"
        raise UserError(f"{path} has no column {', '.join(missing)}", details=[f"its first row has: {found}"])
    for line, row in rows[1:]:
        question, answer, key = (
            row[place].strip() if place is not None and place < len(row) else "" for place in places.values()
        )
        yield Asked(where=f"{path.name}:{line}", question=question, answer=answer, key=key)


def _squad(path: Path) -> Iterator[Asked]:
    try:
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    yield _squad_question(path, paragraph, asked)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"{path} is not SQuAD JSON", details=["expected data › paragraphs › qas, with question and answers"]
        ) from error


def _squad_question(path: Path, paragraph: Mapping[str, Any], asked: Mapping[str, Any]) -> Asked:
    answers = [] if asked.get("is_impossible") else asked["answers"]
    return Asked(
        where=f"{path.name}:{asked.get('id', '?')}",
        question=asked["question"].strip(),
        answer=answers[0]["text"].strip() if answers else "",
        context=paragraph["context"] if answers else "",
    )


def _earlier(path: Path) -> Iterator[Asked]:
    for line, question in enumerate(read_records(path, Question), 1):
        yield Asked(where=f"{path.name}:{line}", question=question.question, earlier=question)

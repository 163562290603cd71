"""Questions about table rows: two columns of one row, as who looks a row up asks for them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table.cell import fact_of
from pipelines.dataset.origins.table.rows import Cell, cells_of, lower, says_what, tables_of, tells_a_case
from pipelines.language.values import holds
from pipelines.records.section import Section

_LONGEST_ANSWER = 120


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields a candidate for each two neighbouring columns of each table row that its key columns name alone."""
    for rows, named in tables_of(sections):
        for row in rows:
            if not tells_a_case(row, named):
                told = [cell for cell in cells_of(row, named) if not cell.under and not cell.per]
                for one, other in pairwise(told):
                    yield from _two_cells(row, row.cells[named][1], one, other)


def _two_cells(row: Section, name: str, one: Cell, other: Cell) -> Iterator[Candidate]:
    if one.name == other.name or any(_says_nothing(cell, row.language) for cell in (one, other)):
        return
    if row.language == "zh":
        asked = (f"{name}的{one.name}和{other.name}各是什麼？", f"{name}，{one.name}跟{other.name}分別是？")
        statement = f"{name}的{one.name}為 {one.text}，{other.name}為 {other.text}"
    else:
        a, b = lower(one.name), lower(other.name)
        asked = (f"What are the {a} and the {b} of {name}?", f"{a[:1].upper()}{a[1:]} and {b} of {name}?")
        statement = f"The {a} of {name} is {one.text} and the {b} is {other.text}"
    if len(statement) <= _LONGEST_ANSWER and one.text in row.text and other.text in row.text:
        # 冷凍-北南 says of itself that it is 冷凍.
        wanted = tuple(cell.text for cell in (one, other) if not holds(name, cell.text))
        made = fact_of(row, "text", asked, statement, row.text)
        yield replace(made, values=wanted, quote=row.text, named=name)


def _says_nothing(cell: Cell, language: str) -> bool:
    """S4的客服組長和客服經理: whose time it is, and not that it is one."""
    return (
        language == "zh" and cell.is_value and not says_what(cell.name) and re.search("[品號碼代項]", cell.name) is None
    )

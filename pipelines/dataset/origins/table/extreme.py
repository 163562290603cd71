"""Questions for the row that stands first of several in a column: which of three costs most, takes longest, comes last.

Of all rows of a table such a question is true only where all of them are known to whoever answers, and a prompt shows
few sections. So either the question names the rows it asks of, or the table has no others.
"""

from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table.compared import Column, Standing, before, columns_of, first, listed, word_for
from pipelines.dataset.origins.table.rows import apart, in_language, lower, tables_of
from pipelines.language.script import HAN
from pipelines.records.section import Section

# As many rows as a prompt shows sections.
_ROWS = 3


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields which of three rows stands first, in each column in which their values are of one kind and differ."""
    for rows, named in tables_of(sections):
        whole = len(rows) == _ROWS and [row.row for row in rows] == [1, 2, 3]
        header = in_language(rows[0].cells[named][0].strip(), rows[0].language) if whole else ""
        for place in range(0, len(rows) - _ROWS + 1, _ROWS):
            for number, column in enumerate(columns_of(rows[place : place + _ROWS], named)):
                standing = Standing(most=(place + number) % 2 == 0, of_all=True)
                made = first(column, standing, (*_asked(column, standing), *_asked_of_all(column, standing, header)))
                if made is not None:
                    yield made


def _asked(column: Column, standing: Standing) -> tuple[str, ...]:
    word, label = word_for(column, standing), column.label
    names = listed(column.names, column.language)
    if column.language == "zh":
        return (
            before(apart(names, "裡，哪個的"), f"{label}{word}？"),
            f"{names}，{label}{word}的是哪個？",
            f"{label}{word}的是哪個，{names}？",
        )
    return (f"Which of {names} has the {word} {label}?", f"Of {names}, which one has the {word} {label}?")


def _asked_of_all(column: Column, standing: Standing, header: str) -> tuple[str, ...]:
    """The question without the names of the rows, where the column that names them says what they are."""
    word, label = word_for(column, standing), column.label
    if column.language == "zh":
        return (
            (f"{before(f'哪個{header}的', label)}{word}？", f"{label}{word}的是哪個{header}？")
            if HAN.search(header)
            else ()
        )
    return (f"Which {lower(header)} has the {word} {label}?",) if header and not HAN.search(header) else ()

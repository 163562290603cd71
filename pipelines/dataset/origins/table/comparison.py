"""Questions that compare two rows of a table in one column: which of them costs more, takes longer, comes earlier.

The answer names the row that does and its value, and cites both rows: without the other one nothing is proven.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table.compared import Column, Standing, before, columns_of, first, listed, word_for
from pipelines.dataset.origins.table.rows import tables_of
from pipelines.records.section import Section


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields, for neighbouring rows, a comparison in each column in which their values are of one kind and differ."""
    for rows, named in tables_of(sections):
        for place, pair in enumerate(pairwise(rows)):
            for number, column in enumerate(columns_of(pair, named)):
                # As many are asked for the higher as for the lower.
                standing = Standing(most=(place + number) % 2 == 0, of_all=False)
                made = first(column, standing, _asked(column, standing))
                if made is not None:
                    yield made


def _asked(column: Column, standing: Standing) -> tuple[str, ...]:
    one, other = column.names
    word, label = word_for(column, standing), column.label
    if column.language == "zh":
        both = listed(column.names, "zh")
        which = before(f"{both}，哪個的", label)
        return (
            f"{which}{word}？",
            f"{listed(column.names, 'zh', '跟')}，{label}是哪個{word}？",
            f"{both}相比，{label}{word}的是哪個？",
        )
    asked = (f"Which has the {word} {label}, {one} or {other}?", f"Is the {label} {word} for {one} or for {other}?")
    costs = "more expensive" if standing.most else "cheaper"
    return (*asked, f"Which is {costs}, {one} or {other}?") if column.priced else asked

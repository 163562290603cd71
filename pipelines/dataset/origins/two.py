"""Questions that need two golden sections: what one column says for two rows of a table, each cited to its own row."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table import cell
from pipelines.dataset.origins.table.rows import tables_of
from pipelines.language.script import HAN
from pipelines.records.section import Section

# A cell's own question says all there is to say of it; a pair is asked of the columns that hold values.
_COMPARED = ("money", "duration", "count", "percent", "time", "number")


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields, for neighbouring rows, the columns in which both have a value of one kind and not the same one."""
    for rows, column in tables_of(sections):
        facts = [list(cell.candidates_of(row, column)) for row in rows]
        for (one, firsts), (other, seconds) in pairwise(zip(rows, facts, strict=True)):
            names = one.cells[column][1], other.cells[column][1]
            for first in firsts:
                second = next((fact for fact in seconds if _comparable(first, fact, names)), None)
                if second is not None:
                    yield replace(first, origin="two", questions=_asked(first, names), also=second, named="")


def _comparable(one: Candidate, other: Candidate, names: tuple[str, str]) -> bool:
    """Says whether two facts stand in one column: they ask the same of two rows, and are answered differently."""
    same = one.questions[0].replace(names[0], names[1]) == other.questions[0]
    return same and one.ask == other.ask and one.ask in _COMPARED and one.values != other.values


def _asked(fact: Candidate, names: tuple[str, str]) -> tuple[str, ...]:
    """The question of one row, asked of both."""
    one, other = names
    question = fact.questions[0]
    if fact.section.language == "zh":
        both = f"{one}和{other}" if HAN.match(other) else f"{one} 和 {other} "
        asked = question.replace(one, both, 1)
        each = asked.replace("是多少", "各是多少").replace("是多久", "各是多久").replace("是什麼時候", "各是什麼時候")
        return (each, f"{question.replace(one, one, 1).rstrip('？')}？{other}呢？")
    return (question.replace(f" {one}", f" {one} and of {other}", 1), f"{question} And of {other}?")

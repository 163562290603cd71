"""How rows of a table are compared in one column, and the words for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table.cell import candidates_in, says_how_much
from pipelines.dataset.origins.table.rows import MEASURED, Cell, apart, cells_of, lower, says_what, tells_a_case
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.dataset.ranks import is_first, rank_of
from pipelines.language.script import HAN
from pipelines.language.values import holds
from pipelines.records.section import Section

_PRICE = re.compile("單價$|運費$|租金$|月租|價格$|售價$|工本費$|手續費$|收費$|費用$")
_PRICE_EN = re.compile(r"\b(?:price|fee|cost|charge)s?$", re.IGNORECASE)
_LONGEST_TOPIC = 10
_SEVERAL = re.compile(r"[、，和與及]|, |\band\b|\bor\b")
_MANY, _HEAVY = re.compile("數$|量$|庫存|名額"), re.compile("重量|毛重|淨重")
# How much of it: more, most, less, least; the Chinese words take 比較 or 最 before them.
_ZH = {"long": ("長", "短"), "late": ("晚", "早"), "many": ("多", "少"), "heavy": ("重", "輕"), "high": ("高", "低")}
_EN = {
    "long": ("longer", "shorter", "longest", "shortest"),
    "late": ("later", "earlier", "latest", "earliest"),
    "high": ("higher", "lower", "highest", "lowest"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the first one stands to the others."""

    most: bool
    """Whether its value is above theirs, or below."""
    of_all: bool
    """Whether there is more than one other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column in which every row has one value of one kind and unit."""

    label: str
    """The column as a question names it: `臺北、新北的住宿費上限`, `list price`."""
    measure: str
    """What a higher value is: long, late, many, heavy or high."""
    priced: bool
    """Whether it is the one column that says what something costs."""
    facts: tuple[Candidate, ...]
    """What the column says for each row."""
    names: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language of the table."""
        return self.facts[0].section.language


def columns_of(rows: Sequence[Section], named: int) -> Iterator[Column]:
    """Finds the columns in which rows can be compared.

    Args:
        rows: Rows of one table.
        named: The column that names each.

    Yields:
        Those in which each row has one value, all of one kind and unit.
    """
    if any(tells_a_case(row, named) for row in rows):
        return
    names = tuple(row.cells[named][1].strip() for row in rows)
    # CB-20 cold box is in CB-20 cold box with lid: whoever names one names both. 協理、處長 are two names.
    inside = any(holds(one, other) for one in names for other in names if one != other)
    if inside or any(_SEVERAL.search(name) for name in names):
        return
    by_row = [{cell.column: cell for cell in cells_of(row, named)} for row in rows]
    money = [cell for cell in by_row[0].values() if (rank_of(cell.text) or ("",))[0].startswith("money")]
    for key, first in by_row[0].items():
        cells = [cells.get(key) for cells in by_row]
        ranks = [rank_of(cell.text) if cell else None for cell in cells]
        if any(rank is None or ranks[0] is None or rank[0] != ranks[0][0] for rank in ranks):
            continue
        label = _label(first, rows[0])
        facts = [
            next(candidates_in(row, name, cell), None)
            for row, name, cell in zip(rows, names, cells, strict=True)
            if cell is not None
        ]
        found = tuple(replace(fact, quote=cell.text) for fact, cell in zip(facts, cells, strict=True) if fact and cell)
        if label and len(found) == len(rows):
            yield Column(
                label=label,
                measure=_measure(ranks[0][0] if ranks[0] else "", first.name),
                priced=len(money) == 1
                and (_PRICE if rows[0].language == "zh" else _PRICE_EN).search(label) is not None,
                facts=found,
                names=names,
            )


def first(column: Column, standing: Standing, asked: tuple[str, ...]) -> Candidate | None:
    """Makes the candidate that asks which row of a column stands first.

    Args:
        column: What is compared.
        standing: How the first stands to the others.
        asked: Ways to ask for it.

    Returns:
        The first one's fact, with the others as what proves it; None where two share the first place.
    """
    facts, texts = column.facts, [fact.quote for fact in column.facts]
    for place, (name, fact) in enumerate(zip(column.names, facts, strict=True)):
        if not is_first(texts[place], (*texts[:place], *texts[place + 1 :]), most=standing.most):
            continue
        also: Candidate | None = None
        for other in reversed((*facts[:place], *facts[place + 1 :])):
            also = replace(other, also=also)
        return replace(
            fact,
            origin="extreme" if standing.of_all else "comparison",
            ask="text",
            questions=asked,
            statement=_stated(name, texts[place], column, standing),
            values=(name, texts[place]),
            also=also,
            relation="most" if standing.most else "least",
            named="",
        )
    return None


def word_for(column: Column, standing: Standing) -> str:
    """Returns the word for what stands first: 比較高 or longer, and of all 最高 or longest."""
    if column.language == "zh":
        words = ("貴", "便宜") if column.priced else _ZH[column.measure]
        return ("最" if standing.of_all else "比較") + words[not standing.most]
    return _EN.get(column.measure, _EN["high"])[(not standing.most) + 2 * standing.of_all]


def listed(names: Sequence[str], language: str, last: str = "和") -> str:
    """Returns names in a row: 甲和乙, 甲、乙和丙, or `A, B and C`."""
    if language == "en":
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return before(apart("、".join(names[:-1]), last), names[-1])


def before(text: str, other: str) -> str:
    """Puts a Chinese text before another one, with a space where that does not begin with a Han character."""
    return f"{text}{'' if HAN.match(other) else ' '}{other}"


def _stated(name: str, text: str, column: Column, standing: Standing) -> str:
    word = word_for(column, standing)
    if column.language == "en":
        return f"The {column.label} is {word} for {name}, {text}"
    return f"{before(f'{name}的', column.label)}{word}，{before('為', text)}"


def _label(cell: Cell, row: Section) -> str:
    """The column as a question names it; empty where its header does not say what is measured."""
    if row.language == "en":
        return "" if cell.under or cell.per or HAN.search(cell.name) else lower(cell.name)
    topic = topic_of(row)
    if re.search(r"[\u4e00-\u9fff]\s[\u4e00-\u9fff]", cell.name):
        # 3.5 噸以下 雨天: two things in one, neither of which says what is measured.
        return ""
    if says_how_much(cell.name) or not says_what(cell.name):
        # Below 升級時限, the column 客服組長 has the leader's time.
        fits = MEASURED.search(topic) and len(topic) <= _LONGEST_TOPIC and not cell.under and not cell.per
        return f"{cell.name}的{topic}" if fits else ""
    # 其他人員 under 日支費（每日）: whose it is has to be named with it.
    return f"{cell.under}的{cell.per}{cell.name}" if cell.under else f"{cell.per}{cell.name}"


def _measure(kind: str, header: str) -> str:
    if kind.startswith("duration"):
        return "long"
    if kind in ("date", "time"):
        return "late"
    if _HEAVY.search(header):
        return "heavy"
    return "many" if kind.startswith(("count", "number")) and _MANY.search(header) else "high"

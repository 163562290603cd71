"""Questions about table cells: what a column says for the row that its key column names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins.table.rows import (
    MEASURED,
    Cell,
    apart,
    cells_of,
    lower,
    says_what,
    tables_of,
    tells_a_case,
)
from pipelines.dataset.phrasing.decisive import decisive
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.language.script import HAN
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_THING = re.compile(
    r"品名|名稱|規格|型號|料號|編號|代碼|代號|等級|方式|單位|原因|改善|項目|類別|地點|區域|人員|部門|名$"
)
_DAY = re.compile("[日期時間]$|審核")
_PERSON = re.compile("人$|人員$|主管$|窗口$")
_AMOUNT = re.compile("數$|費用?$|金額$|價$|量$")
_LONGEST_ANSWER = 60


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields a candidate for each value cell of each table row that its key columns name alone."""
    for rows, named in tables_of(sections):
        for row in rows:
            yield from candidates_of(row, named)


def candidates_of(row: Section, column: int) -> Iterator[Candidate]:
    """Yields the facts of one row, which the cell in a column names."""
    if tells_a_case(row, column):
        yield from _free_text(row, column)
        return
    for cell in cells_of(row, column):
        yield from candidates_in(row, row.cells[column][1], cell)


def candidates_in(row: Section, name: str, cell: Cell) -> Iterator[Candidate]:
    """Yields the fact of one cell of a row, under the name of the row."""
    for made in _value_cell(row, name, cell, values(cell.text)) if cell.is_value else _text_cell(row, name, cell):
        yield replace(made, named=name)


def _text_cell(row: Section, name: str, cell: Cell) -> Iterator[Candidate]:
    """A cell in words: what stands in the column for this row."""
    if row.language == "en":
        if not HAN.search(name + cell.name + cell.text):
            asked: tuple[str, ...] = (
                f"What {_be(cell.name)} the {lower(cell.name)} of {name}?",
                f"{name} {lower(cell.name)}?",
            )
            statement = f"The {lower(cell.name)} of {name} {_be(cell.name)} {cell.text}"
            yield replace(fact_of(row, "text", asked, statement, cell.text), values=(cell.text,))
        return
    subject = subject_of(name, cell, topic_of(row))
    amount = _AMOUNT.search(cell.name) or says_how_much(cell.name)
    word = "多少" if amount else "誰" if _PERSON.search(cell.name) else "什麼"
    asked = (f"{subject}是{word}？", f"{name}，{cell.name}是{word}？", f"{apart(name, cell.name)}？")
    statement = f"{subject}為{'' if HAN.match(cell.text) else ' '}{cell.text}"
    if HAN.search(cell.name) and len(statement) <= _LONGEST_ANSWER:
        yield replace(fact_of(row, "text", asked, statement, cell.text), values=(cell.text,))


def _value_cell(row: Section, name: str, cell: Cell, found: tuple[Value, ...]) -> Iterator[Candidate]:
    if row.language == "en":
        yield from _english(row, name, cell, found)
        return
    ask, word = _word(cell, found)
    subject = subject_of(name, cell, topic_of(row))
    stem = re.sub("(?:日期|日|時間)$", "", cell.name)
    asked: tuple[str, ...] = (
        f"{subject}{cell.per}是{word}？",
        f"{subject}，{cell.per}{word}？",
        f"{apart(name, cell.name)}{cell.per}？" if not cell.under else f"{subject}{cell.per}要{word}？",
    )
    if ask == "date" and len(stem) > 1:
        asked = (f"{name}的{cell.name}是幾月幾日？", f"{name}{stem}是什麼時候？", f"{name}什麼時候{stem}？")
        asked = asked[:2] if re.match("[上下前]次|最近", stem) else asked
    space = "" if HAN.match(cell.text) else " "
    statement = f"{subject}{cell.per}為{space}{cell.text}"
    if len(statement) <= _LONGEST_ANSWER:
        yield fact_of(row, ask, asked, statement, cell.text)


def _word(cell: Cell, found: tuple[Value, ...]) -> tuple[str, str]:
    kind = found[0].kind
    if kind == "money" or re.search("費(?!單位)|金額|津貼|補助", cell.name):
        return "money", "多少"
    if kind == "time":
        return "time", "什麼時候"
    if kind == "date" and (_DAY.search(cell.name) or found[0].text == cell.text):
        return "date", "什麼時候"
    if kind in ("code", "contact", "ordinal", "date") or _THING.search(cell.name) or "與" in cell.name:
        return "text" if kind == "date" else str(kind), "什麼"
    if kind == "duration":
        return "duration", "幾天" if re.search("天數|日數", cell.name) else "多久"
    return str(kind), "多少"


def subject_of(name: str, cell: Cell, topic: str) -> str:
    """Returns what a Chinese cell is about: the row's name with the column's."""
    label, plain = cell.name, re.sub(r"[（(][^）)]*[）)]", "", topic)
    unsaid = cell.is_value and not cell.under and not says_what(label) and MEASURED.search(plain)
    if says_how_much(label) or (unsaid and not _THING.search(label)):
        # 5 公斤以下 says how much and not of what, 客服組長 below 升級時限 whose time it is.
        return f"{name}、{label}的{plain}"
    return (
        f"{name}在{cell.under}的{label}"
        if cell.under and "以上" not in cell.under and "人員" not in cell.under
        else (f"{cell.under}到{name}的{label}" if cell.under else f"{name}的{label}")
    )


def says_how_much(label: str) -> bool:
    """Says whether a header such as 5 公斤以下 says how much, and not of what."""
    rest = re.sub(r"\d[\d,.]*\s?[\u4e00-\u9fff]{2}(?:以[上下內])?", "", label)
    return re.search(r"[\u4e00-\u9fff]{2}", rest) is None


def _english(row: Section, name: str, cell: Cell, found: tuple[Value, ...]) -> Iterator[Candidate]:
    if HAN.search(name + cell.name):
        return
    header, kind, be = lower(cell.name), str(found[0].kind), _be(cell.name)
    about = f" {cell.per}" if cell.per else ""
    asked = (
        f"What {be} the {header} of {name}{about}?",
        f"What's the {header} for {name}{about}?" if be == "is" else f"What are the {header} for {name}{about}?",
        f"How much is the {header} for {name}{about}?" if kind == "money" else f"{name} {header}{about}?",
    )
    yield fact_of(row, kind, asked, f"The {header} of {name}{about} {be} {cell.text}", cell.text)


def _be(header: str) -> str:
    return "are" if re.search(r"[^sui]s$", header) else "is"


def _free_text(row: Section, column: int) -> Iterator[Candidate]:
    """A row that tells a case: what was done about it."""
    cells = [text for place, (_, text) in enumerate(row.cells) if place not in (column, len(row.cells) - 1)]
    problem, thing = cells[-1], cells[-2] if len(cells) > 1 else ""
    told = row.cells[-1][1].strip().rstrip("。")
    last = re.split("[；。]", told)[-1].strip()
    statement = told if len(told) <= _LONGEST_ANSWER else last
    if not _kept(statement) or len(statement) > _LONGEST_ANSWER:
        return
    code = row.cells[column][1]
    asked = (
        f"案件 {code} 的{row.cells[-1][0]}是什麼？",
        f"{thing}「{problem}」那件（{code}）後來怎麼處理？",
        f"{code} 這件{thing if HAN.search(thing) else f' {thing} '}的案子，最後怎麼處理的？",
    )
    found = decisive(last, "zh", asked)
    yield replace(fact_of(row, "text", asked, statement, statement), values=found)


def _kept(text: str) -> list[str]:
    return [value.text for value in values(text) if value.kind not in ("ordinal", "number", "date")]


def fact_of(row: Section, ask: str, asked: tuple[str, ...], statement: str, value: str) -> Candidate:
    """Makes the fact of a row's cell.

    Args:
        row: The golden section.
        ask: What kind of piece is asked for.
        asked: Ways to ask.
        statement: The fact.
        value: The cell's text.

    Returns:
        The fact, with the one value of the cell, or else all of its text, as what a right answer must hold.
    """
    # 隔日 12:00 前 is another time than 12:00.
    wanted = [] if re.search("[隔次當]日", value) else _kept(value)
    return Candidate(
        section=row,
        origin="table",
        ask=ask,
        questions=asked,
        statement=statement,
        values=(value if len(wanted) != 1 else wanted[0],),
        quote=value if value in row.text else row.text,
    )

"""Questions about table rows: what a column says for the row that its key columns name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.language.script import HAN
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_PAREN = re.compile(r"\s?[（(](?P<inside>[^（）()]+)[）)]\s?")
_LONGEST_ANSWER = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A value column of one row, with its header taken apart."""

    name: str
    per: str
    """`每晚` from `住宿費上限（每晚） 臺北、新北`."""
    under: str
    """`臺北、新北` from the same."""
    text: str


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields a candidate for each value cell of each table row that its key columns name alone."""
    tables: dict[tuple[str, ...], list[Section]] = defaultdict(list)
    for section in sections:
        if section.kind == "table" and section.cells:
            tables[(section.document, *section.heading_path, *(name for name, _ in section.cells))].append(section)
    for rows in tables.values():
        named = _key_column(rows)
        if named is None:
            continue
        for row in rows:
            yield from _row(row, named)


def _key_column(rows: list[Section]) -> int | None:
    """The first column that names each row alone, in words or by a code, not by a date or an amount."""
    for column in range(len(rows[0].cells)):
        texts = [row.cells[column][1] for row in rows]
        if len(set(texts)) == len(texts) and not any(_measured(text) for text in texts) and all(texts):
            return column
    return None


def _measured(text: str) -> bool:
    return any(value.kind not in ("code", "number") and value.text == text.strip() for value in values(text))


def _row(row: Section, column: int) -> Iterator[Candidate]:
    name = row.cells[column][1]
    if row.language == "zh" and _tells_a_case(row, column):
        yield from _free_text(row, column)
        return
    for place, (header, text) in enumerate(row.cells):
        if place == column or not text.strip():
            continue
        cell = _taken_apart(header, text)
        found = values(text)
        if _is_value(text, found):
            yield from _value_cell(row, name, cell, found)


def _tells_a_case(row: Section, column: int) -> bool:
    return len(row.cells[-1][1]) >= 20 and len(row.cells) - 1 > column + 1 and bool(values(row.cells[column][1]))


def _is_value(text: str, found: tuple[Value, ...]) -> bool:
    covered = sum(value.end - value.start for value in found)
    return bool(found) and covered >= 0.5 * len(text.replace(" ", "")) and len(text) <= 16


def _taken_apart(header: str, text: str) -> _Cell:
    match = _PAREN.search(header)
    if match is None:
        return _Cell(name=header.strip(), per="", under="", text=text.strip())
    per = re.search("每[^，、,]+", match["inside"])
    return _Cell(
        name=header[: match.start()].strip(),
        per=per.group() if per else "",
        under=header[match.end() :].strip(),
        text=text.strip(),
    )


def _value_cell(row: Section, name: str, cell: _Cell, found: tuple[Value, ...]) -> Iterator[Candidate]:
    if row.language == "en":
        yield from _english(row, name, cell, found)
        return
    ask, word = _word(cell, found)
    subject = _subject(name, cell, topic_of(row))
    asked = (
        f"{subject}{cell.per}是{word}？",
        f"{subject}，{cell.per}是{word}？" if cell.per else f"請問{subject}是{word}？",
        f"想查一下{subject}，{cell.per}{word}？" if ask == "money" else f"{subject}{cell.per}是{word}呢？",
    )
    space = "" if HAN.match(cell.text) else " "
    statement = f"{subject}{cell.per}為{space}{cell.text}"
    if len(statement) <= _LONGEST_ANSWER:
        yield _candidate(row, ask, asked, statement, cell.text)


def _word(cell: _Cell, found: tuple[Value, ...]) -> tuple[str, str]:
    kind = found[0].kind
    if kind == "money" or re.search("費|金額|津貼|補助", cell.name):
        return "money", "多少"
    if kind == "time":
        return "time", "什麼時候"
    if kind == "date":
        return "date", "哪一天"
    if kind == "duration":
        return "duration", "幾天" if re.search("天數|日數", cell.name) else "多久"
    return str(kind), "多少"


def _subject(name: str, cell: _Cell, topic: str) -> str:
    label = cell.name
    if not re.search(r"[\u4e00-\u9fff]{2}", re.sub(r"\d[\d,.]*\s?[\u4e00-\u9fff]{2}(?:以[上下內])?", "", label)):
        # A header such as 5 公斤以下 says how much, not of what.
        return f"{name}、{label}的{topic}"
    return (
        f"{name}在{cell.under}的{label}"
        if cell.under and "以上" not in cell.under and "人員" not in cell.under
        else (f"{cell.under}到{name}的{label}" if cell.under else f"{name}的{label}")
    )


def _english(row: Section, name: str, cell: _Cell, found: tuple[Value, ...]) -> Iterator[Candidate]:
    if HAN.search(name + cell.name):
        return
    asked = (f"What is the {cell.name.lower()} of {name}?", f"What {cell.name.lower()} applies to {name}?")
    yield _candidate(row, str(found[0].kind), asked, f"The {cell.name.lower()} of {name} is {cell.text}", cell.text)


def _free_text(row: Section, column: int) -> Iterator[Candidate]:
    """A row that tells a case: what was done about it."""
    cells = [text for place, (_, text) in enumerate(row.cells) if place not in (column, len(row.cells) - 1)]
    problem, thing = cells[-1], cells[-2] if len(cells) > 1 else ""
    told = row.cells[-1][1].strip().rstrip("。")
    last = re.split("[；。]", told)[-1].strip()
    statement = told if len(told) <= _LONGEST_ANSWER else last
    found = _kept(last) or _kept(statement)
    if not found or len(statement) > _LONGEST_ANSWER:
        return
    code = row.cells[column][1]
    asked = (
        f"案件 {code} 的{row.cells[-1][0]}是什麼？",
        f"{thing}「{problem}」那件（{code}）後來怎麼處理？",
        f"{code} 這件{thing if HAN.search(thing) else f' {thing} '}的案子，最後怎麼處理的？",
    )
    yield _candidate(row, "text", asked, statement, found[0])


def _kept(text: str) -> list[str]:
    return [value.text for value in values(text) if value.kind not in ("ordinal", "number", "date")]


def _candidate(row: Section, ask: str, asked: tuple[str, ...], statement: str, value: str) -> Candidate:
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

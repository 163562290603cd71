"""Questions about table rows: what a column says for the row that its key columns name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.language.script import HAN
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_PAREN = re.compile(r"\s?[（(](?P<inside>[^（）()]+)[）)]\s?")
# 箱數 Cartons: a header in both languages is asked in the one of the table.
_BILINGUAL = re.compile(r"(?P<zh>[\u4e00-\u9fff（）()]{2,})\s(?P<en>[A-Z][A-Za-z .]+)")
_NO_FACT = re.compile(
    r"項次|序號|備註|說明|備考|^(?:原因|改善|結果|內容|狀態)$|^(?:no\.?|line|notes?|remarks?|row|#)$"
    r"|\b(?:when|if|how|what|which|who)\b|(?:\S+\s){3}\S",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[-–—－/／]|n/?a|無", re.IGNORECASE)
_THING = re.compile(
    r"品名|名稱|規格|型號|料號|編號|代碼|代號|等級|方式|單位|原因|改善|項目|類別|地點|區域|人員|部門|名$"
)
_PERSON = re.compile("人$|人員$|主管$|窗口$")
_AMOUNT = re.compile("數$|費用?$|金額$|價$|量$")
_LONGEST_NAME = 30
_LONGEST_TEXT = {"zh": 20, "en": 48}
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
    for rows, named in tables_of(sections):
        for row in rows:
            yield from candidates_of(row, named)


def tables_of(sections: Sequence[Section]) -> Iterator[tuple[list[Section], int]]:
    """Yields the rows of each table of two rows or more, with the column that names each row alone."""
    tables: dict[tuple[str, ...], list[Section]] = defaultdict(list)
    for section in sections:
        if section.kind == "table" and section.cells:
            tables[(section.document, *section.heading_path, *(name for name, _ in section.cells))].append(section)
    for rows in tables.values():
        named = _key_column(rows) if len(rows) > 1 else None
        if named is not None:
            yield rows, named


def _key_column(rows: list[Section]) -> int | None:
    """The first column that names each row alone, in words or by a code, not by a date, an amount or a row number."""
    for column in range(len(rows[0].cells)):
        texts = [row.cells[column][1].strip() for row in rows]
        if len(set(texts)) == len(texts) and all(map(_names, texts)) and max(map(len, texts)) <= _LONGEST_NAME:
            return column
    return None


def _names(text: str) -> bool:
    whole = [value for value in values(text) if value.text == text]
    return len(text) > 1 and text[0].isalnum() and not text.isdecimal() and all(value.kind == "code" for value in whole)


def candidates_of(row: Section, column: int) -> Iterator[Candidate]:
    """Yields the facts of one row, which the cell in a column names."""
    name = row.cells[column][1]
    if row.language == "zh" and _tells_a_case(row, column):
        yield from _free_text(row, column)
        return
    told: list[_Cell] = []
    for place, (header, text) in enumerate(row.cells):
        if place == column or not text.strip() or _EMPTY.fullmatch(text.strip()) or _NO_FACT.search(header):
            continue
        cell = _taken_apart(_in_language(header, row.language), text)
        found = values(text)
        if _is_value(text, found):
            yield from _value_cell(row, name, cell, found)
            told.append(cell)
        elif 1 < len(text) <= _LONGEST_TEXT[row.language] and text[0].isalnum() and not re.search(r"\*|^\d+$", text):
            yield from _text_cell(row, name, cell)
            told.append(cell)
    yield from _two_cells(row, name, [cell for cell in told if not cell.under and not cell.per])


def _in_language(header: str, language: str) -> str:
    match = _BILINGUAL.fullmatch(header.strip())
    return match[language] if match else header


def _text_cell(row: Section, name: str, cell: _Cell) -> Iterator[Candidate]:
    """A cell in words: what stands in the column for this row."""
    if row.language == "en":
        if not HAN.search(name + cell.name + cell.text):
            asked: tuple[str, ...] = (
                f"What is the {_lower(cell.name)} of {name}?",
                f"{name} {_lower(cell.name)}?",
            )
            yield _candidate(row, "text", asked, f"The {_lower(cell.name)} of {name} is {cell.text}", cell.text)
        return
    subject = _subject(name, cell, topic_of(row))
    word = "多少" if _AMOUNT.search(cell.name) else "誰" if _PERSON.search(cell.name) else "什麼"
    asked = (f"{subject}是{word}？", f"{name}，{cell.name}是{word}？", f"{_apart(name, cell.name)}？")
    statement = f"{subject}為{'' if HAN.match(cell.text) else ' '}{cell.text}"
    if HAN.search(cell.name) and len(statement) <= _LONGEST_ANSWER:
        yield _candidate(row, "text", asked, statement, cell.text)


def _two_cells(row: Section, name: str, told: list[_Cell]) -> Iterator[Candidate]:
    """Two columns of one row, as who looks a row up asks for them."""
    for one, other in pairwise(told):
        if one.name == other.name:
            continue
        if row.language == "zh":
            asked = (f"{name}的{one.name}和{other.name}各是什麼？", f"{name}，{one.name}跟{other.name}分別是？")
            statement = f"{name}的{one.name}為 {one.text}，{other.name}為 {other.text}"
        else:
            a, b = _lower(one.name), _lower(other.name)
            asked = (f"What are the {a} and the {b} of {name}?", f"Which {a} and which {b} does {name} have?")
            statement = f"The {a} of {name} is {one.text} and the {b} is {other.text}"
        if len(statement) <= 2 * _LONGEST_ANSWER and one.text in row.text and other.text in row.text:
            yield replace(
                _candidate(row, "text", asked, statement, row.text), values=(one.text, other.text), quote=row.text
            )


def _lower(header: str) -> str:
    return header if header[1:2].isupper() else header[:1].lower() + header[1:]


def _apart(name: str, header: str) -> str:
    return f"{name}{'' if HAN.match(name[-1]) else ' '}{header}"


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
    stem = re.sub("(?:日期|日|時間)$", "", cell.name)
    asked: tuple[str, ...] = (
        f"{subject}{cell.per}是{word}？",
        f"{subject}，{cell.per}{word}？",
        f"{_apart(name, cell.name)}{cell.per}？" if not cell.under else f"{subject}{cell.per}要{word}？",
    )
    if ask == "date" and len(stem) > 1:
        asked = (f"{name}的{cell.name}是幾月幾日？", f"{name}{stem}是什麼時候？", f"{name}什麼時候{stem}？")
        asked = asked[:2] if re.match("[上下前]次", stem) else asked
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
        return "date", "什麼時候"
    if kind in ("code", "contact", "ordinal") or _THING.search(cell.name):
        return str(kind), "什麼"
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
    header, kind = _lower(cell.name), str(found[0].kind)
    about = f" {cell.per}" if cell.per else ""
    asked = (
        f"What is the {header} of {name}{about}?",
        f"What's the {header} for {name}{about}?",
        f"How much is the {header} for {name}{about}?" if kind == "money" else f"{name} {header}{about}?",
    )
    yield _candidate(row, kind, asked, f"The {header} of {name}{about} is {cell.text}", cell.text)


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

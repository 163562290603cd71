"""Tables put together from their rows: what names a row, and which of its cells can be asked for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.language.script import HAN
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_PAREN = re.compile(r"\s?[（(](?P<inside>[^（）()]+)[）)]\s?")
# 箱數 Cartons: a header in both languages is asked in the one of the table.
_BILINGUAL = re.compile(r"(?P<zh>[\u4e00-\u9fff（）()]{2,})\s(?P<en>[A-Z][A-Za-z .]+)")
# 允收數 主要缺點: a column of a group of columns.
_GROUPED = re.compile(r"(?P<name>[\u4e00-\u9fff]+[數費量額限率]) (?P<under>[\u4e00-\u9fff]{2,})")
_NO_FACT = re.compile(
    r"項次|序號|備註|說明|備考|^(?:原因|改善|結果|內容|狀態)$|^(?:no\.?|line|notes?|remarks?|row|#)$"
    r"|\b(?:when|if|how|what|which|who)\b|(?:\S+\s){3}\S",
    re.IGNORECASE,
)
# What can be more or less; 大貨車 and 客服組長 are headers too, and can not.
MEASURED = re.compile(
    r"[費價金租薪款額率數量時間期限日天重溫速度級距效齡庫點]$|津貼|補助|加給|上限|下限|週期|工時|收費|標準|名額|審核|保固|長度"
)
_EMPTY = re.compile(r"[-–—－/／]|n/?a|無", re.IGNORECASE)
_LONGEST_NAME = 30
_LONGEST_TEXT = {"zh": 20, "en": 48}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of one row, with its header taken apart."""

    name: str
    per: str
    """`每晚` from `住宿費上限（每晚） 臺北、新北`."""
    under: str
    """`臺北、新北` from the same."""
    text: str
    is_value: bool
    """Whether it is mostly numbers, dates and the like."""

    @property
    def column(self) -> tuple[str, str, str]:
        """What cells of one column have in common."""
        return self.name, self.per, self.under


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


def cells_of(row: Section, column: int) -> list[Cell]:
    """Returns the cells that can be asked for of a row which the cell in a column names."""
    told: list[Cell] = []
    for place, (header, text) in enumerate(row.cells):
        if place == column or not text.strip() or _EMPTY.fullmatch(text.strip()) or _NO_FACT.search(header):
            continue
        is_value = _is_value(text, values(text))
        plain = 1 < len(text) <= _LONGEST_TEXT[row.language] and text[0].isalnum()
        if is_value or (plain and not re.search(r"\*|^\d+$", text)):
            told.append(_taken_apart(in_language(header, row.language), text, is_value=is_value))
    return told


def in_language(header: str, language: str) -> str:
    """Returns the part of a header in both languages that is in one of them; any other header as it is."""
    match = _BILINGUAL.fullmatch(header.strip())
    return match[language] if match else header


def says_what(header: str) -> bool:
    """Says whether a Chinese header says what its values measure; 大貨車 and 3.5 噸以下 雨天 do not."""
    return MEASURED.search(header) is not None and re.search(r"[\u4e00-\u9fff]\s[\u4e00-\u9fff]", header) is None


def tells_a_case(row: Section, column: int) -> bool:
    """Says whether a Chinese row tells a case: a long last cell, and a code or a number that names it."""
    long = row.language == "zh" and len(row.cells[-1][1]) >= 20
    return long and len(row.cells) - 1 > column + 1 and bool(values(row.cells[column][1]))


def lower(header: str) -> str:
    """Returns an English header as it stands inside a sentence."""
    return header if header[1:2].isupper() else header[:1].lower() + header[1:]


def apart(name: str, other: str) -> str:
    """Puts a name before another text, with a space where it does not end in a Han character."""
    return f"{name}{'' if HAN.match(name[-1]) else ' '}{other}"


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


def _is_value(text: str, found: tuple[Value, ...]) -> bool:
    covered = sum(value.end - value.start for value in found)
    return bool(found) and covered >= 0.5 * len(text.replace(" ", "")) and len(text) <= 16


def _taken_apart(header: str, text: str, *, is_value: bool) -> Cell:
    match = _PAREN.search(header)
    grouped = _GROUPED.fullmatch(header.strip())
    if grouped:
        return Cell(name=grouped["name"], per="", under=grouped["under"], text=text.strip(), is_value=is_value)
    if match is None:
        return Cell(name=header.strip(), per="", under="", text=text.strip(), is_value=is_value)
    per = re.search("每[^，、,]+", match["inside"])
    return Cell(
        name=header[: match.start()].strip(),
        per=per.group() if per else "",
        under=header[match.end() :].strip(),
        text=text.strip(),
        is_value=is_value,
    )

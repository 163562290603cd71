"""Rows: how a table row, a question with its answer, and a chat exchange read as text."""

import re
from collections.abc import Sequence

from pipelines.ingest.blocks import Block
from pipelines.ingest.identity import language_share

QUESTION = re.compile(r"^(常見)?(問題|問|提問|Questions?|Q)$", re.IGNORECASE)
ANSWER = re.compile(r"^(標準)?(答案|答|回答|回覆|答覆|Answers?|A)$", re.IGNORECASE)
CODE_NAME = re.compile(r"(編號|代號|代碼|案號|單號|料號|型號|\b(No\.?|Number|ID|Code|SKU))$", re.IGNORECASE)
PERSONAL = re.compile(
    r"身[分份]證|統一編號|護照|居留|病歷|健保|員工|\b(national|passport|resident|patient|personal|employee)\b",
    re.IGNORECASE,
)
"""A person's number names the person: it is no part of a key, which stays in answers and logs."""
CODE = re.compile(r"(?=\D*\d)[A-Za-z0-9][A-Za-z0-9._/-]{1,19}")

Cells = tuple[tuple[str, str], ...]


def faq_columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Returns which columns hold the question and its answer, or None for any other table.

    >>> faq_columns(["分類", "問題", "答案"]), faq_columns(["職級", "上限"])
    ((1, 2), None)
    """
    question = next((place for place, name in enumerate(header) if QUESTION.match(name.strip())), None)
    answer = next((place for place, name in enumerate(header) if ANSWER.match(name.strip())), None)
    return None if question is None or answer is None else (question, answer)


def key_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Returns the first column that is called a number and gives every row a short code of its own, or None.

    >>> key_column(["日期", "案件編號"], [["3/4", "T240304-017"], ["3/4", "T240304-018"]])
    1
    """
    for place, name in enumerate(header):
        codes = {row[place].strip() for row in rows if place < len(row) and CODE.fullmatch(row[place].strip())}
        if CODE_NAME.search(name.strip()) and not PERSONAL.search(name) and len(codes) == len(rows):
            return place
    return None


def blank_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Returns the names of columns that no row has a value in: what a form asks for.

    >>> blank_columns(["Name", "Role", ""], [["Amy", "", ""]])
    ['Role']
    """
    filled = {place for row in rows for place, value in enumerate(row) if value.strip()}
    names = (_flat(name) for place, name in enumerate(header) if place not in filled)
    return list(dict.fromkeys(name for name in names if name))


def row_text(header: Sequence[str], row: Sequence[str]) -> tuple[str, Cells]:
    """Returns a row as `header：value；…`, and its cells; empty cells and a value merged over its row count once.

    >>> row_text(["職級", "城市"], ["經理", "台北"])
    ('職級：經理；城市：台北', (('職級', '經理'), ('城市', '台北')))
    >>> row_text(["Rank", "City"], ["Manager", "Taipei"])[0]
    'Rank: Manager; City: Taipei'
    """
    filled = [(place, _flat(value)) for place, value in enumerate(row) if value.strip()]
    cells = tuple((header[place].strip() if place < len(header) else "", value) for place, value in filled)
    if len(row) > 2 and len(filled) == len(row) and len({value for _, value in filled}) == 1:
        cells = (("", cells[0][1]),)
    english = language_share("".join(name + value for name, value in cells)) == "en"
    colon, semicolon = (": ", "; ") if english else ("：", "；")
    return semicolon.join(f"{name}{colon}{value}" if name else value for name, value in cells), cells


def faq_text(header: Sequence[str], row: Sequence[str], columns: tuple[int, int]) -> tuple[str, Cells]:
    """Returns a question with its answer on two lines, other columns on a third; no cells where one is missing."""
    question, answer = (row[place].strip() if place < len(row) else "" for place in columns)
    if not question or not answer:
        return row_text(header, row)
    english = language_share(question + answer) == "en"
    names = ("Q: ", "A: ") if english else ("問：", "答：")
    rest = ["" if place in columns else value for place, value in enumerate(row)]
    others, _ = row_text(header, rest)
    lines = [names[0] + question, names[1] + answer, *([others] if others else [])]
    return "\n".join(lines), (("question", question), ("answer", answer))


def exchange_text(block: Block) -> tuple[str, Cells]:
    """Returns an exchange with each message after its speaker, and what was asked and answered where both are there."""
    lines = [f"{speaker}：{' '.join(text.split())}" for speaker, _, text in block.rows]
    asked = " ".join(text for _, role, text in block.rows if role == "asker")
    answered = " ".join(text for _, role, text in block.rows if role == "agent")
    cells = (("question", asked), ("answer", answered)) if asked and answered else ()
    return "\n".join(lines), cells


def _flat(text: str) -> str:
    return " ".join(text.split())

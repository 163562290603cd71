"""Documents as a company would write them, as plain structure: what every rendering of one must say."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "heading", "text", "step", "bullet", "table"]
HAN = "一二三四五六七八九十"
LANGUAGES = ("zh", "en", "mixed")

WORDS = {
    "zh": (
        "倉儲 物流 採購 稽核 人資 財務 資訊 客服 品保 生管 法務 總務 行銷 研發 工安",
        "通報主管 填寫表單 複核數量 封存樣品 更新紀錄 開立工單 確認庫存 歸還設備 張貼公告 留存影本",
        "適用範圍 權責分工 作業程序 異常處理 紀錄保存 教育訓練 附則說明 名詞定義",
    ),
    "en": (
        "Warehouse|Logistics|Purchasing|Audit|Finance|Support|Quality|Planning|Legal|Facilities|Research|Safety",
        "notify the supervisor|fill in the form|count the items again|seal the sample|update the record|open a ticket|"
        "check the stock|return the equipment|post a notice|keep a copy",
        "Scope|Responsibilities|Procedure|Exceptions|Records|Training|Closing Provisions|Definitions",
    ),
    "mixed": (
        "ERP 系統|IT 部門|QA 小組|HR 專員|PMC 人員|SRE 值班|MIS 主管|R&D 團隊",
        "寄 email 給主管|於 SAP 建立 PO|重跑 nightly backup|更新 Wiki 頁面|關閉 Jira ticket|確認 VPN 連線",
        "適用 Scope|權責 RACI|作業 Workflow|異常 Escalation|紀錄 Logging|訓練 Onboarding|附則 Appendix",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph or table."""

    kind: Kind
    text: str = ""
    label: str = ""
    """The number as Word has to print it."""
    number: int = 0
    """Its place in its list."""
    level: int = 0
    note: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """The cells that begin in each row, from the left."""
    header_rows: int = 1

    @property
    def grid(self) -> list[list[str]]:
        """The table with every merged value in each place that it covers."""
        taken: dict[tuple[int, int], str] = {}
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                places = [(y + down, x + across) for down in range(cell.down) for across in range(cell.across)]
                taken.update(dict.fromkeys(places, cell.text))
        width = max((x for _, x in taken), default=-1) + 1
        return [[taken.get((y, x), "") for x in range(width)] for y in range(len(self.rows))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document before anything has rendered it."""

    name: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def tables(self) -> list[Piece]:
        """Its tables in order."""
        return [piece for piece in self.pieces if piece.kind == "table"]


def documents(count: int = 42, seed: int = 7) -> list[Document]:
    """Returns documents in Chinese, English and both, the same ones for the same seed.

    Args:
        count: How many.
        seed: Chooses their words, lengths and tables.
    """
    return [_document(place, LANGUAGES[place % 3], random.Random(seed * 1000 + place)) for place in range(count)]


def _document(place: int, language: str, rng: random.Random) -> Document:
    units, _, chapters = (_words(words) for words in WORDS[language])
    unit = rng.choice(units)
    title = f"{unit} Manual {place}" if language == "en" else f"{unit}作業辦法第{place}版"
    pieces = [Piece(kind="title", text=title)]
    for number, name in enumerate(rng.sample(chapters, rng.randint(3, 6)), 1):
        pieces += _chapter(number, name, language, rng)
    return Document(name=f"{language}-{place:02}", language=language, pieces=tuple(pieces))


def _words(text: str) -> list[str]:
    return text.split("|") if "|" in text else text.split()


def _chapter(number: int, name: str, language: str, rng: random.Random) -> Iterator[Piece]:
    places, deeds, _ = (_words(words) for words in WORDS[language])

    def sentence() -> str:
        days, code = rng.randint(2, 30), rng.randint(1000, 9999)
        if language == "en":
            return f"{rng.choice(places)} shall {rng.choice(deeds)} within {days} days under file {code}."
        return f"{rng.choice(places)}應於{days}日內{rng.choice(deeds)}，並註記編號{code}。"

    label = {"zh": f"第{HAN[number - 1]}章", "en": f"{number}.", "mixed": f"{number}."}[language]
    yield Piece(kind="heading", level=1, label=label, number=number, text=name)
    yield Piece(kind="text", text=sentence() + sentence(), note=sentence() if rng.random() < 0.5 else "")
    if rng.random() < 0.6:
        below = f"{number}.1" if language != "zh" else "第一節"
        unit = "units" if language == "en" else "類"
        yield Piece(
            kind="heading", level=2, label=below, number=1, text=f"{rng.choice(places)} {rng.randint(10, 99)} {unit}"
        )
    for place in range(1, rng.randint(3, 7)):
        label = f"{HAN[place - 1]}、" if language == "zh" else f"({place})"
        yield Piece(kind="step", label=label, number=place, text=sentence())
        for inner in range(1, rng.choice((1, 1, 3))):
            label = f"（{HAN[inner - 1]}）" if language == "zh" else f"{'abc'[inner - 1]}."
            yield Piece(kind="step", level=1, label=label, number=inner, text=sentence())
    for _ in range(rng.choice((0, 2, 3))):
        yield Piece(kind="bullet", text=sentence())
    if rng.random() < 0.7:
        yield Piece(kind="text", text=sentence())
        yield _table(rng, places)


def _table(rng: random.Random, places: list[str]) -> Piece:
    """A table with a plain or a two-row header, and with or without values that stand for several rows."""
    columns = rng.randint(2, 4)
    names = [f"{name} {rng.randint(10, 99)}" for name in rng.sample(places, columns)]
    double = columns > 2 and rng.random() < 0.4
    if double:
        first = (Cell(text=names[0], down=2), Cell(text="小計 Total", across=columns - 1))
        rows = [first, tuple(Cell(text=name) for name in names[1:])]
    else:
        rows = [tuple(Cell(text=name) for name in names)]
    body, merged = rng.randint(2, 6), rng.random() < 0.5
    for y in range(body):
        values = [Cell(text=f"{rng.randint(1, 99)},{rng.randint(100, 999)}") for _ in range(columns - 1)]
        starts = not merged or y % 2 == 0
        down = 2 if merged and starts and y + 1 < body else 1
        rows.append((*([Cell(text=f"P-{rng.randint(1000, 9999)}", down=down)] if starts else []), *values))
    return Piece(kind="table", rows=tuple(rows), header_rows=1 + double)

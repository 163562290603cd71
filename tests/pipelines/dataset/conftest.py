"""A small company to make datasets from."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from pipelines.records import Section

Make = Callable[..., Section]

_WARD = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
_THINGS = ("堆高機", "棧板車", "冷凍櫃", "封箱機", "掃描器", "貨架", "電動門", "輸送帶", "磅秤", "吊車")


def make_section(key: str, text: str, **changes: object) -> Section:
    """A section under a key `DOCUMENT §n`."""
    document = key.split(" ")[0]
    fields: dict[str, Any] = {
        "id": f"{document}@1#{key.split(' ', 1)[-1]}",
        "document": document,
        "title": "設備管理程序",
        "key": key,
        "kind": "prose",
        "heading_path": (),
        "text": text,
        "language": "zh",
        "source": "sop.docx",
        "content_hash": sha256(f"{key}{text}".encode()).hexdigest(),
    }
    return Section(**(fields | changes))


@pytest.fixture
def section() -> Make:
    """Makes sections."""
    return make_section


@pytest.fixture
def company() -> list[Section]:
    """Forty sections that each state facts of their own, a procedure, a table and a FAQ."""
    sections = []
    for number, thing in enumerate(_THINGS, 1):
        heading = (f"{number} {thing}保養",)
        sections += [
            make_section(
                f"SOP-EQ-001 §{number}",
                f"{thing}須於故障後 {number * 7} 分鐘內通報設備課，並由{_WARD[number]}組組長核定是否停用。"
                f"{thing}保養費每次 NT${number * 1_130}，紀錄保存 {number + 20} 年。",
                heading_path=heading,
            ),
            make_section(
                f"SOP-EQ-002 §{number}",
                f"{thing}操作人員每年複訓 {number + 40} 小時；測驗 {number + 60} 分以上為合格。",
                heading_path=(f"{number} {thing}訓練",),
                title="人員訓練辦法",
            ),
            make_section(
                f"FAQ-EQ 第{number}列",
                f"問：{thing}一天租金是多少？\n答：{thing}每日租金 NT${number * 1_310 + 7}，押金另計。",
                kind="faq",
                cells=(
                    ("question", f"{thing}一天租金是多少？"),
                    ("answer", f"{thing}每日租金 NT${number * 1_310 + 7}，押金另計。"),
                ),
                title="租賃常見問答",
            ),
            make_section(
                f"SLA-EQ §{number}",
                f"Crane model K{number} is inspected within {number * 13} working days after delivery. "
                f"The site manager signs the report of model K{number}.",
                heading_path=(f"{number} Model K{number}",),
                language="en",
                title="Crane service",
            ),
        ]
    return sections

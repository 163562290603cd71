from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest.blocks import Block
from pipelines.ingest.conservation.clean import clean
from pipelines.ingest.conservation.uncut import uncut
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import Document, identify
from pipelines.ingest.readers import read
from pipelines.ingest.sections import sections_of
from pipelines.records import Section

SAMPLE = Path(__file__).parents[4] / "data/raw/sample"
NAMES = (
    "HR-001_工作規則_v3.1.docx",
    "FIN-002_國內外出差旅費標準_v1.2.docx",
    "IT-001_Information_Security_Policy.md",
    "FAQ-002_Customer_FAQ.csv",
    "RATE-001_運費與時效表_2024.xlsx",
    "LINE-CS_客服群組聊天紀錄_2024-05.txt",
)
LIMITS = Limits(section=800, clause=400)


def document(*blocks: Block) -> Document:
    return identify("HR-001_規則.docx", blocks, Entry())


def lines(*texts: str) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def cut(made: Document) -> Sequence[Section]:
    return sections_of(made, LIMITS)


def test_nothing_is_left_behind_by_cutting_a_document() -> None:
    made = document(
        Block(kind="heading", text="第一章 總則", level=1),
        *lines("本規則依勞動基準法訂定。"),
        Block(kind="item", label="第一條", text="員工應準時出勤。"),
        Block(kind="table", header=("職級", "上限"), rows=(("經理", "3,000"), ("專員", "2,000"))),
    )
    assert uncut(made, cut(made)) == 0


def test_a_section_that_is_dropped_is_missed() -> None:
    made = document(*(Block(kind="item", label=f"第{n}條", text=f"員工應於{n}日內完成事項。") for n in "一二三四"))
    sections = cut(made)
    assert uncut(made, sections) == 0
    assert uncut(made, [*sections[:1], *sections[2:]]) >= len("員工應於日內完成事項")


def test_text_that_is_cut_off_is_missed_to_the_letter() -> None:
    made = document(*lines("倉儲主管核定是否補發貨物。"))
    (section,) = cut(made)
    assert uncut(made, [replace(section, text=section.text[:-4])]) == 3


def test_a_repeated_heading_does_not_stand_in_for_a_lost_line() -> None:
    made = document(Block(kind="heading", text="加班", level=1), *lines("加班須事先申請。", "事後補報者不予受理。"))
    sections = [replace(section, text="加班須事先申請。", heading_path=("加班", "加班")) for section in cut(made)]
    assert uncut(made, sections) == len("事後補報者不予受理")


def test_the_columns_of_questions_say_q_and_a_and_are_not_missed() -> None:
    made = document(Block(kind="table", header=("分類", "問題", "答案"), rows=(("運費", "多少？", "一百元。"),)))
    assert uncut(made, cut(made)) == 0


def test_a_value_over_a_whole_row_counts_once() -> None:
    made = document(Block(kind="table", header=("甲", "乙", "丙"), rows=(("不適用",) * 3, ("一", "二", "三"))))
    assert uncut(made, cut(made)) == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_cut_without_loss_and_a_dropped_section_is_noticed(name: str) -> None:
    path = SAMPLE / name
    made = identify(path.name, clean(read(path.read_bytes(), path.suffix)).blocks, Entry())
    sections = list(cut(made))
    assert uncut(made, sections) == 0
    for place in Random(7).sample(range(len(sections)), 4):
        assert uncut(made, sections[:place] + sections[place + 1 :]) > 0

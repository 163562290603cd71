"""A company's own questions are held out, and what answers them leaves training."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipelines.dataset.build import Dataset, build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.sheets import read_sheets
from pipelines.records import Question, Section, write_records
from pipelines.runtime.errors import UserError

Make = Callable[..., Section]
ZH = "問題,答案,出處\n堆高機壞了多久內要報？,7 分鐘內。,SOP-EQ-001 §1\n公司有幾架飛機？,,\n"


def built(company: list[Section], *sheets: Path) -> Dataset:
    """The company's dataset with question sheets."""
    return build(
        company,
        Config(
            dataset=DatasetConfig(
                examples=30,
                validation=4,
                held_out=20,
                held_out_per_group=1,
                largest_origin=0.9,
                near_duplicate=0.99,
                question_sheets=tuple(map(str, sheets)),
            )
        ),
    )


def write(path: Path, text: str) -> Path:
    """Writes a sheet."""
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_of_a_sheet_are_bound_to_their_sections(company: list[Section], tmp_path: Path) -> None:
    made = built(company, write(tmp_path / "ours.csv", ZH))
    ours = {question.question: question for question in made.held_out if question.origin == "sheet"}
    answered, refused = ours["堆高機壞了多久內要報？"], ours["公司有幾架飛機？"]
    assert (answered.values, answered.golden_keys) == (("7 分鐘",), ("SOP-EQ-001 §1",))
    assert answered.golden_hashes == (company[0].content_hash,)
    assert (refused.answerable, refused.lineage) == (False, ())
    shown = {source.key for example in made.train for source in example.sources}
    assert "SOP-EQ-001 §1" not in shown
    assert answered.group not in {example.group for example in made.train}


def test_a_row_may_name_several_sections_any_of_which_answers(company: list[Section], tmp_path: Path) -> None:
    sheet = write(tmp_path / "ours.csv", ZH.replace("SOP-EQ-001 §1", f"{company[1].key} | SOP-EQ-001 §1"))
    made = built(company, sheet)
    asked = next(question for question in made.held_out if question.question == "堆高機壞了多久內要報？")
    assert asked.values == ("7 分鐘",)
    assert asked.golden_keys == ("SOP-EQ-001 §1", company[1].key)
    assert asked.golden_hashes == (company[0].content_hash, company[1].content_hash)
    shown = {source.key for example in made.train for source in example.sources}
    assert not shown & set(asked.golden_keys)


def test_a_workbook_reads_like_a_table(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Key", "Question", "Answer"], ["A §1", "How long?", 3], [None, None, None]):
        book.active.append(row)
    book.save(tmp_path / "ours.xlsx")
    (asked,) = read_sheets([str(tmp_path / "ours.xlsx")])
    assert (asked.where, asked.question, asked.answer, asked.key) == ("ours.xlsx:2", "How long?", "3", "A §1")


def test_squad_questions_find_their_section_by_its_text(company: list[Section], tmp_path: Path) -> None:
    qas = [
        {"id": "q1", "question": "磅秤壞了幾分鐘內要報？", "answers": [{"text": "63 分鐘", "answer_start": 0}]},
        {"id": "q2", "question": "誰修磅秤？", "answers": [], "is_impossible": True},
    ]
    data = {"data": [{"title": "t", "paragraphs": [{"context": company[32].text, "qas": qas}]}]}
    made = built(company, write(tmp_path / "squad.json", json.dumps(data)))
    ours = {question.id.split("·")[0]: question for question in made.held_out if question.origin == "sheet"}
    assert ours["squad.json:q1"].golden_keys == ("SOP-EQ-001 §9",)
    assert not ours["squad.json:q2"].answerable


def test_an_earlier_question_is_kept_verified_or_retired(company: list[Section], tmp_path: Path) -> None:
    first = built(company)
    kept = list({question.lineage: question for question in first.held_out if question.answerable}.values())[:3]
    missing = next(question for question in first.held_out if not question.answerable)
    write_records(tmp_path / "before.jsonl", [*kept, missing])
    by_id = {section.id: section for section in company}
    changed, gone = by_id[kept[1].lineage[0]], by_id[kept[2].lineage[0]]
    now = [section for section in company if section.id not in (changed.id, gone.id)]
    now.append(replace(changed, text=changed.text + "其餘依規定。", content_hash="new"))
    now.append(replace(gone, text="依規定辦理。", content_hash="other"))
    made = built(now, tmp_path / "before.jsonl")
    held = {question.id: question for question in made.held_out}
    assert held[kept[0].id] == kept[0]
    assert held[kept[1].id] == replace(kept[1], golden_hashes=("new",))
    assert held[missing.id].question == missing.question
    assert made.bound.verified == 1
    assert made.bound.retired == {"before.jsonl:3": f"{gone.key} no longer holds the answer"}


def test_an_earlier_question_without_its_section_is_retired(company: list[Section], tmp_path: Path) -> None:
    asked: Question = next(question for question in built(company).held_out if question.answerable)
    near: Question = next(question for question in built(company).held_out if not question.answerable)
    write_records(tmp_path / "before.jsonl", [asked, near])
    lost = {*asked.lineage, *near.lineage}
    made = built([section for section in company if section.id not in lost], tmp_path / "before.jsonl")
    assert made.bound.retired == {
        "before.jsonl:1": f"{asked.golden_keys[0]} is gone",
        "before.jsonl:2": "is no longer known to have no answer",
    }


def test_every_row_that_cannot_be_used_is_named(company: list[Section], tmp_path: Path) -> None:
    sheet = write(
        tmp_path / "ours.csv",
        "question,answer,key\n"
        "堆高機多久內要報？,7 分鐘,SOP-EQ-01 §1\n"
        ",7 分鐘,SOP-EQ-001 §1\n"
        "多久？,7 分鐘,SOP-EQ-001 §1\n"
        "多久,7 分鐘,SOP-EQ-001 §1\n"
        "多久要報？,8 分鐘,SOP-EQ-001 §1\n"
        "何時？,,SOP-EQ-001 §1\n"
        "誰？,設備課,\n",
    )
    with pytest.raises(UserError) as caught:
        built(company, sheet)
    assert str(caught.value) == (
        "error: 6 of 7 questions of `dataset.question_sheets` cannot be used\n"
        "  ours.csv:2  no section has the key SOP-EQ-01 §1, did you mean `SOP-EQ-001 §1`?\n"
        "  ours.csv:3  no question\n"
        "  ours.csv:5  asks what ours.csv:4 asks already\n"
        "  ours.csv:6  SOP-EQ-001 §1 says nothing of the answer\n"
        "  ours.csv:7  no answer\n"
        "  ours.csv:8  no key\n"
        "\n"
        "hint: mend or delete these rows; keys are in data/interim/sections.jsonl"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "none.csv",
            None,
            "error: the question sheet {} does not exist\n\nhint: `dataset.question_sheets` lists files",
        ),
        (
            "ours.txt",
            "",
            "error: {} is no question sheet\n"
            "  expected .csv, .xlsx, .json (SQuAD) or .jsonl (held-out questions of an earlier dataset)",
        ),
        (
            "ours.csv",
            "Frage,答案\n",
            "error: {} has no column question or 問題, key or 出處\n  its first row has: frage, 答案",
        ),
        (
            "ours.json",
            '{"data": [{}]}',
            "error: {} is not SQuAD JSON\n  expected data › paragraphs › qas, with question and answers",
        ),
    ],
)
def test_a_file_that_is_no_sheet_says_what_it_should_be(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    path = tmp_path / name
    if text is not None:
        write(path, text)
    with pytest.raises(UserError) as caught:
        read_sheets([str(path)])
    assert str(caught.value) == message.format(path)


def test_a_table_in_big5_says_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_bytes("問題".encode("cp950"))
    with pytest.raises(UserError) as caught:
        read_sheets([str(tmp_path / "ours.csv")])
    assert str(caught.value).endswith("is not UTF-8\n\nhint: save it as `CSV UTF-8`, or as .xlsx")

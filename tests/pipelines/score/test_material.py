from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.records import Answer, read_records, write_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.score.material import read_material
from tests.eval.makers import SKILLS, make_answers, make_questions, write_answers, write_line

ARMS = tuple(SKILLS)


def test_all_arms_are_read_with_the_hash_of_each_input(tmp_path: Path) -> None:
    material = read_material(ARMS, write_line(tmp_path, count=8, groups=4))
    assert list(material.answers) == list(ARMS)
    assert sorted(material.hashes) == sorted(["dataset", *(f"answers/{arm}" for arm in ARMS)])
    assert len(material.questions) == 8


def test_every_answerable_question_has_a_class_where_its_section_is_still_there(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    material = read_material(("base",), folders)
    assert sorted(material.classes) == [one.id for one in material.questions if one.answerable]
    assert {material.classes[one.id] for one in material.questions if one.id in material.classes} == {
        "other_language",
        "paraphrase",
    }
    gone = replace(make_questions(1, 1)[0], id="Q900", answerable=True, golden_hashes=("gone",))
    with replacing_folder(folders.processed) as new:
        write_records(new / "heldout.jsonl", [*material.questions, gone])
    write_answers(folders, "base", material.answers["base"])
    assert "Q900" not in read_material(("base",), folders).classes


def test_an_arm_without_answers_is_named_and_left_out(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    write_answers(folders, "champion", [])
    material = read_material((*ARMS, "champion"), folders)
    assert material.absent == ["champion"]
    assert "champion" not in material.answers


def test_all_missing_and_altered_answers_are_named_at_once(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    (folders.answers / "base.jsonl").unlink()
    with (folders.answers / "candidate.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(UserError) as error:
        read_material(ARMS, folders)
    assert error.value.message == "2 of 4 arms cannot be scored"
    assert error.value.details == (
        f"{folders.answers}/base.jsonl does not exist",
        f"{folders.answers}/candidate.jsonl differs from its manifest",
    )
    assert "arm=base && python -m pipelines.answer arm=candidate" in str(error.value)


def test_answers_to_other_questions_stop_the_stage(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    write_answers(folders, "base", make_answers(make_questions(9, 4), "base", 1))
    with pytest.raises(UserError, match="answers other questions than those held out"):
        read_material(ARMS, folders)


def test_answers_are_read_as_they_were_written(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    material = read_material(("base",), folders)
    assert material.answers["base"] == read_records(folders.answers / "base.jsonl", Answer)

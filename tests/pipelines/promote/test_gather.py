from pathlib import Path

import pytest

from pipelines.promote.gather import gather
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from tests.eval.makers import ADAPTER, SKILLS, make_answers, make_questions, write_answers, write_line, write_scores


def _scored(root: Path, metrics: str | None = None) -> Folders:
    return write_scores(write_line(root, count=8, groups=4), metrics=metrics)


def test_a_complete_line_has_no_damage_and_hashes_of_all_it_rests_on(tmp_path: Path) -> None:
    evidence = gather(_scored(tmp_path), None)
    assert evidence.damage == evidence.foreign == []
    assert evidence.card.adapter_hash == ADAPTER
    assert set(evidence.hashes) == {
        "adapters/candidate",
        "sections",
        "index",
        "dataset",
        "scores",
        *(f"answers/{arm}" for arm in SKILLS),
    }


def test_an_altered_file_is_damage(tmp_path: Path) -> None:
    folders = _scored(tmp_path)
    with (folders.scores / "scores.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert gather(folders, None).damage == [f"{folders.scores} differs from its manifest; scores.jsonl was changed"]


def test_answers_written_again_after_the_scores_are_damage(tmp_path: Path) -> None:
    folders = _scored(tmp_path)
    write_answers(folders, "base", make_answers(make_questions(8, 4), "base", 1.1))
    assert gather(folders, None).damage == [f"{folders.scores} was made from another state of answers/base"]


def test_sections_that_changed_after_the_answers_are_damage(tmp_path: Path) -> None:
    folders = _scored(tmp_path)
    with replacing_folder(folders.interim) as new:
        (new / "sections.jsonl").write_text("", encoding="utf-8")
    damage = gather(folders, None).damage
    assert len(damage) == len(SKILLS)
    assert all(line.endswith("was made from another state of sections") for line in damage)


def test_another_index_than_the_answers_was_searched_is_damage(tmp_path: Path) -> None:
    folders = _scored(tmp_path)
    with replacing_folder(folders.index) as new:
        (new / "index.json").write_text("", encoding="utf-8")
    damage = gather(folders, None).damage
    assert damage == [f"{folders.answers}/{arm}.jsonl was made from another state of index" for arm in SKILLS]


def test_scores_of_other_metric_code_are_foreign(tmp_path: Path) -> None:
    evidence = gather(_scored(tmp_path, metrics="old"), None)
    assert evidence.damage == []
    assert evidence.foreign == ["the scores were made by other metric code than this; run `python -m pipelines.score`"]


def test_a_champion_without_answers_is_damage(tmp_path: Path) -> None:
    folders = _scored(tmp_path)
    assert gather(folders, "c" * 64).damage == [f"{folders.answers}/champion.jsonl does not exist"]
    assert gather(folders, ADAPTER).damage == []


def test_without_a_candidate_there_is_nothing_to_judge(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="adapter_card"):
        gather(Folders(tmp_path), None)

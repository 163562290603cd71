"""Outputs are there whole or not at all."""

import json
import os
import shutil
from pathlib import Path

import pytest

from pipelines.runtime import files
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import (
    manifest_of,
    replacing_file,
    replacing_folder,
    require_free_space,
    sha256_of,
    verify,
)


def write_folder(target: Path, text: str) -> None:
    with replacing_folder(target, inputs={"sections": "abc"}) as new:
        (new / "deep").mkdir()
        (new / "sections.jsonl").write_text(text, encoding="utf-8")
        (new / "deep" / "more.txt").write_text(text * 2, encoding="utf-8")


def write_file(target: Path, text: str) -> None:
    with replacing_file(target) as new:
        new.write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_comes_with_a_manifest_of_its_files_and_inputs(tmp_path: Path) -> None:
    target = tmp_path / "interim"
    write_folder(target, "one")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["files"]) == ["deep/more.txt", "sections.jsonl"]
    assert manifest["files"]["sections.jsonl"] == sha256_of(target / "sections.jsonl")
    assert manifest["inputs"] == {"sections": "abc"}


def test_a_folder_is_replaced_with_all_it_held(tmp_path: Path) -> None:
    target = tmp_path / "interim"
    write_folder(target, "one")
    (target / "left_over.txt").write_text("x", encoding="utf-8")
    write_folder(target, "two")
    assert names(target) == ["deep", "manifest.json", "sections.jsonl"]
    assert names(tmp_path) == ["interim"]


def test_equal_contents_have_equal_hashes_and_others_have_others(tmp_path: Path) -> None:
    for name, text in (("a", "one"), ("b", "one"), ("c", "two")):
        write_folder(tmp_path / name, text)
    assert verify(tmp_path / "a") == verify(tmp_path / "b") != verify(tmp_path / "c")


def test_a_page_for_people_is_verified_and_is_not_part_of_the_hash(tmp_path: Path) -> None:
    """A nicer card made every answer look as if it were of other questions."""
    for name, page in (("a", "plain"), ("b", "nicer")):
        with replacing_folder(tmp_path / name) as new:
            (new / "train.jsonl").write_text("{}", encoding="utf-8")
            (new / "card.md").write_text(page, encoding="utf-8")
    assert verify(tmp_path / "a") == verify(tmp_path / "b")
    (tmp_path / "a" / "card.md").write_text("forged", encoding="utf-8")
    with pytest.raises(UserError, match="differs from its manifest"):
        verify(tmp_path / "a")


def test_an_exception_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "interim"
    write_folder(target, "one")
    before = verify(target)
    with pytest.raises(RuntimeError), replacing_folder(target) as new:
        (new / "half.jsonl").write_text("x", encoding="utf-8")
        raise RuntimeError
    assert verify(target) == before
    assert names(tmp_path) == ["interim"]


def test_an_exception_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "base.jsonl"
    write_file(target, "one")
    with pytest.raises(RuntimeError), replacing_file(target) as new:
        new.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "one"
    verify(target)
    assert names(tmp_path) == ["base.jsonl", "base.manifest.json"]


def test_a_file_written_twice_alike_has_the_same_manifest(tmp_path: Path) -> None:
    target = tmp_path / "base.jsonl"
    write_file(target, "one")
    first = manifest_of(target).read_bytes()
    write_file(target, "two")
    write_file(target, "one")
    assert manifest_of(target).read_bytes() == first


def test_files_of_one_folder_do_not_disturb_each_other(tmp_path: Path) -> None:
    with replacing_file(tmp_path / "base.jsonl") as one, replacing_file(tmp_path / "candidate.jsonl") as other:
        one.write_text("1", encoding="utf-8")
        other.write_text("2", encoding="utf-8")
    assert names(tmp_path) == ["base.jsonl", "base.manifest.json", "candidate.jsonl", "candidate.manifest.json"]


def test_what_a_killed_run_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    stale = tmp_path / ".interim.0badc0de.tmp"
    (stale / "interim").mkdir(parents=True)
    write_folder(tmp_path / "interim", "one")
    assert names(tmp_path) == ["interim"]


def test_what_a_living_run_still_writes_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "interim"
    with replacing_folder(target) as first:
        (first / "sections.jsonl").write_text("first", encoding="utf-8")
        write_folder(target, "second")
        assert (first / "sections.jsonl").is_file()
    assert (target / "sections.jsonl").read_text(encoding="utf-8") == "first"


def test_without_an_exchange_of_names_a_folder_is_still_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    target = tmp_path / "interim"
    write_folder(target, "one")
    write_folder(target, "two")
    assert (target / "sections.jsonl").read_text(encoding="utf-8") == "two"
    assert names(tmp_path) == ["interim"]


def test_a_folder_that_was_moved_aside_when_its_run_was_killed_comes_back(tmp_path: Path) -> None:
    target = tmp_path / "interim"
    write_folder(target, "one")
    before = verify(target)
    stale = tmp_path / ".interim.0badc0de.tmp"
    stale.mkdir()
    target.rename(stale / "old")
    with pytest.raises(RuntimeError), replacing_folder(target):
        raise RuntimeError
    assert verify(target) == before


@pytest.mark.parametrize(
    ("harm", "detail"),
    [
        (lambda target: (target / "sections.jsonl").unlink(), "sections.jsonl is missing"),
        (lambda target: (target / "sections.jsonl").write_text("x"), "sections.jsonl was changed"),
        (lambda target: (target / "new.txt").write_text("x"), "new.txt is not in the manifest"),
    ],
)
def test_a_folder_that_was_touched_is_refused(tmp_path: Path, harm: object, detail: str) -> None:
    target = tmp_path / "interim"
    write_folder(target, "one")
    harm(target)  # type: ignore[operator]
    with pytest.raises(UserError) as caught:
        verify(target)
    assert str(caught.value) == (
        f"error: {target} differs from its manifest\n  {detail}\n\n"
        "hint: write it again with `python -m pipelines.ingest`, or all of it with `dvc repro score`"
    )


def test_a_file_that_was_touched_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "answers" / "base.jsonl"
    write_file(target, "one")
    target.write_text("two", encoding="utf-8")
    with pytest.raises(UserError, match="differs from its manifest"):
        verify(target)


def test_what_has_no_manifest_was_not_written_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "interim").mkdir()
    with pytest.raises(UserError, match="has no manifest"):
        verify(tmp_path / "interim")


def test_a_manifest_that_is_none_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "interim", "one")
    (tmp_path / "interim" / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match="is not a manifest"):
        verify(tmp_path / "interim")


def test_a_missing_output_names_the_stage_that_writes_it(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        verify(tmp_path / "answers" / "base.jsonl")
    assert caught.value.hint is not None
    assert "python -m pipelines.answer" in caught.value.hint


def test_a_disk_without_room_is_refused_before_the_work(tmp_path: Path) -> None:
    require_free_space(tmp_path / "not" / "yet", 1)
    with pytest.raises(UserError, match="not enough disk space"):
        require_free_space(tmp_path, shutil.disk_usage(tmp_path).total * 10)


def test_permissions_are_those_the_user_asked_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_folder(tmp_path / "interim", "one")
        assert (tmp_path / "interim").stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(before)

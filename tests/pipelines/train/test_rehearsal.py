"""What a starter brings for a company's training."""

from pathlib import Path

import pytest

from pipelines.records import write_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.train.rehearsal import FILE, rehearsal
from tests.pipelines.models.tiny import examples


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """Returns a folder that holds practice and nothing else."""
    with replacing_folder(tmp_path / "starter") as folder:
        write_records(folder / FILE, examples(5))
    return tmp_path / "starter"


def test_all_examples_of_the_first_source_sets_are_rehearsed(starter: Path) -> None:
    found = rehearsal(starter, 2)
    assert len(found) == 4
    assert len({example.source_set for example in found}) == 2
    assert found == examples(5)[:4]


@pytest.mark.parametrize(("sets", "number"), [(0, 0), (5, 10), (99, 10)])
def test_there_is_no_more_than_the_starter_brings(starter: Path, sets: int, number: int) -> None:
    assert len(rehearsal(starter, sets)) == number


def test_a_starter_without_practice_has_nothing_to_rehearse(tmp_path: Path) -> None:
    assert rehearsal(tmp_path, 3) == []


def test_practice_that_was_changed_is_not_learnt(starter: Path) -> None:
    with (starter / FILE).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(UserError):
        rehearsal(starter, 1)

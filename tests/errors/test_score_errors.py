"""Every message of score, in full."""

from pathlib import Path

import pytest

from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.score.material import read_material
from tests.eval.makers import make_answers, make_questions, write_answers, write_line


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A small line below the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_line(Path("data"), count=8, groups=4)


def message_of(folders: Folders, *arms: str) -> str:
    with pytest.raises(UserError) as caught:
        read_material(arms, folders)
    return str(caught.value)


def test_answers_are_missing_or_altered(folders: Folders) -> None:
    (folders.answers / "base.jsonl").unlink()
    (folders.answers / "candidate.manifest.json").unlink()
    assert message_of(folders, "extractive", "base", "candidate") == (
        "error: 2 of 3 arms cannot be scored\n"
        "  data/answers/base.jsonl does not exist\n"
        "  data/answers/candidate.jsonl has no manifest, so it was not written to its end\n"
        "\n"
        "hint: write their answers again: `python -m pipelines.answer arm=base && python -m pipelines.answer "
        "arm=candidate`, or all with `dvc repro score`"
    )


def test_answers_belong_to_other_questions(folders: Folders) -> None:
    write_answers(folders, "base", make_answers(make_questions(10, 5), "base", 1))
    assert message_of(folders, "base") == (
        "error: data/answers/base.jsonl answers other questions than those held out\n"
        "  2 of 10 answers, the first to question Q008\n"
        "\n"
        "hint: the dataset was made again since; run `python -m pipelines.answer arm=base`"
    )

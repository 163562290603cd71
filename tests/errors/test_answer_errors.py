"""Every message of `answer` and `ask` in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import ROOT, write_company

ARMS = (
    "extractive, base_few_shot, base, candidate, champion, candidate_repeat, base_golden, base_distractors, "
    "base_counterfactual, base_closed_book, candidate_golden, candidate_distractors, candidate_counterfactual, "
    "candidate_closed_book"
)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return write_company(tmp_path / "data")


def mistake(stage: str, folders: Folders, *arguments: str) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            f"pipelines.{stage}",
            f"data_dir={folders.root}",
            "model=smollm2_135m",
            "retrieval=bm25",
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    return done.stderr.replace(str(folders.root), "DATA")


def test_an_unknown_arm(folders: Folders) -> None:
    assert mistake("answer", folders, "arm=candidat") == (
        f"error: there is no arm `candidat`\n  arms: {ARMS}\n\nhint: did you mean `candidate`?\n"
    )


def test_no_arm(folders: Folders) -> None:
    assert mistake("answer", folders) == (
        f"error: no arm is named\n  arms: {ARMS}\n\nhint: name one: `python -m pipelines.answer arm=candidate`\n"
    )


def test_no_adapter(folders: Folders) -> None:
    assert mistake("answer", folders, "arm=candidate") == (
        "error: DATA/adapters/candidate does not exist\n\n"
        "hint: write it again with `python -m pipelines.train`, or all of it with `dvc repro score`\n"
    )


def test_questions_changed_by_hand(folders: Folders) -> None:
    with (folders.processed / "heldout.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert mistake("answer", folders, "arm=extractive") == (
        "error: DATA/processed differs from its manifest\n  heldout.jsonl was changed\n\n"
        "hint: write it again with `python -m pipelines.dataset`, or all of it with `dvc repro score`\n"
    )


def test_earlier_answers_stay_when_an_input_is_missing(folders: Folders) -> None:
    folders.answers.mkdir()
    (folders.answers / "extractive.jsonl").write_text("earlier", encoding="utf-8")
    (folders.interim / "sections.jsonl").unlink()
    assert "sections.jsonl is missing" in mistake("answer", folders, "arm=extractive")
    assert (folders.answers / "extractive.jsonl").read_text(encoding="utf-8") == "earlier"


def test_nothing_asked(folders: Folders) -> None:
    assert mistake("ask", folders) == (
        'error: no question was asked\n\nhint: type it: `python -m pipelines.ask question="…"`\n'
    )


def test_asked_before_anything_was_trained(folders: Folders) -> None:
    assert mistake("ask", folders, "question=出貨異常多久內要通報？") == (
        "error: DATA/adapters/candidate does not exist\n\n"
        "hint: write it again with `python -m pipelines.train`, or all of it with `dvc repro score`\n"
    )


def test_a_misspelt_key_beside_a_question(folders: Folders) -> None:
    message = mistake("ask", folders, "question=a=b?", "retrieval.source=2")
    assert message.startswith("error: unknown key `retrieval.source` on the command line\n")
    assert message.endswith("hint: did you mean `sources`?\n")

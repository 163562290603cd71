"""Every message about a missing or outdated index in full."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.records import write_records
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import NOTICE, ROOT, SECTIONS, section, write_company

STAGES = {
    "dataset": ("dataset", "dataset.hold_out_keys=[]"),
    "answer": ("answer", "model=smollm2_135m", "arm=extractive"),
    "ask": ("ask", "model=smollm2_135m", "question=出貨異常多久內要通報？"),
}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return write_company(tmp_path / "data")


def mistake(folders: Folders, stage: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"pipelines.{stage}", f"data_dir={folders.root}", "retrieval=bm25", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done.stdout + done.stderr
    return done.stderr.replace(str(folders.root), "DATA")


def test_nothing_is_ingested(tmp_path: Path) -> None:
    assert mistake(Folders(tmp_path), "index") == (
        "error: DATA/interim does not exist\n\n"
        "hint: write it again with `python -m pipelines.ingest`, or all of it with `dvc repro score`\n"
    )


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_indexed(folders: Folders, stage: str) -> None:
    shutil.rmtree(folders.index)
    assert mistake(folders, *STAGES[stage]) == (
        "error: DATA/index does not exist\n\n"
        "hint: write it again with `python -m pipelines.index`, or all of it with `dvc repro score`\n"
    )


@pytest.mark.parametrize("stage", STAGES)
def test_the_documents_were_read_again_and_not_indexed(folders: Folders, stage: str) -> None:
    """An answer from an index of other documents would cite paragraphs that are not there any more."""
    changed = section(NOTICE.key, "出貨異常須於 12 小時內通報。")
    with replacing_folder(folders.interim) as new:
        write_records(new / "sections.jsonl", [changed, *SECTIONS[2:], section("HR-002 第一條", "新的。")])
    assert mistake(folders, *STAGES[stage]) == (
        "error: the index in DATA/index is of other sections or settings\n"
        "  sections: 1 came, 1 went, 1 changed\n\n"
        "hint: build it again with `python -m pipelines.index`\n"
    )


@pytest.mark.parametrize("stage", STAGES)
def test_sections_are_searched_otherwise_than_they_were_indexed(folders: Folders, stage: str) -> None:
    assert mistake(folders, *STAGES[stage], "retrieval.enclosing=true") == (
        "error: the index in DATA/index is of other sections or settings\n"
        "  enclosing: false there, true here\n\n"
        "hint: build it again with `python -m pipelines.index`\n"
    )

"""What the dataset stage says when a user's input cannot work."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.records import Section
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import write_sections

ROOT = Path(__file__).parents[2]


def section(number: int, text: str) -> Section:
    """A section with a text."""
    return Section(
        id=f"SOP@1#§{number}",
        document="SOP",
        title="程序",
        key=f"SOP §{number}",
        kind="prose",
        heading_path=(f"{number} 設備",),
        text=text,
        language="zh",
        source="sop.docx",
        content_hash=sha256(text.encode()).hexdigest(),
    )


def run(data: Path, *overrides: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage on a data folder; how far it got stands on the error stream too, and is taken out."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pipelines.dataset",
            f"data_dir={data}",
            "dataset.hold_out_keys=[]",
            "retrieval=bm25",
            *overrides,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines(keepends=True) if not line.startswith("finding facts: ")]
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout, "".join(said))


def write(data: Path, sections: list[Section]) -> Path:
    """Writes sections and their index as the stages before would."""
    write_sections(Folders(data), sections)
    return data


def test_sections_without_a_checkable_fact_stop_the_stage(tmp_path: Path) -> None:
    result = run(write(tmp_path, [section(1, "依規定辦理。")]))
    assert result.returncode == 2
    assert result.stderr == (
        "error: no section can be asked about\n\nhint: look at data/interim/sections.jsonl, then run ingest again\n"
    )
    assert not (tmp_path / "processed").exists()


def test_too_few_groups_stop_the_stage(tmp_path: Path) -> None:
    result = run(write(tmp_path, [section(1, "堆高機須於故障後 7 分鐘內通報設備課。")]))
    assert result.returncode == 2
    assert result.stderr == (
        "error: 1 groups of sections are too few to hold questions out and still train\n"
        "  a group is a section with everything too near to it; at least 5 are needed\n"
        "\n"
        "hint: add documents to the corpus and run `python -m pipelines.ingest` again\n"
    )


def test_a_key_to_hold_out_that_does_not_exist_is_named(tmp_path: Path) -> None:
    data = write(tmp_path, [section(1, "堆高機須於故障後 7 分鐘內通報設備課。")])
    result = run(data, "dataset.hold_out_keys=['SOP §2']")
    assert result.returncode == 2
    assert result.stderr == (
        "error: 1 of `dataset.hold_out_keys` are in no document\n  SOP §2\n\nhint: did you mean `SOP §1`?\n"
    )


@pytest.mark.parametrize("stage", ["ingest"])
def test_sections_that_were_never_made_name_the_stage_to_run(tmp_path: Path, stage: str) -> None:
    result = run(tmp_path)
    assert result.returncode == 2
    assert f"pipelines.{stage}" in result.stderr


def test_an_export_before_there_is_a_dataset_names_the_stage_to_run(tmp_path: Path) -> None:
    result = run(tmp_path, "export=messages")
    assert result.returncode == 2
    assert result.stderr.replace(str(tmp_path), "DATA") == (
        "error: DATA/processed does not exist\n\n"
        "hint: write it again with `python -m pipelines.dataset`, or all of it with `dvc repro score`\n"
    )


def test_an_unknown_format_of_an_export_is_named_with_the_known_ones(tmp_path: Path) -> None:
    result = run(tmp_path, "export=openai")
    assert result.returncode == 2
    assert result.stderr == (
        "error: wrong value for `export` on the command line\n"
        "  found `openai`, expected messages or alpaca or sharegpt or null\n"
    )


def test_no_text_of_a_document_is_in_any_message(tmp_path: Path) -> None:
    result = run(write(tmp_path, [section(1, "堆高機須於故障後 7 分鐘內通報設備課。")]))
    assert "堆高機" not in result.stderr + result.stdout

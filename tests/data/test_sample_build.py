"""The sample company's documents are what their readable sources make."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "raw" / "sample"
OFFICE = sorted(path for path in SAMPLE.iterdir() if path.suffix in (".docx", ".xlsx", ".pptx"))


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(root / "data" / "sample_sources" / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the sources and nothing built."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "data" / "sample_sources", root / "data" / "sample_sources")
    return root


def test_a_build_elsewhere_under_another_clock_and_hash_seed_gives_the_tracked_bytes(copy: Path) -> None:
    done = build(copy, TZ="Asia/Taipei", PYTHONHASHSEED="7", LANG="C")
    assert done.returncode == 0, done.stderr
    assert hashes(copy / "data" / "raw" / "sample") == hashes(SAMPLE)


def test_the_check_accepts_the_tracked_files() -> None:
    done = build(ROOT, "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_check_names_files_that_differ_are_missing_or_have_no_source(copy: Path) -> None:
    build(copy)
    target = copy / "data" / "raw" / "sample"
    (target / "corpus.yaml").write_text("documents: []\n", encoding="utf-8")
    (target / "FAQ-002_Customer_FAQ.csv").unlink()
    (target / "stray.txt").write_text("stray", encoding="utf-8")
    done = build(copy, "--check")
    assert done.returncode == 1
    named = [Path(line.split(" is not what")[0]).name for line in done.stderr.splitlines() if "is not what" in line]
    assert named == ["FAQ-002_Customer_FAQ.csv", "corpus.yaml", "stray.txt"]
    assert done.stderr.endswith("hint: run `python data/sample_sources/build.py`\n")


@pytest.mark.parametrize("path", OFFICE, ids=lambda path: path.name)
def test_office_files_hold_no_clock_no_order_and_no_compression_of_the_machine(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        core = archive.read("docProps/core.xml").decode("utf-8")
    names = [member.filename for member in members]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert {member.date_time for member in members} == {(2024, 7, 1, 9, 0, 0)}
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert core.count("2024-07-01T09:00:00Z") == core.count("<dcterms:")

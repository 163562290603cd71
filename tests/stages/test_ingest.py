"""The stage as people start it: `python -m pipelines.ingest`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.records import Quarantined, Section, read_records
from pipelines.runtime.files import verify

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "raw" / "sample"

POLICY = (
    "# 出貨程序\n\n版次：2.0　生效日期：2024-07-01\n\n## 4 異常處理\n\n### 4.3 通報\n\n須於 24 小時內通報物流部門。\n"
)


def ingest(*overrides: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage from the repository's root."""
    command = [sys.executable, "-m", "pipelines.ingest", *overrides]
    return subprocess.run(command, cwd=SAMPLE.parents[2], capture_output=True, text=True, check=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "SOP-1.md").write_text(POLICY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample company's sections, and what the run printed."""
    data = tmp_path_factory.mktemp("data")
    run = ingest(f"data_dir={data}")
    assert run.returncode == 0, run.stderr
    return data / "interim", run.stdout


def test_the_sample_company_gives_its_sections_and_nothing_in_quarantine(sample: tuple[Path, str]) -> None:
    folder, printed = sample
    sections = read_records(folder / "sections.jsonl", Section)
    assert len(sections) >= 220
    assert read_records(folder / "quarantine.jsonl", Quarantined) == []
    assert f"{len(sections)} sections" in printed
    assert "python -m pipelines.dataset" in printed


def test_every_id_of_the_sample_is_unique_and_so_is_every_key_in_its_edition(sample: tuple[Path, str]) -> None:
    sections = read_records(sample[0] / "sections.jsonl", Section)
    assert len({section.id for section in sections}) == len(sections)
    named = {(section.key, section.edition, section.language) for section in sections}
    assert len(named) == len(sections)


def test_the_two_editions_of_the_shipping_procedure_share_keys_and_follow_each_other(sample: tuple[Path, str]) -> None:
    sections = read_records(sample[0] / "sections.jsonl", Section)
    old, new = sorted(
        (section for section in sections if section.key == "SOP-LOG-001 §4.3"),
        key=lambda section: section.effective_from or "",
    )
    assert "24 小時" in new.text
    assert "倉儲主管" in new.text
    assert (new.effective_until, new.supersedes) == (None, old.edition)
    assert old.effective_until == new.effective_from


def test_the_pay_scale_is_for_human_resources_alone_and_the_chat_is_not_citable(sample: tuple[Path, str]) -> None:
    sections = read_records(sample[0] / "sections.jsonl", Section)
    assert {section.audience for section in sections if section.document == "HR-009"} == {"hr"}
    assert {section.citable for section in sections if section.kind == "exchange"} == {False}


def test_all_kinds_of_sections_and_both_languages_are_in_the_sample(sample: tuple[Path, str]) -> None:
    sections = read_records(sample[0] / "sections.jsonl", Section)
    assert {section.kind for section in sections} == {"prose", "step", "table", "faq", "exchange"}
    assert {section.language for section in sections} == {"zh", "en"}


def test_the_same_corpus_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("first", "second"):
        assert ingest(f"corpus.path={corpus}", f"data_dir={tmp_path / name}").returncode == 0
        hashes.append(verify(tmp_path / name / "interim"))
    assert hashes[0] == hashes[1]


def test_what_cannot_be_read_is_kept_with_its_reason_and_the_rest_goes_on(corpus: Path, tmp_path: Path) -> None:
    (corpus / "scan.pdf").write_bytes(b"%PDF-1.7 cut short")
    (corpus / "log.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
    run = ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}", "corpus.quarantine_limit=0.5")
    assert run.returncode == 0
    lost = read_records(tmp_path / "interim" / "quarantine.jsonl", Quarantined)
    assert [(item.source, item.locator, item.reader) for item in lost] == [
        ("log.csv", "row 3", "csv"),
        ("scan.pdf", None, "pdf"),
    ]
    assert all(len(item.sha256) == 64 and item.bytes for item in lost)
    assert len(read_records(tmp_path / "interim" / "sections.jsonl", Section)) == 2


def test_the_corpus_is_named_in_the_summary(corpus: Path, tmp_path: Path) -> None:
    run = ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}", "corpus.name=acme")
    assert "1 documents of acme" in run.stdout


def test_too_much_in_quarantine_ends_with_exit_code_2(corpus: Path, tmp_path: Path) -> None:
    (corpus / "scan.pdf").write_bytes(b"not one")
    run = ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}")
    assert run.returncode == 2
    assert "quarantine_limit" in run.stdout


def test_looking_inside_a_file_prints_json_and_nothing_else(corpus: Path, tmp_path: Path) -> None:
    run = ingest(f"inspect={corpus / 'SOP-1.md'}", f"data_dir={tmp_path / 'data'}")
    shown = json.loads(run.stdout)
    assert run.returncode == 0
    assert {"label": "4.3", "text": "通報", "path": ["4"]}.items() <= shown["paragraphs"][3].items()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("override", "shape"),
    [
        ("corpus.max_section_chars=8", lambda sections: len(sections) > 1),
        ("corpus.max_file_megabytes=0", lambda sections: sections == []),
        ("corpus.reader_seconds=0", lambda sections: sections == []),
        ("corpus.reader_megabytes=1", lambda sections: sections == []),
    ],
)
def test_every_limit_changes_what_comes_out(corpus: Path, tmp_path: Path, override: str, shape: object) -> None:
    ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}", override)
    assert callable(shape)
    assert shape(read_records(tmp_path / "interim" / "sections.jsonl", Section))


def test_the_clause_limit_decides_whether_items_are_sections(corpus: Path, tmp_path: Path) -> None:
    (corpus / "SOP-1.md").unlink()
    (corpus / "HR-1.txt").write_text("第三條 應繳交：\n一、證明影本。\n二、照片。\n", encoding="utf-8")
    counts = []
    for limit in (5, 400):
        ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}", f"corpus.whole_clause_chars={limit}")
        counts.append(len(read_records(tmp_path / "interim" / "sections.jsonl", Section)))
    assert counts == [3, 1]

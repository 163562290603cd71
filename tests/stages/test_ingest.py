"""The stage as people start it: `python -m pipelines.ingest`."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines.ingest import stage
from pipelines.ingest.__main__ import work
from pipelines.ingest.config import Config, CorpusConfig
from pipelines.ingest.files import FileRead
from pipelines.ingest.job import Read
from pipelines.records import Account, Quarantined, Section, read_records
from pipelines.runtime import parallel
from pipelines.runtime.config import compose
from pipelines.runtime.files import verify

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "raw" / "sample"

POLICY = (
    "# 出貨程序\n\n版次：2.0　生效日期：2024-07-01\n\n## 4 異常處理\n\n### 4.3 通報\n\n須於 24 小時內通報物流部門。\n"
)


PERSON = "A123456789"
SECRET = SAMPLE.parent / "sample.key"


def ingest(*overrides: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage from the repository's root."""
    command = [sys.executable, "-m", "pipelines.ingest", *overrides]
    variables = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=SAMPLE.parents[2], env=variables, capture_output=True, encoding="utf-8", check=False
    )


def sections_of(*overrides: str) -> list[Section]:
    """Runs the work of the stage in this process, which is quicker."""
    return stage.ingest(compose(Config, [f"corpus.secret={SECRET}", *overrides])).sections


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
    assert "python -m pipelines.index" in printed


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


def test_looking_inside_a_file_shows_what_is_hidden_redacted_and_inside_it(corpus: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(corpus / "a.zip", "w") as archive:
        archive.writestr("inner.md", f"# 內\n\n身分證字號 {PERSON}，出\u200b貨。\n")
        archive.writestr("tool.exe", b"MZ")
    secret = tmp_path / "none.key"
    shown = json.loads(ingest(f"inspect={corpus / 'a.zip'}", f"corpus.secret={secret}").stdout)
    assert shown["hidden"] == {"zero_width": 1}
    assert shown["redacted"] == {"national_id": 1}
    ((name, text),) = ((part["name"], part["paragraphs"][1]["text"]) for part in shown["parts"])
    assert (name, text) == ("inner.md", f"身分證字號 {PERSON}，出貨。"), "one's own file is shown as it is"
    assert [problem["locator"] for problem in shown["problems"]] == ["tool.exe"]
    assert not secret.exists()


@pytest.mark.parametrize(
    ("override", "shape"),
    [
        ("corpus.max_section_chars=8", lambda sections: len(sections) > 1),
        ("corpus.max_file_megabytes=0", lambda sections: sections == []),
        ("corpus.reader_seconds=0", lambda sections: sections == []),
        ("corpus.reader_megabytes=1", lambda sections: sections == []),
        ("corpus.reader_output_megabytes=0", lambda sections: sections == []),
    ],
)
def test_every_limit_changes_what_comes_out(corpus: Path, tmp_path: Path, override: str, shape: object) -> None:
    assert callable(shape)
    assert shape(sections_of(f"corpus.path={corpus}", f"data_dir={tmp_path}", override))


def test_the_clause_limit_decides_whether_items_are_sections(corpus: Path, tmp_path: Path) -> None:
    (corpus / "SOP-1.md").unlink()
    (corpus / "HR-1.txt").write_text("第三條 應繳交：\n一、證明影本。\n二、照片。\n", encoding="utf-8")
    counts = []
    for limit in (5, 400):
        limits = (f"corpus.path={corpus}", f"corpus.whole_clause_chars={limit}")
        counts.append(len(sections_of(*limits, f"data_dir={tmp_path}")))
    assert counts == [3, 1]


def write_many(corpus: Path, count: int) -> None:
    for number in range(count):
        (corpus / f"HR-{number:02}.md").write_text(f"# 規則{number}\n\n第一條 {number} 日。\n", encoding="utf-8")


def again(corpus: Path, data: Path) -> int:
    """Runs the stage in this process, and returns how many files it read."""
    limits = CorpusConfig(path=str(corpus), secret=str(SECRET), quarantine_limit=1)
    return work(Config(corpus=limits, data_dir=str(data))).read["of them read again"]


def test_a_second_run_reads_nothing_again_and_writes_the_same(corpus: Path, tmp_path: Path) -> None:
    write_many(corpus, 3)
    (corpus / "broken.pdf").write_bytes(b"not one")
    assert [again(corpus, tmp_path), again(corpus, tmp_path)] == [5, 0]
    assert again(corpus, tmp_path / "fresh") == 5
    assert verify(tmp_path / "fresh" / "interim") == verify(tmp_path / "interim")


def test_how_many_files_were_read_again_is_in_the_summary(corpus: Path, tmp_path: Path) -> None:
    run = ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}")
    assert "1 of them read again" in run.stdout


def test_a_changed_file_alone_is_read_again_and_a_withdrawn_one_leaves_the_cache(corpus: Path, tmp_path: Path) -> None:
    write_many(corpus, 3)
    again(corpus, tmp_path)
    (corpus / "HR-01.md").write_text("# 規則\n\n第一條 改為 90 日。\n", encoding="utf-8")
    (corpus / "HR-02.md").unlink()
    assert again(corpus, tmp_path) == 1
    assert "90 日" in (tmp_path / "interim" / "sections.jsonl").read_text(encoding="utf-8")
    assert len(list((tmp_path / "cache" / "ingest").iterdir())) == 3


def test_a_damaged_reading_is_read_again_and_written_again(corpus: Path, tmp_path: Path) -> None:
    again(corpus, tmp_path)
    before = verify(tmp_path / "interim")
    for path in (tmp_path / "cache" / "ingest").iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    assert [again(corpus, tmp_path), again(corpus, tmp_path)] == [1, 0]
    assert verify(tmp_path / "interim") == before


def test_other_settings_of_a_file_read_it_again(corpus: Path, tmp_path: Path) -> None:
    again(corpus, tmp_path)
    (corpus / "corpus.yaml").write_text("hotlines: [02-0000-5810]\n", encoding="utf-8")
    assert again(corpus, tmp_path) == 1


def test_locale_time_zone_and_the_order_on_disk_change_nothing(corpus: Path, tmp_path: Path) -> None:
    write_many(corpus, 6)
    other = tmp_path / "other"
    other.mkdir()
    for path in sorted(corpus.iterdir(), reverse=True):
        shutil.copy(path, other)
    here = {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"}
    there = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Taipei", "PYTHONHASHSEED": "2"}
    for folder, environment in ((corpus, here), (other, there)):
        assert ingest(f"corpus.path={folder}", f"data_dir={tmp_path / folder.name}", **environment).returncode == 0
    assert verify(tmp_path / "corpus" / "interim") == verify(tmp_path / "other" / "interim")


@pytest.mark.parametrize("engine", ["threading", "loky"])
def test_any_number_of_workers_gives_the_same(
    engine: parallel.Engine, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    write_many(corpus, 6)
    (corpus / "broken.pdf").write_bytes(b"not one")
    results = []
    for workers in (1, 2, 4):
        limits = CorpusConfig(path=str(corpus), secret=str(SECRET))
        config = Config(corpus=limits, data_dir=str(tmp_path / f"{workers}"), workers=workers, engine=engine)
        results.append(stage.ingest(config))
    assert results[0].again == 8
    assert results[0] == results[1] == results[2]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of Dask and tornado about their own event loops
def test_a_dask_cluster_gives_the_same(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workers may start no process of `multiprocessing`, which readers once were."""
    import dask
    from distributed import LocalCluster

    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    write_many(corpus, 6)
    limits = CorpusConfig(path=str(corpus), secret=str(SECRET))
    here = stage.ingest(Config(corpus=limits, data_dir=str(tmp_path / "here"), workers=1))
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as cluster,
        dask.config.set({"scheduler-address": cluster.scheduler_address}),
    ):
        assert stage.ingest(Config(corpus=limits, data_dir=str(tmp_path / "there"), engine="dask")) == here


def test_every_file_has_an_account_that_adds_up(sample: tuple[Path, str]) -> None:
    accounts = read_records(sample[0] / "accounts.jsonl", Account)
    assert {account.source for account in accounts} == set(
        json.loads((sample[0] / "manifest.json").read_text())["inputs"]
    )
    for account in accounts:
        fates = (account.sections, account.furniture, account.hidden, account.redacted, account.quarantined)
        assert account.characters == sum(fates) + account.lost, account.source
        assert account.lost <= CorpusConfig().max_loss * account.characters, account.source
    page = (sample[0] / "card.md").read_text(encoding="utf-8")
    assert all(account.source in page for account in accounts)


def test_personal_data_is_in_nothing_that_is_written_or_printed(corpus: Path, tmp_path: Path) -> None:
    """Not in texts, titles, file names, the names of parts, the cache, the manifest or a message."""
    (corpus / f"病歷 {PERSON}.md").write_text(f"# 病歷 {PERSON}\n\n身分證字號 {PERSON}。\n", encoding="utf-8")
    (corpus / f"壞檔 {PERSON}.pdf").write_bytes(b"not one")
    with zipfile.ZipFile(corpus / f"包 {PERSON}.zip", "w") as archive:
        archive.writestr(f"附件 {PERSON}.md", f"第一條 身分證字號 {PERSON}。\n")
        archive.writestr(f"程式 {PERSON}.exe", b"MZ")
    run = ingest(f"corpus.path={corpus}", f"data_dir={tmp_path / 'data'}", "corpus.quarantine_limit=1")
    assert run.returncode == 0
    assert "〔ID-" in run.stderr
    assert PERSON not in run.stdout + run.stderr
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert len(written) >= 8
    assert [path for path in written if PERSON in path.read_text(encoding="utf-8") + path.name] == []
    sections = read_records(tmp_path / "data" / "interim" / "sections.jsonl", Section)
    assert sum(section.redactions for section in sections) >= 2


def test_what_the_corpus_file_allows_is_no_personal_data(corpus: Path, tmp_path: Path) -> None:
    (corpus / "a.md").write_text("請寄 care@acme.example 或 amy.chen@acme.example。\n", encoding="utf-8")
    (corpus / "corpus.yaml").write_text("hotlines: [care@acme.example]\n", encoding="utf-8")
    written = str(sections_of(f"corpus.path={corpus}", f"data_dir={tmp_path}"))
    assert "care@acme.example" in written
    assert "amy.chen" not in written


def test_a_secret_is_made_once_for_its_owner_alone_and_names_people_alike(corpus: Path, tmp_path: Path) -> None:
    (corpus / "a.md").write_text(f"身分證字號 {PERSON}。\n", encoding="utf-8")
    secret = tmp_path / "own" / "pseudonyms.key"
    runs = []
    for key in (secret, secret, tmp_path / "other.key"):
        config = Config(corpus=CorpusConfig(path=str(corpus), secret=str(key)), data_dir=str(tmp_path))
        runs.append([section.text for section in stage.ingest(config).sections])
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_bytes()) == 32
    assert runs[0] == runs[1] != runs[2]


def test_recognising_pages_is_asked_of_the_reader(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def stand_in(file: stage.File, settings: object) -> FileRead:
        asked.append(file.options.ocr)
        return FileRead(read=Read(reason="not now"), sha256="", bytes=0)

    monkeypatch.setattr(stage, "read_file", stand_in)
    for ocr in (False, True):
        limits = CorpusConfig(path=str(corpus), ocr=ocr, secret=str(SECRET))
        stage.ingest(Config(corpus=limits, data_dir=str(tmp_path)))
    assert asked == [False, True]


def test_parts_of_a_file_are_documents_that_the_corpus_file_can_name(corpus: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(corpus / "export.zip", "w") as archive:
        archive.writestr("HR-7_v2.md", "第一條 甲。\n")
        archive.writestr("pay.md", "第一條 乙。\n")
    (corpus / "corpus.yaml").write_text(
        'documents:\n  - {file: "export.zip!pay*", id: PAY-1, audience: hr}\n', encoding="utf-8"
    )
    assert ingest(f"corpus.path={corpus}", f"data_dir={tmp_path}").returncode == 0
    sections = read_records(tmp_path / "interim" / "sections.jsonl", Section)
    assert {(section.source, section.document, section.audience) for section in sections} == {
        ("SOP-1.md", "SOP-1", "all"),
        ("export.zip!HR-7_v2.md", "HR-7", "all"),
        ("export.zip!pay.md", "PAY-1", "hr"),
    }
    accounts = read_records(tmp_path / "interim" / "accounts.jsonl", Account)
    assert [account.source for account in accounts] == ["SOP-1.md", "export.zip"]

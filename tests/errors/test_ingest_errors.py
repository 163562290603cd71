"""Every message of ingest, in full."""

from pathlib import Path

import pytest

from pipelines.ingest.__main__ import show, work
from pipelines.ingest.config import Config, CorpusConfig
from pipelines.runtime.config import compose
from pipelines.runtime.errors import UserError


def message_of(config: Config) -> str:
    with pytest.raises(UserError) as caught:
        work(config)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus folder named `docs` in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


CONFIG = Config(corpus=CorpusConfig(path="docs", reader_seconds=20))


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("corpus.max_section_chars=0", "`max_section_chars` is 0, and a section needs at least one"),
        ("corpus.quarantine_limit=20", "`quarantine_limit` is 20, and a share is from 0 to 1"),
    ],
)
def test_a_limit_out_of_its_range(override: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        compose(Config, [override])
    assert message in str(caught.value)


def test_a_folder_that_does_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert message_of(CONFIG) == (
        "error: the corpus folder docs does not exist\n"
        "\n"
        "hint: put documents into docs, or choose another folder with `corpus.path=`"
    )


def test_a_folder_without_documents(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "~$SOP-1.docx").write_bytes(b"x")
    (folder / "corpus.yaml").write_text("documents: []\n", encoding="utf-8")
    assert message_of(CONFIG) == (
        "error: no documents in docs\n\nhint: put documents into docs, or choose another folder with `corpus.path=`"
    )


def test_mistakes_in_the_corpus_file_all_at_once(folder: Path) -> None:
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    (folder / "corpus.yaml").write_text(
        "documents:\n"
        "  - file: a.md\n"
        "    audiance: hr\n"
        "    effective_from: soon\n"
        "  - file: b*.md\n"
        "    citable: maybe\n"
        "  - title: T\n"
        "hotline: [1]\n",
        encoding="utf-8",
    )
    assert message_of(CONFIG) == (
        "error: docs/corpus.yaml cannot be used\n"
        "  line 8: unknown key `hotline`, did you mean `hotlines`?\n"
        "  line 3: unknown key `audiance`, did you mean `audience`?\n"
        "  line 4: `effective_from` must be a date such as 2024-07-01\n"
        "  line 6: `citable` must be true or false\n"
        "  line 5: no file matches `b*.md`\n"
        "  line 7: a document needs `file`\n"
        "\n"
        "hint: keys of a document: file, id, title, edition, effective_from, supersedes, audience, citable, mapping"
    )


def test_a_corpus_file_that_is_no_yaml(folder: Path) -> None:
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    (folder / "corpus.yaml").write_text("documents:\n  - {file: a.md\n", encoding="utf-8")
    assert message_of(CONFIG) == "error: docs/corpus.yaml:3 is not YAML\n  expected ',' or '}', but got '<stream end>'"


def test_a_corpus_file_whose_lists_are_no_lists(folder: Path) -> None:
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    (folder / "corpus.yaml").write_text("documents: a.md\nhotlines:\n  x: 1\n", encoding="utf-8")
    assert message_of(CONFIG) == (
        "error: docs/corpus.yaml cannot be used\n"
        "  line 1: expected a list\n"
        "  line 3: expected a list\n"
        "\n"
        "hint: keys of a document: file, id, title, edition, effective_from, supersedes, audience, citable, mapping"
    )


def test_two_files_of_one_edition(folder: Path) -> None:
    for name in ("SOP-1_a_v1.md", "SOP-1_b_v1.md", "SOP-2_v1.md", "SOP-2_v2.md"):
        (folder / name).write_text("內文。\n", encoding="utf-8")
    assert message_of(CONFIG) == (
        "error: documents share an id and cannot be told apart\n"
        "  SOP-1 (v1): SOP-1_a_v1.md and SOP-1_b_v1.md\n"
        "  SOP-2 (v1): SOP-2_v1.md has no date\n"
        "  SOP-2 (v2): SOP-2_v2.md has no date\n"
        "\n"
        "hint: state `edition` and `effective_from` for them in corpus.yaml"
    )


def test_looking_inside_a_file_that_is_not_there() -> None:
    with pytest.raises(UserError) as caught:
        show(Path("nowhere.docx"), Config())
    assert str(caught.value) == (
        "error: nowhere.docx does not exist\n\nhint: name a file: `python -m pipelines.ingest inspect=FILE`"
    )


def test_looking_inside_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "a.docx").write_bytes(b"%PDF-1.7")
    with pytest.raises(UserError) as caught:
        show(Path("docs/a.docx"), CONFIG)
    assert str(caught.value) == (
        "error: docs/a.docx cannot be read: not a Word file but a PDF file\n\nhint: check the file name's ending"
    )


def test_the_warning_about_what_could_not_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "SOP-1.md").write_text("內文。\n", encoding="utf-8")
    (folder / "scan.pdf").write_bytes(b"not one")
    (folder / "客服紀錄.csv").write_text("甲,乙\n1,2\n機密\n", encoding="utf-8")
    outcome = work(CONFIG)
    printed = capsys.readouterr().err
    assert printed[printed.index("warning:") :] == (
        "warning: 1 of 3 documents and 1 part of others could not be read; the other 2 went on\n"
        "  scan.pdf      not a PDF file but something else\n"
        "  客服紀錄.csv  row 3: 1 fields, the header has 2\n"
        "\n"
        "hint: reasons and hashes are in data/interim/quarantine.jsonl\n"
    )
    assert "機密" not in printed
    assert outcome.exit_code == 2

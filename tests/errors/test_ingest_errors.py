"""Every message of ingest, in full."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.ingest import account
from pipelines.ingest.__main__ import show, work
from pipelines.ingest.config import Config, CorpusConfig
from pipelines.runtime.config import compose
from pipelines.runtime.errors import UserError
from tests.pipelines.ingest.conftest import word_file


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


def warning_of(config: Config, capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    """What a run warns of, and its exit code."""
    outcome = work(config)
    printed = capsys.readouterr().err
    return printed[printed.index("warning:") :], outcome.exit_code


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("corpus.max_section_chars=0", "`max_section_chars` is 0, and a section needs at least one"),
        ("corpus.quarantine_limit=20", "`quarantine_limit` is 20, and a share is from 0 to 1"),
        ("corpus.max_loss=-1", "`max_loss` is -1, and a share is from 0 to 1"),
        ("engine=spark", "found `spark`, expected threading or loky or dask or ray"),
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
    printed, exit_code = warning_of(CONFIG, capsys)
    assert printed == (
        "warning: 1 of 3 documents and 1 part of others could not be read; the other 2 went on\n"
        "  scan.pdf      not a PDF file but something else\n"
        "  客服紀錄.csv  row 3: 1 fields, the header has 2\n"
        "\n"
        "hint: reasons and hashes are in data/interim/quarantine.jsonl\n"
    )
    assert "機密" not in printed
    assert exit_code == 2


def test_the_warning_about_hidden_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "SOP-1.md").write_text("須通報。\n", encoding="utf-8")
    (folder / "客服.md").write_text("內\u200b文\u202e\u202d。\n", encoding="utf-8")
    assert warning_of(CONFIG, capsys) == (
        "warning: 1 of 2 documents holds text that its print does not show; no section has it\n"
        "  客服.md  bidi 2, zero width 1 characters\n"
        "\n"
        "hint: every file's account is in data/interim/card.md\n",
        0,
    )


def tracked(packed: Path, changes: int) -> None:
    mark = 'w:author="A" w:date="2024-01-01T00:00:00Z"'
    added = "".join(f'<w:ins w:id="{n}" {mark}><w:r><w:t>甲{n}</w:t></w:r></w:ins>' for n in range(changes))
    packed.write_bytes(word_file(f"<w:p>{added}</w:p>"))


def test_the_warning_about_tracked_changes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracked(folder / "SOP-1.docx", 1)
    tracked(folder / "HR-1_規則.docx", 3)
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    assert warning_of(CONFIG, capsys) == (
        "warning: tracked changes in 2 of 3 documents were accepted\n"
        "  HR-1_規則.docx  3\n"
        "  SOP-1.docx      1\n"
        "\n"
        "hint: every file's account is in data/interim/card.md\n",
        0,
    )


def test_the_warning_about_lost_text(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "SOP-1.md").write_text("## 一\n\n須於二十四小時內通報物流部門。\n", encoding="utf-8")
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    monkeypatch.setattr(account, "uncut", lambda document, sections: 4 if document.id == "SOP-1" else 0)
    assert warning_of(CONFIG, capsys) == (
        "warning: 1 of 2 documents lost more of its text than 0.5%\n"
        "  SOP-1.md  25.0%: 4 of 16 characters\n"
        "\n"
        "hint: every file's account is in data/interim/card.md; `corpus.max_loss` is the share that may be lost\n",
        2,
    )
    assert (Path("data") / "interim" / "sections.jsonl").is_file()
    allowed = replace(CONFIG, corpus=replace(CONFIG.corpus, max_loss=0.25))
    assert work(allowed).exit_code == 0


def test_a_secret_that_is_none(folder: Path) -> None:
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    Path("short.key").write_bytes(b"")
    assert message_of(replace(CONFIG, corpus=replace(CONFIG.corpus, secret="short.key"))) == (
        "error: short.key is too short for a secret\n\nhint: remove it, and the next run writes a new one"
    )


def test_a_file_that_nobody_may_open_is_quarantined(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file without permission ended the whole run."""
    (folder / "a.md").write_text("內文。\n", encoding="utf-8")
    (folder / "b.md").write_text("內文。\n", encoding="utf-8")
    opened = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    printed, _ = warning_of(CONFIG, capsys)
    assert printed.splitlines()[1] == "  b.md  the file cannot be opened"


def test_a_warning_about_many_files_fits_on_a_screen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(33):
        (folder / f"{number:02}.pdf").write_bytes(b"not one")
    printed, _ = warning_of(CONFIG, capsys)
    lines = printed.splitlines()
    assert lines[30] == "  29.pdf  not a PDF file but something else"
    assert lines[31] == "  and 3 more"

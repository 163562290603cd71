"""One file of the corpus: read once, kept where that is safe, and refused with a reason."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.ingest import worker
from pipelines.ingest.cache import fingerprint
from pipelines.ingest.config import CorpusConfig
from pipelines.ingest.files import File, Settings, read_file, secret_of, settings_of
from pipelines.ingest.worker import ReaderLimits, stop_workers

REPLIES = "from multiprocessing.connection import Connection; c = Connection({descriptor}); c.recv(); c.send_bytes("


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(CorpusConfig(), b"s" * 32, (), tmp_path / "kept")


@pytest.fixture(autouse=True)
def no_reader_is_left() -> Iterator[None]:
    yield
    stop_workers()


@pytest.fixture
def file(tmp_path: Path) -> File:
    path = tmp_path / "a.txt"
    path.write_text("出貨異常須通報。", encoding="utf-8")
    return File(path=path)


def kept(settings: Settings) -> list[Path]:
    assert settings.kept is not None
    return sorted(settings.kept.glob("*"))


def test_a_file_is_read_once(file: File, settings: Settings) -> None:
    first, second = read_file(file, settings), read_file(file, settings)
    assert (first.again, second.again) == (True, False)
    assert replace(first, again=False) == second
    assert first.sha256 == fingerprint(file.path.read_bytes())


def test_without_a_folder_nothing_is_kept(file: File, settings: Settings) -> None:
    here = replace(settings, kept=None)
    assert [read_file(file, here).again for _ in range(2)] == [True, True]


def test_a_file_over_the_limit_is_hashed_and_not_read(file: File, settings: Settings) -> None:
    file.path.write_bytes(b"x" * (2**20 + 1))
    found = read_file(file, replace(settings, max_file=1))
    assert (found.read.reading, found.read.reason) == (None, "larger than 1 MiB")
    assert (found.sha256, found.bytes) == (fingerprint(b"x" * (2**20 + 1)), 2**20 + 1)


def test_a_file_that_is_gone_has_a_reason(file: File, settings: Settings) -> None:
    file.path.unlink()
    assert read_file(file, settings).read.reason == "the file cannot be opened"


def test_what_a_reader_refuses_is_kept_and_what_it_had_no_time_for_is_not(file: File, settings: Settings) -> None:
    """A machine that was busy for a minute would have left a file unread for ever."""
    hurried = replace(settings, limits=ReaderLimits(seconds=0, memory=2048, output=64))
    assert "took more than 0 s" in read_file(file, hurried).read.reason
    assert kept(settings) == []
    file.path.rename(file.path.with_suffix(".pdf"))
    refused = read_file(File(path=file.path.with_suffix(".pdf")), settings)
    assert refused.read.reason == "not a PDF file but something else"
    assert len(kept(settings)) == 1


@pytest.mark.parametrize("reply", ["b'not JSON'", "b'null'", "b'[1]'"])
def test_rubbish_from_a_reader_is_a_reason_and_is_not_kept(
    reply: str, file: File, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "START", f"{REPLIES}{reply})")
    assert read_file(file, settings).read.reason == "the reader gave no reading"
    assert kept(settings) == []


def test_a_secret_is_written_once_and_read_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "data" / "pseudonyms.key"
    secret = secret_of(path)
    assert len(secret) == 32
    assert secret_of(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret_of(tmp_path / "other.key") != secret

"""Readings are kept under names that change with whatever changes them, and a damaged one is no reading."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.ingest import cache
from pipelines.ingest.cache import code_fingerprint, fingerprint, keep_only, key_of, load, store
from pipelines.ingest.job import Job, reply
from pipelines.ingest.readers.options import Options

JOB = Job(data=b"text", suffix=".txt", secret=b"s" * 32, allowed=("02-0000-5810",))
LIMITS = (2048, 64)


def key(job: Job = JOB, digest: str = "d", limits: tuple[int, ...] = LIMITS, code: str = "c") -> str:
    return key_of(job, digest, limits, code)


def test_one_job_has_one_name() -> None:
    assert key() == key(replace(JOB, suffix=".TXT"))


@pytest.mark.parametrize(
    "other",
    [
        key(digest="e"),
        key(code="d"),
        key(limits=(1024, 64)),
        key(replace(JOB, suffix=".md")),
        key(replace(JOB, secret=b"t" * 32)),
        key(replace(JOB, allowed=())),
        key(replace(JOB, options=Options(ocr=True))),
        key(replace(JOB, options=Options(mapping={"text": "body"}))),
        key(replace(JOB, options=Options(mapping={"text": "answer"}))),
    ],
)
def test_whatever_may_change_a_reading_changes_its_name(other: str) -> None:
    assert other != key()


def test_the_order_of_a_mapping_is_no_difference() -> None:
    one, two = Options(mapping={"text": "a", "title": "b"}), Options(mapping={"title": "b", "text": "a"})
    assert key(replace(JOB, options=one)) == key(replace(JOB, options=two))


def test_the_code_that_reads_is_part_of_the_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = type("Package", (), {"__file__": str(tmp_path / "__init__.py")})
    (tmp_path / "__init__.py").write_text("")
    monkeypatch.setattr(cache, "CODE", (package,))
    prints = set()
    for source in ("a = 1", "a = 2"):
        (tmp_path / "reader.py").write_text(source)
        code_fingerprint.cache_clear()
        prints.add(code_fingerprint())
    code_fingerprint.cache_clear()
    assert len(prints) == 2


def test_what_is_stored_is_loaded(tmp_path: Path) -> None:
    content = reply(JOB, 64)
    store(tmp_path / "kept", "k", content)
    read = load(tmp_path / "kept", "k")
    assert read is not None
    assert read.reading is not None
    assert read.reading.blocks[0].text == "text"


def test_a_refusal_is_kept_too(tmp_path: Path) -> None:
    store(tmp_path, "k", reply(replace(JOB, suffix=".pdf"), 64))
    read = load(tmp_path, "k")
    assert read is not None
    assert read.reason


def test_nobody_else_may_look_into_the_folder(tmp_path: Path) -> None:
    store(tmp_path / "kept", "k", b"{}")
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


def test_no_personal_data_is_on_the_disk(tmp_path: Path) -> None:
    job = replace(JOB, data="身分證字號 A123456789，手機 0912-345-678".encode())
    store(tmp_path, "k", reply(job, 64))
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "A123456789" not in written
    assert "345-678" not in written


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere", "k") is None


@pytest.mark.parametrize("damage", [b"", b"garbage", b"cut", b"flip"])
def test_a_damaged_entry_is_no_reading(damage: bytes, tmp_path: Path) -> None:
    """A disk that was full left half of a reading, which passed for all of it."""
    content = reply(JOB, 64)
    store(tmp_path, "k", content)
    path = tmp_path / "k.json"
    whole = path.read_bytes()
    path.write_bytes({b"cut": whole[:-9], b"flip": whole.replace(b"text", b"next", 1)}.get(damage, damage))
    assert load(tmp_path, "k") is None


def test_an_entry_of_another_shape_is_no_reading(tmp_path: Path) -> None:
    content = b'{"reading": 3}'
    (tmp_path / "k.json").write_bytes(fingerprint(content).encode() + b"\n" + content)
    assert load(tmp_path, "k") is None


def test_a_disk_that_is_full_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    store(tmp_path / "kept", "k", b"{}")
    assert load(tmp_path / "kept", "k") is None


def test_what_the_last_run_did_not_use_is_removed(tmp_path: Path) -> None:
    for name in ("used", "withdrawn"):
        store(tmp_path, name, reply(JOB, 64))
    (tmp_path / "half.4711").write_bytes(b"of a killed run")
    keep_only(tmp_path, {"used", ""})
    assert [path.name for path in tmp_path.iterdir()] == ["used.json"]

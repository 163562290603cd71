"""The reader process ends where its limits are, and nothing of a hostile file reaches the stage but data."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pipelines.ingest import worker as module
from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.cache import parse
from pipelines.ingest.job import Job, Read
from pipelines.ingest.worker import ReaderLimits, Worker, own_worker, stop_workers

LIMITS = ReaderLimits(seconds=20, memory=2048, output=64)


def job(data: bytes, suffix: str) -> Job:
    return Job(data=data, suffix=suffix, secret=b"s" * 32)


def text(content: str) -> Job:
    return job(content.encode(), ".txt")


def read(reader: Worker, one: Job) -> Read:
    return parse(reader.read(one))


def first_text(reader: Worker, content: str) -> str:
    reading = read(reader, text(content)).reading
    assert reading is not None
    return reading.blocks[0].text


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    running = Worker(LIMITS)
    yield running
    running.stop()


def limited(seconds: float = 20, memory: int = 2048, output: int = 64) -> Worker:
    return Worker(ReaderLimits(seconds=seconds, memory=memory, output=output))


def test_a_worker_reads_one_file_after_another(reader: Worker) -> None:
    first = read(reader, text("一、甲。")).reading
    process = reader.process
    second = read(reader, job(b"# T\n\ntext", ".md")).reading
    assert first is not None
    assert second is not None
    assert (first.blocks[0].label, second.blocks[0].kind) == ("一、", "heading")
    assert reader.process is process


def test_an_unreadable_file_has_its_reason_and_leaves_the_worker_alive(reader: Worker) -> None:
    first_text(reader, "甲。")
    process = reader.process
    assert read(reader, job(b"no", ".pdf")).reason == "not a PDF file but something else"
    assert first_text(reader, "甲。") == "甲。"
    assert reader.process is process


def test_a_worker_that_dies_is_replaced(reader: Worker) -> None:
    first_text(reader, "甲。")
    assert reader.process is not None
    reader.process.kill()
    reader.process.wait()
    assert first_text(reader, "乙。") == "乙。"


def test_a_worker_that_dies_on_a_file_says_so(reader: Worker) -> None:
    first_text(reader, "甲。")
    process = reader.process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    threading.Timer(0.2, process.kill).start()
    with pytest.raises(UnreadableError, match="the reader died on it"):
        reader.read(text("乙。"))
    assert first_text(reader, "乙。") == "乙。"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    reader = limited()
    first_text(reader, "甲。")
    reader.limits = ReaderLimits(seconds=0.0, memory=2048, output=64)
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="took more than 0 s"):
        reader.read(job(b"| a | b |\n|---|---|\n" + b"| 1 | 2 |\n" * 200_000, ".md"))
    assert time.monotonic() - began < 5
    reader.limits = LIMITS
    assert first_text(reader, "乙。") == "乙。"
    reader.stop()


def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80 * 2**20)
        archive.writestr("_rels/.rels", b"")
    reader = limited(memory=512)
    try:
        reason = read(reader, job(packed.getvalue(), ".docx")).reason
    except UnreadableError as error:
        reason = error.reason
    assert reason
    reader.stop()


def test_a_file_that_gives_too_much_text_is_given_up() -> None:
    """A megabyte of a bomb can be a gigabyte of text, and the stage holds the readings of all files."""
    reader = limited(output=1)
    refused = read(reader, text("字" * 400_000))
    assert (refused.reading, refused.reason) == (None, "its text is larger than 1 MiB")
    assert refused.hint == "raise `corpus.reader_output_megabytes`"
    assert first_text(reader, "乙。") == "乙。"
    reader.stop()


# What a parser can be made to do by a file that found a hole in it.
TAKEN_OVER = {
    "floods": "connection.recv(); connection.send_bytes(b'0' * 3 * 2**20)",
    "stops in the middle": "connection.recv(); os.write(descriptor, b'\\0\\0\\0\\x10half'); time.sleep(60)",
}


@pytest.mark.parametrize(
    ("does", "reason"), [("floods", "died on it"), ("stops in the middle", "took more than 1.5 s")]
)
def test_a_reader_that_a_file_took_over_cannot_harm_the_stage(
    does: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = "import os, time; from multiprocessing.connection import Connection; descriptor = {descriptor}; "
    program += "connection = Connection(descriptor); " + TAKEN_OVER[does]
    monkeypatch.setattr(module, "START", program)
    reader = limited(seconds=1.5, output=1)
    with pytest.raises(UnreadableError, match=reason):
        reader.read(text("甲。"))
    assert reader.process is None


def test_a_reply_that_is_no_reading_is_refused_as_data() -> None:
    """The stage reads JSON of a fixed shape; a pickle from a reader could have run code in it."""
    import pickle

    for reply in (pickle.dumps(print), b'{"reading": {"blocks": [{"kind": "script"}]}}', b"null"):
        with pytest.raises(ValueError, match="validation error"):
            parse(reply)


def test_each_thread_has_a_reader_of_its_own_until_all_are_stopped() -> None:
    readers: list[Worker] = [own_worker(LIMITS)]
    thread = threading.Thread(target=lambda: readers.append(own_worker(LIMITS)))
    thread.start()
    thread.join()
    assert own_worker(LIMITS) is readers[0]
    assert readers[1] is not readers[0]
    first_text(readers[0], "甲。")
    process = readers[0].process
    assert process is not None
    stop_workers()
    assert process.poll() is not None
    assert own_worker(LIMITS) is not readers[0]
    stop_workers()


def test_other_limits_take_another_reader() -> None:
    first = own_worker(LIMITS)
    assert own_worker(ReaderLimits(seconds=1, memory=2048, output=64)) is not first
    stop_workers()


def test_a_reader_writes_nothing_to_the_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash of a parser prints pieces of what it parses."""
    monkeypatch.setattr(module, "START", "import os; print('secret', flush=True); os.abort()  # {descriptor}")
    reader = limited()
    with pytest.raises(UnreadableError):
        reader.read(text("甲。"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_killed_stage_leaves_no_reader_behind(tmp_path: Path) -> None:
    script = tmp_path / "stage.py"
    script.write_text(
        "import time\n"
        "from pipelines.ingest.job import Job\n"
        "from pipelines.ingest.worker import ReaderLimits, Worker\n"
        "reader = Worker(ReaderLimits(seconds=60, memory=2048, output=64))\n"
        "reader.read(Job(data=b'text', suffix='.txt', secret=b's' * 32))\n"
        "print(reader.process.pid, flush=True)\n"
        "time.sleep(60)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as stage:
        assert stage.stdout is not None
        reader = int(stage.stdout.readline())
        stage.kill()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(reader) and psutil.Process(reader).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)

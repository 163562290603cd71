import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.worker import Worker, worker


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    with worker(seconds=20, megabytes=2048) as running:
        yield running


def test_a_worker_reads_one_file_after_another(reader: Worker) -> None:
    assert reader.read("一、甲。".encode(), ".txt").blocks[0].label == "一、"
    process = reader.process
    assert reader.read(b"# T\n\ntext", ".md").blocks[0].kind == "heading"
    assert reader.process is process


def test_an_unreadable_file_leaves_the_worker_alive(reader: Worker) -> None:
    with pytest.raises(UnreadableError, match="not a PDF file"):
        reader.read(b"no", ".pdf")
    assert reader.read("甲。".encode(), ".txt").blocks


def test_a_worker_that_dies_is_replaced(reader: Worker) -> None:
    reader.read("甲。".encode(), ".txt")
    assert reader.process is not None
    reader.process.kill()
    reader.process.join()
    assert reader.read("乙。".encode(), ".txt").blocks[0].text == "乙。"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with worker(seconds=20, megabytes=2048) as running:
        running.read("甲。".encode(), ".txt")
        running.seconds = 0.0
        began = time.monotonic()
        with pytest.raises(UnreadableError, match="took more than 0 s"):
            running.read(b"| a | b |\n|---|---|\n" + b"| 1 | 2 |\n" * 200_000, ".md")
        assert time.monotonic() - began < 5
        running.seconds = 20
        assert running.read("乙。".encode(), ".txt").blocks


def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80 * 2**20)
        archive.writestr("_rels/.rels", b"")
    with worker(seconds=20, megabytes=512) as running, pytest.raises(UnreadableError):
        running.read(packed.getvalue(), ".docx")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_killed_stage_leaves_no_reader_behind(tmp_path: Path) -> None:
    script = tmp_path / "stage.py"
    script.write_text(
        "import time\n"
        "from pipelines.ingest.worker import Worker\n"
        "if __name__ == '__main__':\n"
        "    reader = Worker(seconds=60, megabytes=2048)\n"
        "    reader.read(b'text', '.txt')\n"
        "    print(reader.process.pid, flush=True)\n"
        "    time.sleep(60)\n",
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

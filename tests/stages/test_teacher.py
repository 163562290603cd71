"""The dataset stage with a teacher, through its command line: killed, resumed, and against a real endpoint."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.records import Example, Section, read_records
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import MODELS, SMOLLM2, write_sections
from tests.pipelines.dataset.teacher import fake
from tests.pipelines.models.chat_server import Said, serving
from tests.stages.test_dataset import SETTINGS, sections

ROOT = Path(__file__).parents[2]
JSON = {"Content-Type": "application/json"}


def command(data: Path, url: str, *overrides: str, model: str = "m") -> list[str]:
    teacher = (f"dataset.teacher.url={url}", f"dataset.teacher.model={model}")
    keys = (
        f"data_dir={data}",
        "dataset.hold_out_keys=[]",
        "dataset.near_duplicate=0.99",
        "retrieval=bm25",
        *SETTINGS,
        *teacher,
    )
    return [sys.executable, "-m", "pipelines.dataset", *keys, *overrides]


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with sections in it."""
    write_sections(Folders(tmp_path), sections())
    return tmp_path


def written(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((data / "processed").rglob("*")) if path.is_file()}


def test_a_killed_run_is_resumed_and_ends_as_one_that_was_not(data: Path) -> None:
    other = data.with_name("whole")
    shutil.copytree(data, other)

    def slowly(request: dict[str, object]) -> str:
        time.sleep(0.05)
        return fake.reply(request)

    with serving(slowly) as server:
        started = command(data, server.url, "dataset.teacher.concurrency=2")
        with subprocess.Popen(started, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while len(server.received) < 10:
                assert process.poll() is None
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.2)
        assert not (data / "processed").exists()
        result = run(started)
        assert result.returncode == 0, result.stderr
        calls = Counter(map(str, server.received))
        assert run(command(other, server.url, "dataset.teacher.concurrency=2")).returncode == 0
    assert max(calls.values()) <= 2
    assert sum(calls.values()) - len(calls) <= 2, "only what was under way when it was killed"
    reused = re.search(r"(\d+) calls made .*? (\d+) replies reused", " ".join(result.stdout.split()))
    assert reused is not None
    assert int(reused[1]) + int(reused[2]) == len(calls)
    assert written(data) == written(other)
    train = read_records(data / "processed" / "train.jsonl", Example)
    assert any(example.origin == "teacher" for example in train)


@pytest.mark.parametrize(
    "override",
    ["model=n", "max_sections=3", "questions_per_section=1", "wordings=0", "share_other_language=1.0"],
)
@pytest.mark.slow
def test_each_key_of_a_teacher_changes_what_is_asked(data: Path, override: str) -> None:
    with serving(fake.reply) as server:
        assert run(command(data, server.url)).returncode == 0
        before = {str(call) for call in server.received}
        server.received.clear()
        result = run([*command(data, server.url), f"dataset.teacher.{override}"])
        assert result.returncode == 0, result.stderr
        asked = re.search(r"(\d+) calls made .*? (\d+) replies reused", " ".join(result.stdout.split()))
        assert asked is not None
        assert server.received or int(asked[2]) < len(before)


ENGLISH = (
    "Damaged goods are reported to the warehouse supervisor within 24 hours.",
    "A travel claim is filed within 14 days after the trip. Hotels cost at most NT$2,400 a night.",
    "The VPN password expires after 90 days, and a locked account is opened by the help desk.",
    "Customers may return a product within 7 days. Refunds are paid within 10 working days.",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A real endpoint of another make on this machine: address and model."""
    from pipelines.models.convert import converted

    folder = converted("smollm2_135m", MODELS, SMOLLM2.name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("engine") / "log").open("wb")
    tool = Path(sys.executable).with_name("transformers")
    options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--dtype", "float32"]
    with log, subprocess.Popen([str(tool), "serve", *options], stdout=log, stderr=log) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}/v1", str(folder)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.5)
    raise TimeoutError("the engine does not listen")


def _english(data: Path) -> None:
    made = [
        replace(
            sections()[0],
            id=f"GUIDE@1#{number}",
            document="GUIDE",
            key=f"GUIDE §{number}",
            title="Company guide",
            heading_path=(f"{number} Rules",),
            text=text,
            language="en",
            content_hash=sha256(text.encode()).hexdigest(),
        )
        for number, text in enumerate(ENGLISH, 1)
    ]
    write_sections(Folders(data), [*sections(), *made])


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_real_endpoint_is_asked_killed_and_asked_for_the_rest(data: Path, engine: tuple[str, str]) -> None:
    """What a model of 135 million parameters writes is mostly rubbish: nothing of it may be in the dataset unproven."""
    address, model = engine
    _english(data)

    def forwarded(call: dict[str, object]) -> Said:
        request = urllib.request.Request(f"{address}/chat/completions", json.dumps(call).encode(), JSON)
        with urllib.request.urlopen(request, timeout=300) as reply:
            return Said(json.load(reply))

    few = ("dataset.teacher.max_sections=4", "dataset.teacher.questions_per_section=1", "dataset.teacher.wordings=1")
    with serving(forwarded) as server:
        started = command(data, server.url, *few, "dataset.teacher.concurrency=2", model=model)
        with subprocess.Popen(started, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while len(server.received) < 4:
                assert process.poll() is None
                time.sleep(0.05)
            os.kill(process.pid, signal.SIGKILL)
        result = run(started)
        assert result.returncode == 0, result.stderr
        calls = Counter(map(str, server.received))
    assert sum(calls.values()) - len(calls) <= 2, "only what was under way when it was killed"
    found = {section.id: section for section in read_records(data / "interim" / "sections.jsonl", Section)}
    for example in read_records(data / "processed" / "train.jsonl", Example):
        for quote, source in zip(example.quotes, example.lineage, strict=False):
            shown = next(one for one in example.sources if one.section_id == source)
            assert quote in shown.text
            assert shown.text == found[source].text or "another value" in example.source_set

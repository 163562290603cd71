"""The answer stage through its command line."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.answering.champion import Champion, write_champion
from pipelines.records import Answer, read_records
from pipelines.runtime.files import manifest_of, verify
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import QUESTIONS, ROOT, write_company

SMALL = ("model=smollm2_135m", "answer.max_new_tokens=8", "answer.batch_size=4")


def run(folders: Folders, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines.answer", f"data_dir={folders.root}", "retrieval=bm25", *arguments],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def answers(folders: Folders, arm: str) -> list[Answer]:
    return read_records(folders.answers / f"{arm}.jsonl", Answer)


@pytest.fixture
def untrained(tmp_path: Path) -> Folders:
    return write_company(tmp_path / "data")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return write_company(tmp_path_factory.mktemp("trained") / "data", trained=True)


def test_the_extractive_arm_answers_every_question_in_order_without_a_model(untrained: Folders) -> None:
    done = run(untrained, "arm=extractive")
    assert done.returncode == 0, done.stderr
    made = answers(untrained, "extractive")
    assert [one.question_id for one in made] == [one.id for one in QUESTIONS]
    assert {one.model for one in made} == {"extractive"}
    assert "4 answers" in done.stdout
    assert not untrained.models.exists()


def test_the_manifest_names_what_the_answers_were_made_from(untrained: Folders) -> None:
    run(untrained, "arm=extractive")
    manifest = json.loads(manifest_of(untrained.answers / "extractive.jsonl").read_text(encoding="utf-8"))
    assert manifest["inputs"] == {
        "sections": verify(untrained.interim),
        "index": verify(untrained.index),
        "dataset": verify(untrained.processed),
    }


def test_answering_again_gives_the_same_bytes(untrained: Folders) -> None:
    names = ("extractive.jsonl", "extractive.manifest.json")
    run(untrained, "arm=extractive")
    before = [(untrained.answers / name).read_bytes() for name in names]
    run(untrained, "arm=extractive")
    assert [(untrained.answers / name).read_bytes() for name in names] == before


def test_what_it_cost_is_kept_apart(untrained: Folders) -> None:
    run(untrained, "arm=extractive")
    timing = json.loads((untrained.answers / "extractive.timing.json").read_text(encoding="utf-8"))
    assert (timing["arm"], timing["answers"], timing["absent"]) == ("extractive", 4, None)
    assert sorted(path.name for path in untrained.answers.iterdir()) == [
        "extractive.jsonl",
        "extractive.manifest.json",
        "extractive.timing.json",
    ]


def test_before_the_first_promotion_the_champion_s_arm_is_empty_and_says_so(untrained: Folders) -> None:
    done = run(untrained, "arm=champion", *SMALL)
    assert done.returncode == 0, done.stderr
    assert answers(untrained, "champion") == []
    timing = json.loads((untrained.answers / "champion.timing.json").read_text(encoding="utf-8"))
    assert timing["absent"] == "there is no champion yet"
    assert "absent: there is no champion yet" in done.stdout


@pytest.mark.slow
def test_the_candidate_is_the_base_model_with_its_adapter(trained: Folders) -> None:
    for arm in ("base", "candidate"):
        done = run(trained, f"arm={arm}", *SMALL)
        assert done.returncode == 0, done.stderr
    base, candidate = answers(trained, "base"), answers(trained, "candidate")
    assert {one.adapter_hash for one in base} == {None}
    assert None not in {one.adapter_hash for one in candidate}
    assert [one.sources for one in base] == [one.sources for one in candidate]
    assert [one.text for one in base] != [one.text for one in candidate]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arm", "asked"),
    [("base_few_shot", 4), ("candidate_golden", 4), ("candidate_counterfactual", 3), ("base_closed_book", 4)],
)
def test_other_arms_ask_what_can_be_asked_their_way(trained: Folders, arm: str, asked: int) -> None:
    done = run(trained, f"arm={arm}", *SMALL)
    assert done.returncode == 0, done.stderr
    assert len(answers(trained, arm)) == asked


@pytest.mark.slow
def test_model_answers_are_the_same_bytes_whatever_the_batch(trained: Folders) -> None:
    run(trained, "arm=base", *SMALL)
    before = (trained.answers / "base.jsonl").read_bytes()
    (trained.kept_answers / "base.jsonl").unlink()
    run(trained, "arm=base", *SMALL, "answer.batch_size=1")
    assert (trained.answers / "base.jsonl").read_bytes() == before


def start(folders: Folders, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.answer", f"data_dir={folders.root}", "retrieval=bm25", *arguments],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was_and_leaves_the_same_bytes(tmp_path: Path) -> None:
    folders = write_company(tmp_path / "data", trained=True)
    kept, settings = folders.kept_answers / "base.jsonl", ("arm=base", *SMALL, "answer.batch_size=1")
    killed = start(folders, *settings)
    until = time.monotonic() + 240
    while not (kept.is_file() and kept.stat().st_size) and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    left = len(kept.read_bytes().split(b"\n")) - 1
    assert not (folders.answers / "base.jsonl").exists()
    again = run(folders, *settings)
    assert again.returncode == 0, again.stderr
    timing = json.loads((folders.answers / "base.timing.json").read_text(encoding="utf-8"))
    assert 1 <= timing["kept"] <= left < len(QUESTIONS)
    assert f"an earlier run had written: {timing['kept']}" in again.stdout
    resumed = (folders.answers / "base.jsonl").read_bytes()
    kept.unlink()
    run(folders, *settings)
    assert (folders.answers / "base.jsonl").read_bytes() == resumed


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_champion_s_arm_answers_with_the_adapter_from_the_registry(trained: Folders) -> None:
    from pipelines.answering.config import AnswerConfig
    from pipelines.answering.registered import RegisteredSettings, log_registered_model
    from pipelines.retrieval.config import RetrievalConfig
    from pipelines.runtime.tracking import TrackingConfig, open_store
    from tests.pipelines.answering.company import SMOLLM2

    store = open_store(TrackingConfig(), trained)
    config = RegisteredSettings(model=SMOLLM2, retrieval=RetrievalConfig(), answer=AnswerConfig())
    adapter = trained.adapters / "candidate"
    version = log_registered_model(name="tiny", adapter=adapter, data=trained, config=config)
    write_champion(trained, Champion(name="tiny", version=version, adapter_hash="a", tracking_uri=store.uri))
    for arm in ("candidate", "champion"):
        done = run(trained, f"arm={arm}", *SMALL)
        assert done.returncode == 0, done.stderr
    assert [one.text for one in answers(trained, "champion")] == [one.text for one in answers(trained, "candidate")]

"""One question through the command line, answered by the candidate or by the champion."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.answering.champion import Champion, write_champion
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import NOTICE, ROOT, SMOLLM2, write_company

ODD = "「出貨異常」=幾小時，{通報}？ 'a' \"b\" $c [d] #e; ~f x=1"


def ask(folders: Folders, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = ("model=smollm2_135m", "retrieval=bm25", "answer.max_new_tokens=8")
    return subprocess.run(
        [sys.executable, "-m", "pipelines.ask", f"data_dir={folders.root}", *settings, *arguments],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return write_company(tmp_path / "data", trained=True)


@pytest.mark.slow
def test_the_candidate_answers_and_says_that_it_was_not_promoted(folders: Folders) -> None:
    done = ask(folders, ODD)
    assert done.returncode == 0, done.stderr
    assert ODD in done.stdout, "the question reaches the model as it was typed"
    assert "not promoted: answered by the candidate" in done.stdout
    assert NOTICE.key in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_champion_answers_once_there_is_one(folders: Folders) -> None:
    from pipelines.answering.config import AnswerConfig
    from pipelines.answering.registered import RegisteredSettings, log_registered_model
    from pipelines.retrieval.config import RetrievalConfig
    from pipelines.runtime.tracking import TrackingConfig, open_store

    store = open_store(TrackingConfig(), folders)
    config = RegisteredSettings(
        model=SMOLLM2, retrieval=RetrievalConfig(sources=1), answer=AnswerConfig(max_new_tokens=8)
    )
    adapter = folders.adapters / "candidate"
    version = log_registered_model(name="tiny", adapter=adapter, data=folders, config=config)
    before = ask(folders, "question=出貨異常多久內要通報？", "retrieval.sources=1")
    write_champion(folders, Champion(name="tiny", version=version, adapter_hash="a", tracking_uri=store.uri))
    after = ask(folders, "question=出貨異常多久內要通報？")
    assert after.returncode == 0, after.stderr
    assert "answered by the champion: tiny, version 1" in after.stdout
    assert after.stdout.split("answered by")[0] == before.stdout.split("not promoted: ")[0]

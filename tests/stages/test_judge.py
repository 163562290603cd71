"""`score` with a real judge: a model of 135 million parameters knows nothing, and so may not vote."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.judges.licence import Licence
from pipelines.records import Score, read_records
from tests.eval.makers import copy_store, write_line
from tests.pipelines.answering.company import MODELS, SMOLLM2

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_judge_that_cannot_judge_has_no_vote_and_the_stage_says_so(tmp_path: Path) -> None:
    from pipelines.models.base import load_model
    from tests.eval.judges.engine import serving_model

    folders = copy_store(write_line(tmp_path, count=8, groups=4))
    loaded = load_model(replace(SMOLLM2, max_length=8192), MODELS)
    with serving_model(loaded) as server:
        keys = {
            "url": server.url, "model": "smollm2_135m", "metrics": "[judged_right]", "max_tokens": 64,
            "concurrency": 48, "timeout": 3000,
        }  # fmt: skip
        overrides = [f"score.judge.{key}={value}" for key, value in keys.items()]
        command = [sys.executable, "-m", "pipelines.score", f"data_dir={tmp_path}", "arms.names=[base,candidate]"]
        ran = subprocess.run([*command, *overrides], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert "judged_right: judge not licensed: " in " ".join(ran.stdout.split())
        assert len(server.received) == 82, "it was asked about no answer"
    (licence,) = read_records(folders.scores / "judge.jsonl", Licence)
    assert not licence.granted
    assert licence.high is None or licence.high < 0.6
    assert len(licence.wrong) > 30
    judged = [score for score in read_records(folders.scores / "scores.jsonl", Score) if score.judge]
    assert {score.value for score in judged} == {None}
    assert {(score.reason or "")[:18] for score in judged} == {"judge not licensed"}
    assert json.dumps([score.judge for score in judged]).count("smollm2_135m") == len(judged)

"""`python -m pipelines.promote` from evidence to verdict, exit code and registry."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.answering.champion import read_champion
from pipelines.promote.config import Config, PromoteConfig
from pipelines.promote.work import judge
from pipelines.records import Answer, Decision, read_json, read_records
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import open_store
from tests.eval.makers import ADAPTER, copy_store, write_answers, write_line, write_scores

REPOSITORY = Path(__file__).parents[2]


def line(root: Path, **skills: float) -> Folders:
    return write_scores(copy_store(write_line(root, skills=skills)))


def config(folders: Folders, **rules: float) -> Config:
    made = compose(Config, [f"data_dir={folders.root}", "model=smollm2_135m", "retrieval=bm25"])
    return replace(made, promote=PromoteConfig(**rules))


def decision(folders: Folders) -> Decision:
    return read_json(folders.tracking / "decision.json", Decision)


def promote(folders: Folders) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pipelines.promote",
        f"data_dir={folders.root}",
        "model=smollm2_135m",
        "retrieval=bm25",
    ]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=200, check=False)


def test_a_better_candidate_is_promoted_and_stays_the_champion_when_judged_again(tmp_path: Path) -> None:
    folders = line(tmp_path)
    first = promote(folders)
    assert first.returncode == 0, first.stderr
    assert "promoted: the candidate is the champion" in first.stdout
    assert "evaluation-runs" in first.stdout
    assert "…" not in first.stdout
    champion = read_champion(folders)
    assert champion is not None
    assert (champion.version, champion.adapter_hash) == (1, ADAPTER)
    # A model inside the candidate's run took that run off MLflow's list of evaluations, and so out of the comparison.
    version = open_store(config(folders).tracking, folders).client.get_model_version(champion.name, "1")
    assert not version.run_id
    assert version.tags["evaluation_run"] == "none"
    made = decision(folders)
    assert promote(folders).returncode == 0
    assert read_champion(folders) == champion
    assert decision(folders) == replace(made, champion=ADAPTER)


def test_a_worse_candidate_is_rejected_and_nobody_becomes_champion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = line(tmp_path, candidate=0.05)
    outcome = judge(config(folders), folders)
    assert outcome.exit_code == 10
    assert decision(folders).verdict == "rejected"
    assert read_champion(folders) is None
    assert "rejected: the champion stays as it is" in capsys.readouterr().out


@pytest.mark.slow
def test_an_equal_candidate_becomes_a_challenger_but_not_the_champion(tmp_path: Path) -> None:
    folders = line(tmp_path, candidate=0.8, base=0.8)
    run = promote(folders)
    assert run.returncode == 11, run.stderr
    assert "more questions of the same kind are needed" in run.stdout
    assert "alias challenger" in run.stdout
    assert read_champion(folders) is None


def test_another_prompt_in_one_arm_is_not_comparable(tmp_path: Path) -> None:
    folders = write_line(tmp_path)
    answers = read_records(folders.answers / "base.jsonl", Answer)
    write_answers(folders, "base", [replace(answer, prompt_hash="other") for answer in answers])
    write_scores(copy_store(folders))
    outcome = judge(config(folders), folders)
    assert outcome.exit_code == 12
    assert "different prompts" in decision(folders).reason


def test_a_candidate_of_another_engine_than_its_baselines_is_not_comparable(tmp_path: Path) -> None:
    folders = write_line(tmp_path)
    for arm, dtype in (("base", "float32"), ("base_few_shot", "float32"), ("candidate", "bfloat16")):
        answers = read_records(folders.answers / f"{arm}.jsonl", Answer)
        write_answers(folders, arm, [replace(answer, engine="transformers", dtype=dtype) for answer in answers])
    write_scores(copy_store(folders))
    assert judge(config(folders), folders).exit_code == 12
    assert "candidate by transformers (bfloat16)" in decision(folders).reason


@pytest.mark.parametrize(
    "damaged", ["scores/scores.jsonl", "answers/candidate.jsonl", "adapters/candidate/adapter_card.json"]
)
def test_altered_evidence_was_not_measured(tmp_path: Path, damaged: str) -> None:
    folders = line(tmp_path)
    with (folders.root / damaged).open("a", encoding="utf-8") as file:
        file.write("\n")
    outcome = judge(config(folders), folders)
    assert outcome.exit_code == 13
    assert decision(folders).verdict == "not_measured"


@pytest.mark.parametrize("missing", ["scores", "answers/base.jsonl"])
def test_missing_evidence_was_not_measured(tmp_path: Path, missing: str) -> None:
    folders = line(tmp_path)
    target = folders.root / missing
    target.rename(target.with_name("elsewhere"))
    assert judge(config(folders), folders).exit_code == 13


@pytest.mark.parametrize(
    ("rules", "floor"),
    [
        ({"grounded": 0.999}, "grounded"),
        ({"citation_precision": 0.999}, "citation_precision"),
        ({"refusal_f1": 0.999}, "refusal_f1"),
        ({"answered_deviation": 0.0}, "answered_ratio"),
    ],
)
def test_every_floor_can_keep_a_candidate_out(tmp_path: Path, rules: dict[str, float], floor: str) -> None:
    folders = line(tmp_path, candidate=0.65)
    assert judge(config(folders, **rules), folders).exit_code == 10
    assert f"floor of {floor}" in decision(folders).reason

"""The `train` stage, run as a user runs it, on a tiny model."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.records import AdapterCard, read_json, write_records
from pipelines.runtime.files import replacing_folder, verify
from pipelines.train.rehearsal import FILE
from tests.pipelines.models.tiny import examples, tiny_model


def data_folder(folder: Path) -> Path:
    """Returns a data folder with a small dataset and a tiny model beside it."""
    with replacing_folder(folder / "data" / "processed") as processed:
        write_records(processed / "train.jsonl", examples(5))
        write_records(processed / "validation.jsonl", examples(1))
    tiny_model(folder / "tiny")
    return folder / "data"


def run(data: Path, *overrides: str) -> subprocess.CompletedProcess[str]:
    """Trains on a data folder with the tiny model beside it."""
    model = [f"model.source={data.parent / 'tiny'}", "model.name=tiny", "model.template=chatml", "model.starter=null"]
    command = [sys.executable, "-m", "pipelines.train", f"data_dir={data}", *model, *overrides]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Returns a data folder after training, and what the stage printed."""
    data = data_folder(tmp_path_factory.mktemp("train"))
    result = run(data)
    assert result.returncode == 0, result.stderr
    return data, result.stdout


def test_an_adapter_is_safetensors_and_text_and_nothing_else(trained: tuple[Path, str]) -> None:
    names = {path.name for path in (trained[0] / "adapters" / "candidate").iterdir()}
    assert names == {
        "adapter_model.safetensors",
        "adapter_config.json",
        "adapter_card.json",
        "loss.jsonl",
        "manifest.json",
    }


def test_the_card_says_what_the_adapter_is(trained: tuple[Path, str]) -> None:
    folder = trained[0] / "adapters" / "candidate"
    card = read_json(folder / "adapter_card.json", AdapterCard)
    assert (card.base_model, card.template, card.audience) == ("tiny", "chatml", "all")
    assert (card.examples, card.source_sets, card.steps) == (10, 5, 3)
    assert card.dataset_hash == verify(trained[0] / "processed")
    assert card.validation_loss is not None
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"] == "tiny"


def test_no_path_of_this_machine_is_in_the_adapter(trained: tuple[Path, str]) -> None:
    for path in (trained[0] / "adapters" / "candidate").iterdir():
        assert str(trained[0].parent).encode() not in path.read_bytes(), path.name


def test_the_summary_states_tokens_speed_loss_and_hash(trained: tuple[Path, str]) -> None:
    for words in ("10 examples", "prompt tokens:", "supervised", "examples/s", "loss:", "adapter: sha256", "peak"):
        assert words in trained[1], words


@pytest.mark.slow
def test_training_again_gives_the_same_bytes(trained: tuple[Path, str]) -> None:
    before = verify(trained[0] / "adapters" / "candidate")
    assert run(trained[0]).returncode == 0
    assert verify(trained[0] / "adapters" / "candidate") == before


def test_a_failed_run_leaves_the_earlier_adapter(trained: tuple[Path, str]) -> None:
    before = verify(trained[0] / "adapters" / "candidate")
    result = run(trained[0], "model.max_length=100")
    assert result.returncode == 2
    assert "too long for the model tiny" in result.stderr
    assert "Traceback" not in result.stderr
    assert verify(trained[0] / "adapters" / "candidate") == before


def test_a_starter_brings_its_practice(trained: tuple[Path, str], tmp_path: Path) -> None:
    starter = trained[0] / "adapters" / "candidate"
    with replacing_folder(tmp_path / "starter") as folder:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.json"))
        practice = [replace(one, source_set=f"practice {one.source_set}") for one in examples(3)]
        write_records(folder / FILE, practice)
    data = data_folder(tmp_path)
    result = run(data, f"model.starter={tmp_path / 'starter'}", "train.rehearsal=2")
    assert result.returncode == 0, result.stderr
    assert "4 examples of the starter's practice" in result.stdout
    card = read_json(data / "adapters" / "candidate" / "adapter_card.json", AdapterCard)
    assert (card.examples, card.rehearsed, card.source_sets) == (10, 4, 7)


def test_what_a_budget_leaves_out_is_said(tmp_path: Path) -> None:
    data = data_folder(tmp_path)
    result = run(data, "train.token_budget=2000")
    assert result.returncode == 0, result.stderr
    card = read_json(data / "adapters" / "candidate" / "adapter_card.json", AdapterCard)
    assert 0 < card.computed_tokens <= 2000
    assert 0 < card.examples < 10
    assert f"{10 - card.examples} examples beyond train.token_budget=2000" in result.stdout


@pytest.mark.slow
def test_a_training_that_was_killed_can_be_run_again(tmp_path: Path, trained: tuple[Path, str]) -> None:
    data = data_folder(tmp_path)
    kill = (
        "import os, runpy, sys, pipelines.train.trainer as t\n"
        "build = t.build_trainer\n"
        "def dying(*a):\n"
        "    a[-1].__closure__\n"
        "    return build(*a[:-1], lambda loss: os.kill(os.getpid(), 9))\n"
        "t.build_trainer = dying\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_module('pipelines.train', run_name='__main__')\n"
    )
    model = [f"model.source={tmp_path / 'tiny'}", "model.name=tiny", "model.template=chatml", "model.starter=null"]
    command = [sys.executable, "-c", kill, "train", f"data_dir={data}", *model]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -9
    assert not (data / "adapters" / "candidate").exists()
    assert run(data).returncode == 0
    candidate = "adapters/candidate/adapter_model.safetensors"
    assert (data / candidate).read_bytes() == (trained[0] / candidate).read_bytes()

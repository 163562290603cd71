"""What training does to a tiny model, and that each setting of it does something."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.base import load_model
from pipelines.models.config import ModelConfig
from pipelines.runtime.errors import UserError
from pipelines.train.adapter import SETTINGS, check_loads_back, save_weights
from pipelines.train.config import Config, TrainConfig
from pipelines.train.report import notes
from pipelines.train.rows import build_rows
from pipelines.train.run import Run, Trained, save, train
from pipelines.train.trainer import mean_loss
from tests.pipelines.models.tiny import examples, tiny_model

pytestmark = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelConfig:
    """Returns the configuration of a tiny model."""
    return tiny_model(tmp_path_factory.mktemp("model"))


def run_for(model: ModelConfig, folder: Path, *, seed: int = 0, **settings: Any) -> Run:
    """Returns a run on a fresh copy of the model."""
    loaded = load_model(model, folder)
    items = examples(4)
    return Run(
        config=Config(model=model, train=TrainConfig(**{"batch_rows": 2, **settings}), seed=seed),
        loaded=loaded,
        examples=items,
        rows=build_rows(items, loaded),
        validation=build_rows(examples(1), loaded),
        dataset_hash="d",
    )


def adapter_bytes(model: ModelConfig, folder: Path, **settings: Any) -> bytes:
    """Returns the weights that a run ends with."""
    save_weights(train(run_for(model, folder, **settings)).model, folder / "saved", "tiny")
    return (folder / "saved" / "adapter_model.safetensors").read_bytes()


def test_the_loss_falls(model: ModelConfig, tmp_path: Path) -> None:
    trained = train(run_for(model, tmp_path, epochs=8, learning_rate=1e-2))
    assert len(trained.losses) == 16
    assert trained.losses[-1] < 0.8 * trained.losses[0]


def test_the_logged_loss_is_the_mean_over_the_supervised_tokens_of_the_step(model: ModelConfig, tmp_path: Path) -> None:
    run = run_for(model, tmp_path, batch_rows=4)
    # A fresh adapter changes nothing, so the first step's loss is the base model's over all rows.
    expected = mean_loss(run.loaded.model, run.rows)
    assert train(run).losses[0] == pytest.approx(expected, rel=1e-5)


def test_equal_settings_and_seed_give_equal_bytes(model: ModelConfig, tmp_path: Path) -> None:
    assert adapter_bytes(model, tmp_path / "a") == adapter_bytes(model, tmp_path / "b")


@pytest.mark.parametrize(
    "setting",
    [
        {"seed": 1},
        {"epochs": 2},
        {"learning_rate": 1e-3},
        {"warmup": 0.9},
        {"rank": 8},
        {"alpha": 16},
        {"dropout": 0.5},
        {"batch_rows": 1},
    ],
    ids=str,
)
def test_every_setting_changes_the_adapter(model: ModelConfig, tmp_path: Path, setting: dict[str, Any]) -> None:
    assert adapter_bytes(model, tmp_path / "a") != adapter_bytes(model, tmp_path / "b", **setting)


def test_a_saved_adapter_loads_back_and_an_altered_one_is_noticed(model: ModelConfig, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    run = run_for(model, tmp_path)
    trained = train(run)
    folder = tmp_path / "saved"
    folder.mkdir()
    save(run, trained, folder)
    where = {"models_dir": tmp_path, "folder": folder, "row": run.rows[0]}
    check_loads_back(trained.model, model, **where)
    weights = folder / "adapter_model.safetensors"
    save_file({name: value * 2 for name, value in load_file(weights).items()}, weights)
    with pytest.raises(RuntimeError, match="the saved adapter's logits differ"):
        check_loads_back(trained.model, model, **where)


def test_settings_name_the_model_and_sort_its_layers(model: ModelConfig, tmp_path: Path) -> None:
    save_weights(train(run_for(model, tmp_path)).model, tmp_path / "saved", "tiny")
    settings = json.loads((tmp_path / "saved" / SETTINGS).read_text(encoding="utf-8"))
    assert settings["base_model_name_or_path"] == "tiny"
    assert settings["target_modules"] == [
        "down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj",
    ]  # fmt: skip


def test_examples_for_several_audiences_are_refused(model: ModelConfig, tmp_path: Path) -> None:
    run = run_for(model, tmp_path)
    mixed = replace(run, examples=[*run.examples, replace(run.examples[0], audience="hr")])
    with pytest.raises(UserError, match="the examples are for several audiences: all, hr"):
        _ = mixed.audience


def test_the_report_counts_tokens_with_and_without_sharing(model: ModelConfig, tmp_path: Path) -> None:
    run = run_for(model, tmp_path)
    trained = Trained(model=train(run).model, losses=[3.0, 2.0], seconds=4.0)
    folder = tmp_path / "saved"
    folder.mkdir()
    lines = notes(run, save(run, trained, folder), trained.seconds)
    computed = sum(len(row.tokens) for row in run.rows)
    alone = sum(sum(row.prompt_lengths) + row.supervised for row in run.rows)
    assert f"{computed:,} computed ({alone:,} without shared prefixes)" in lines[1]
    assert lines[2] == f"speed: 2.00 examples/s, {computed / 4:.0f} tokens/s"
    assert lines[3].startswith("loss: 3.000 at the first step, 2.000 at the last, validation ")


def test_training_goes_on_from_a_starter(model: ModelConfig, tmp_path: Path) -> None:
    first = run_for(model, tmp_path, epochs=8, learning_rate=1e-2)
    learnt = train(first)
    card = save(first, learnt, tmp_path / "starter")
    again = replace(first, loaded=load_model(model, tmp_path, adapter=tmp_path / "starter"))
    trained = train(again)
    # The first step's loss is the starter's own.
    assert trained.losses[0] == pytest.approx(mean_loss(learnt.model, first.rows[:2]), rel=0.5)
    assert trained.losses[0] < 0.8 * learnt.losses[0]
    second = save(again, trained, tmp_path / "second")
    assert (card.starter_hash, second.starter_hash) == (None, card.adapter_hash)
    assert second.adapter_hash != card.adapter_hash
    check_loads_back(trained.model, model, models_dir=tmp_path, folder=tmp_path / "second", row=first.rows[0])

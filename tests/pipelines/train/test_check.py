"""A training configuration in its range passes, whatever else it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.models.config import ModelConfig
from pipelines.records import AdapterCard, write_json
from pipelines.runtime.errors import UserError
from pipelines.train.check import check_config
from pipelines.train.config import Config, TrainConfig

MODEL = ModelConfig(name="smollm2_135m", source="package:smollm2_135m", template="chatml", licence="Apache-2.0")


@given(
    epochs=st.integers(1, 100),
    learning_rate=st.floats(1e-8, 0.99),
    warmup=st.floats(0, 0.99),
    dropout=st.floats(0, 0.99),
    batch_rows=st.integers(1, 1000),
)
def test_values_in_range_pass(
    epochs: int, learning_rate: float, warmup: float, dropout: float, batch_rows: int
) -> None:
    train = TrainConfig(
        epochs=epochs, learning_rate=learning_rate, warmup=warmup, dropout=dropout, batch_rows=batch_rows
    )
    check_config(Config(model=MODEL, train=train))


def starter(folder: Path, **card: object) -> Config:
    """Returns a configuration whose starter has a card as given."""
    fields = {
        "base_model": MODEL.name, "base_hash": "b", "licence": MODEL.licence, "template": MODEL.template,
        "prompt_hash": "p", "dataset_hash": "d", "audience": "all", "adapter_hash": "a", "rank": 16, "alpha": 32,
        "target_modules": (), "seed": 7, "epochs": 1, "learning_rate": 5e-4, "examples": 1, "source_sets": 1,
        "computed_tokens": 1, "supervised_tokens": 1, "longest_row": 1, "steps": 1, "first_loss": 1.0,
        "last_loss": 1.0, "validation_loss": None,
    }  # fmt: skip
    (folder / "adapter_model.safetensors").touch()
    write_json(folder / "adapter_card.json", AdapterCard(**{**fields, **card}))  # type: ignore[arg-type]
    return Config(model=replace(MODEL, starter=str(folder)), train=TrainConfig())


def test_a_starter_of_the_same_shape_passes(tmp_path: Path) -> None:
    check_config(starter(tmp_path))


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"rank": 8}, "train.rank is 16, the starter has 8"),
        ({"base_model": "gemma3_270m"}, "belongs to another base model"),
    ],
)
def test_a_starter_of_another_shape_is_named(tmp_path: Path, card: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=r"training cannot start from") as caught:
        check_config(starter(tmp_path, **card))
    assert said in str(caught.value)
    assert "model.starter=null" in str(caught.value)


def test_a_starter_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = starter(tmp_path)
    (tmp_path / "adapter_model.safetensors").unlink()
    with pytest.raises(UserError, match="training cannot start from"):
        check_config(config)

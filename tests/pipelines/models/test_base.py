"""A model is loaded with what identifies it, and an adapter only onto the model it was trained on."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.base import load_model
from pipelines.models.config import ModelConfig
from pipelines.models.fingerprint import folder_hash
from pipelines.models.merge import merged
from pipelines.records import AdapterCard
from pipelines.runtime.errors import UserError
from tests.pipelines.models.tiny import tiny_model

pytestmark = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> ModelConfig:
    """Returns the configuration of a tiny model."""
    return tiny_model(tmp_path_factory.mktemp("model"))


def adapter_for(config: ModelConfig, folder: Path, **changes: Any) -> Path:
    """Writes a random adapter with its card."""
    from peft import LoraConfig, get_peft_model

    loaded = load_model(config, folder)
    model = get_peft_model(loaded.model, LoraConfig(r=2, target_modules="all-linear", init_lora_weights=False))
    model.save_pretrained(str(folder / "adapter"), save_embedding_layers=False)
    fields: dict[str, Any] = dict.fromkeys(AdapterCard.__slots__, 0)
    fields |= dict.fromkeys(("licence", "prompt_hash", "dataset_hash", "audience"), "x")
    fields |= {"base_model": config.name, "base_hash": loaded.base_hash, "template": config.template}
    fields |= {
        "adapter_hash": "abc",
        "target_modules": ("q_proj",),
        "validation_loss": None,
        "starter_hash": None,
    } | changes
    card = asdict(AdapterCard(**fields))
    (folder / "adapter" / "adapter_card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder / "adapter"


def test_a_local_model_is_named_by_the_hash_of_its_weights(config: ModelConfig, tmp_path: Path) -> None:
    loaded = load_model(config, tmp_path)
    assert loaded.base_hash == folder_hash(Path(config.source), tmp_path / "memo.json")
    assert (loaded.name, loaded.template, loaded.adapter_hash) == (config.name, config.template, None)
    assert not loaded.model.training


def test_the_limit_is_the_smaller_of_the_configured_one_and_the_models_own(config: ModelConfig, tmp_path: Path) -> None:
    assert load_model(replace(config, max_length=77), tmp_path).max_length == 77
    assert load_model(replace(config, max_length=10**6), tmp_path).max_length == 4096


def test_the_hash_is_remembered_until_the_weights_change(tmp_path: Path) -> None:
    weights, memo = tmp_path / "model.safetensors", tmp_path / "memo.json"
    weights.write_bytes(b"one")
    first = folder_hash(tmp_path, memo)
    memo.write_text(memo.read_text().replace(first, "remembered"))
    assert folder_hash(tmp_path, memo) == "remembered"
    weights.write_bytes(b"other")
    assert folder_hash(tmp_path, memo) not in {first, "remembered"}


def test_an_adapter_changes_what_its_base_model_says(config: ModelConfig, tmp_path: Path) -> None:
    import torch

    loaded = load_model(config, tmp_path, adapter=adapter_for(config, tmp_path))
    assert loaded.adapter_hash == "abc"
    ids = torch.tensor([[5, 6, 7]])
    with torch.inference_mode():
        adapted = loaded.model(input_ids=ids).logits
        plain = load_model(config, tmp_path).model(input_ids=ids).logits
    assert not torch.allclose(adapted, plain, atol=1e-3)


def test_a_merged_adapter_says_the_same_as_one_apart(config: ModelConfig, tmp_path: Path) -> None:
    import torch

    loaded = load_model(config, tmp_path, adapter=adapter_for(config, tmp_path))
    ids = torch.tensor([[5, 6, 7]])
    with torch.inference_mode():
        apart = loaded.model(input_ids=ids).logits
        together = merged(loaded).model(input_ids=ids).logits
    torch.testing.assert_close(together, apart, rtol=1e-4, atol=1e-4)
    plain = load_model(config, tmp_path)
    assert merged(plain) is plain


def test_an_adapter_of_another_model_is_refused(config: ModelConfig, tmp_path: Path) -> None:
    adapter = adapter_for(config, tmp_path, base_model="other", template="plain")
    with pytest.raises(UserError) as caught:
        load_model(config, tmp_path, adapter=adapter)
    assert str(caught.value) == (
        f"error: the adapter in {adapter} belongs to another base model\n"
        f"  base model: other, configured: {config.name}\n"
        "  template: plain, configured: chatml\n"
        "\n"
        "hint: choose its model with `model=other`, or train again with `python -m pipelines.train`"
    )


def test_an_adapter_that_is_a_pickle_is_refused(config: ModelConfig, tmp_path: Path) -> None:
    adapter = adapter_for(config, tmp_path)
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")
    with pytest.raises(UserError) as caught:
        load_model(config, tmp_path, adapter=adapter)
    assert str(caught.value) == (
        f"error: {adapter} holds no adapter\n\nhint: train one with `python -m pipelines.train`"
    )

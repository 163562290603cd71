"""An adapter on disk: weights as safetensors, settings without local paths, and a card that says where it came from."""

import json
from pathlib import Path
from typing import Any

from pipelines.models.base import load_model
from pipelines.models.config import ModelConfig
from pipelines.runtime.files import sha256_of
from pipelines.train.batch import collator, labelled_logits, on_device
from pipelines.train.rows import Row

WEIGHTS = "adapter_model.safetensors"
SETTINGS = "adapter_config.json"
TOLERANCE = 1e-5
"""Largest relative difference between the logits of a trained adapter and of the same one loaded from disk."""


def save_weights(model: Any, folder: Path, name: str) -> str:  # noqa: ANN401
    """Saves an adapter's weights and settings.

    Args:
        model: The model with its adapter.
        folder: Where to; nothing but the two files stays there.
        name: The base model's name, which the settings hold instead of a path.

    Returns:
        The sha256 of the weights, hexadecimal.
    """
    model.peft_config["default"].base_model_name_or_path = name
    model.save_pretrained(str(folder), safe_serialization=True, save_embedding_layers=False)
    (folder / "README.md").unlink(missing_ok=True)
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    # PEFT keeps them as a set, whose order changes from run to run.
    settings["target_modules"] = target_modules(model)
    text = json.dumps(settings, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / SETTINGS).write_text(text + "\n", encoding="utf-8")
    return sha256_of(folder / WEIGHTS)


def target_modules(model: Any) -> list[str]:  # noqa: ANN401
    """Returns the names of the layers an adapter changes, sorted."""
    return sorted(model.peft_config["default"].target_modules)


def check_loads_back(trained: Any, config: ModelConfig, *, models_dir: Path, folder: Path, row: Row) -> None:  # noqa: ANN401
    """Loads a saved adapter again and compares its logits on one row.

    Args:
        trained: The model that was saved.
        config: The base model's configuration.
        models_dir: Where base models are kept.
        folder: The saved adapter.
        row: What to compare on.

    Raises:
        RuntimeError: They differ, so what would answer is not what was trained.
    """
    loaded = load_model(config, models_dir, adapter=folder)
    before, after = _logits(trained, row), _logits(loaded.model, row)
    difference = float((before - after).abs().max() / before.abs().max())
    if not difference <= TOLERANCE:
        raise RuntimeError(f"the saved adapter's logits differ from the trained one's by {difference:.1e}")


def _logits(model: Any, row: Row) -> Any:  # noqa: ANN401
    import torch

    batch = collator(model.config, model.dtype)([row.columns()])
    with torch.inference_mode():
        return labelled_logits(model.eval(), on_device(batch, model.device))[0].float()

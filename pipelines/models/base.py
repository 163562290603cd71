"""A base model with or without an adapter, ready to be trained or to answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.models.check import check_model, local_folder, package_of
from pipelines.models.config import ModelConfig
from pipelines.models.convert import converted, weights_hash
from pipelines.models.fingerprint import folder_hash
from pipelines.models.quiet import quiet
from pipelines.records import AdapterCard, read_json
from pipelines.runtime.errors import UserError
from pipelines.runtime.offline import allow_hub, silence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedModel:
    """A model in memory with what identifies it."""

    model: Any
    """A causal language model of `transformers`, wrapped by PEFT where an adapter is loaded."""
    tokenizer: Any
    name: str
    base_hash: str
    """sha256 of the base weights, hexadecimal."""
    template: str
    max_length: int
    """Tokens a row may have: the configured limit, or the model's own if that is smaller."""
    adapter_hash: str | None


def load_model(config: ModelConfig, models_dir: Path, *, adapter: Path | None = None) -> LoadedModel:
    """Loads a base model, and an adapter onto it if one is given.

    Args:
        config: The base model's configuration.
        models_dir: Where embedded models are kept once converted.
        adapter: An adapter's folder; None: the base model alone.

    Returns:
        The model in evaluation mode, in fp32 on a CPU and bf16 on a GPU.

    Raises:
        UserError: The model is missing or cannot be used as configured, or the adapter belongs to another one.
    """
    check_model(config)
    silence()
    if config.allow_network:
        allow_hub()
    source, base_hash = _source(config, models_dir)
    card = adapter_card(adapter, config, base_hash) if adapter is not None else None
    with quiet():
        model = _model(source, config)
        if adapter is not None:
            from peft import PeftModel

            model = PeftModel.from_pretrained(model, str(adapter))
    return LoadedModel(
        model=model.eval(),
        tokenizer=_tokenizer(source),
        name=config.name,
        base_hash=base_hash,
        template=config.template,
        max_length=min(config.max_length, model.config.max_position_embeddings),
        adapter_hash=card.adapter_hash if card else None,
    )


def _source(config: ModelConfig, models_dir: Path) -> tuple[str, str]:
    package = package_of(config)
    if package is not None:
        folder = converted(package, models_dir, config.name)
        return str(folder), weights_hash(folder)
    local = local_folder(config) or _fetched(config.source)
    return str(local), folder_hash(local, models_dir / f"{config.name}.hash.json")


def _fetched(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.model", "*.txt", "LICENSE*"]))
    except (OSError, ValueError) as error:
        raise UserError(
            f"the model {name} could not be fetched",
            details=[type(error).__name__],
            hint="check the name and your access to it, or set `model.source=` to a folder with its weights",
        ) from error


def _model(source: str, config: ModelConfig) -> Any:  # noqa: ANN401
    import torch
    from transformers import AutoModelForCausalLM

    on_gpu = torch.cuda.is_available()
    if config.four_bit and not on_gpu:
        raise UserError("4-bit weights need a GPU, and none is visible", hint="set `model.four_bit=false`")
    return AutoModelForCausalLM.from_pretrained(
        source,
        dtype=torch.bfloat16 if on_gpu else torch.float32,
        device_map="cuda:0" if on_gpu else None,
        quantization_config=_four_bits() if config.four_bit else None,
        attn_implementation="sdpa",
        use_safetensors=True,
        trust_remote_code=False,
    )


def _four_bits() -> Any:  # noqa: ANN401
    import torch
    import transformers

    settings: Any = transformers.BitsAndBytesConfig
    return settings(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def _tokenizer(source: str) -> Any:  # noqa: ANN401
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(source, trust_remote_code=False, clean_up_tokenization_spaces=False)


def adapter_card(adapter: Path, config: ModelConfig, base_hash: str | None = None) -> AdapterCard:
    """Reads an adapter's card and makes sure that it belongs to a base model.

    Args:
        adapter: The adapter's folder.
        config: The base model's configuration.
        base_hash: sha256 of the base weights; None where they are elsewhere and cannot be told.

    Returns:
        The card.

    Raises:
        UserError: There is no adapter, or it belongs to another base model.
    """
    if not (adapter / "adapter_model.safetensors").is_file():
        raise UserError(f"{adapter} holds no adapter", hint="train one with `python -m pipelines.train`")
    card = read_json(adapter / "adapter_card.json", AdapterCard)
    expected = {"base model": config.name, "base weights": base_hash, "template": config.template}
    found = {"base model": card.base_model, "base weights": card.base_hash, "template": card.template}
    if base_hash is None:
        del found["base weights"]
    details = [
        f"{what}: {found[what]}, configured: {expected[what]}" for what in found if found[what] != expected[what]
    ]
    if details:
        raise UserError(
            f"the adapter in {adapter} belongs to another base model",
            details=details,
            hint=f"choose its model with `model={card.base_model}`, or train again with `python -m pipelines.train`",
        )
    return card

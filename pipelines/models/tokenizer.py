"""A model's tokenizer and its limit without its weights, for who only wants to count.

Read by the library below `transformers`, which is there in a second where the other takes six, PyTorch with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.models.check import check_model, local_folder, package_of
from pipelines.models.config import ModelConfig
from pipelines.models.convert import converted_tokenizer
from pipelines.runtime.errors import UserError
from pipelines.runtime.offline import allow_hub, silence

_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json")
_NAMED = ("bos_token", "eos_token", "unk_token", "pad_token")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelTokenizer:
    """How a model counts."""

    tokenizer: Any
    name: str
    template: str
    max_length: int
    """Tokens a row may have: the configured limit, or the model's own if that is smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text in tokens."""

    input_ids: list[int]


class FastTokenizer:
    """A `tokenizer.json` with those parts of the larger library's interface that prompts are encoded with.

    Args:
        folder: Where it lies, with its `tokenizer_config.json`.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._inner = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._inner.no_truncation()
        self._inner.no_padding()
        settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        named = {name: _content(settings.get(name)) for name in _NAMED}
        more = [_content(token) for token in _more(settings)]
        self.all_special_tokens = [token for token in dict.fromkeys((*named.values(), *more)) if token]
        self.bos_token_id = self._inner.token_to_id(named["bos_token"])
        self.eos_token_id = self._inner.token_to_id(named["eos_token"])

    def __call__(self, text: str, *, add_special_tokens: bool = True) -> Encoded:
        """Returns a text in tokens."""
        return Encoded(input_ids=self._inner.encode(text, add_special_tokens=add_special_tokens).ids)

    def convert_tokens_to_ids(self, token: str) -> int | None:
        """Returns the number of a token, or None for a text that is none."""
        found: int | None = self._inner.token_to_id(token)
        return found

    @property
    def added_tokens_decoder(self) -> dict[int, Any]:
        """The tokens that stand beside the vocabulary, by number."""
        found: dict[int, Any] = self._inner.get_added_tokens_decoder()
        return found


def load_tokenizer(config: ModelConfig, models_dir: Path) -> ModelTokenizer:
    """Loads a model's tokenizer.

    Args:
        config: The base model's configuration.
        models_dir: Where embedded models are kept; the tokenizer of one that was never used is converted first.

    Returns:
        The tokenizer with the limit that training keeps.

    Raises:
        UserError: The model is missing or cannot be used as configured.
    """
    check_model(config)
    silence()
    if config.allow_network:
        allow_hub()
    folder = _folder(config, models_dir)
    lacking = [name for name in _FILES if not (folder / name).is_file()]
    if lacking:
        raise UserError(f"{folder} has no {' and no '.join(lacking)}", hint="save the tokenizer in its fast form there")
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    # Models that also see keep what reads text in a part of its own.
    own = settings.get("text_config", settings).get("max_position_embeddings", config.max_length)
    return ModelTokenizer(
        tokenizer=FastTokenizer(folder),
        name=config.name,
        template=config.template,
        max_length=min(config.max_length, own),
    )


def _folder(config: ModelConfig, models_dir: Path) -> Path:
    package = package_of(config)
    if package is not None:
        return converted_tokenizer(package, models_dir, config.name)
    return local_folder(config) or _fetched(config.source)


def _fetched(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=list(_FILES)))
    except (OSError, ValueError) as error:
        raise UserError(
            f"the tokenizer of {name} could not be fetched",
            details=[type(error).__name__],
            hint="check the name and your access to it, or set `model.source=` to a folder with the model",
        ) from error


def _content(token: str | Mapping[str, Any] | None) -> str:
    """Returns a token's text; settings have it plain or with how it takes its surroundings."""
    return "" if token is None else token if isinstance(token, str) else str(token["content"])


def _more(settings: Mapping[str, Any]) -> list[Any]:
    found = settings.get("extra_special_tokens") or settings.get("additional_special_tokens") or []
    return list(found.values()) if isinstance(found, dict) else list(found)

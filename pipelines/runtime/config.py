"""From YAML files and the command line to one frozen, typed object a stage.

Hydra composes the files; `choices.yaml` chooses for every group before the user does, and DVC reads the same file, so
that `dvc repro` and `python -m pipelines.STAGE` agree. The dataclasses are the schema: defaults live there, YAML files
hold what differs. Every mistake is collected and shown with the place where it was made.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipelines.runtime.check import Origin, build, take_out_unknown
from pipelines.runtime.choices import CHOICES_FILE, Tree, line_of
from pipelines.runtime.errors import UserError, did_you_mean
from pipelines.runtime.overrides import CommandLine, read_command_line
from pipelines.runtime.problems import Problem, raise_all, unknown_choice
from pipelines.runtime.schema import keys_of

C = TypeVar("C")

CONFIGS = Path(__file__).resolve().parents[2] / "configs"


def compose(schema: type[C], overrides: Sequence[str], *, folder: Path = CONFIGS) -> C:
    """Composes the configuration of a stage.

    Args:
        schema: A frozen dataclass whose fields are config groups (frozen dataclasses) and single keys.
        overrides: The command line: `group=choice` and `group.key=value`.
        folder: The folder of configurations.

    Returns:
        The configuration, checked, with tuples for lists.

    Raises:
        UserError: Unknown keys or choices, values of a wrong type, missing values, or files that are no YAML.
    """
    tree = Tree(folder)
    line = read_command_line(overrides, schema, tree)
    choices, problems = _choose(schema, tree, line)
    content = _compose_files(tree, choices)
    origin = Origin(tree=tree, choices=choices, line=line)
    problems += take_out_unknown(content, schema, origin)
    for path, value in line.values.items():
        _set(content, path, value)
    config, mistaken = build(schema, content, origin)
    raise_all([*line.problems, *problems, *mistaken])
    assert config is not None  # without mistakes there is a configuration
    return config


def _set(content: dict[str, Any], path: tuple[str, ...], value: Any) -> None:  # noqa: ANN401
    for name in path[:-1]:
        inner = content.get(name)
        if not isinstance(inner, dict):
            inner = content[name] = {}
        content = inner
    content[path[-1]] = value


def _choose(schema: type[Any], tree: Tree, line: CommandLine) -> tuple[dict[str, str], list[Problem]]:
    """Chooses for every group that the stage reads: the user, else choices.yaml, else config.yaml."""
    choices: dict[str, str] = {}
    problems = [_unknown_group(tree, group) for group in sorted(tree.chosen) if group not in tree.defaults]
    for group in sorted(tree.groups & {*keys_of(schema), *tree.shared}):
        choice = line.choices.get(group) or tree.chosen.get(group) or tree.defaults.get(group)
        if choice is None:
            continue
        if choice not in tree.choices(group):
            place = line_of(tree.folder / CHOICES_FILE, (group,))
            where = f"in {tree.folder.name}/{CHOICES_FILE}:{place}" if place else f"in {tree.folder.name}/config.yaml"
            problems.append(unknown_choice(group, str(choice), where, tree.choices(group)))
            continue
        choices[group] = str(choice)
        for _ in tree.files(group, str(choice)):  # reads each file, so that a broken one is named with its line
            pass
    return choices, problems


def _unknown_group(tree: Tree, group: str) -> Problem:
    where = f"in {tree.folder.name}/{CHOICES_FILE}:{line_of(tree.folder / CHOICES_FILE, (group,))}"
    return Problem(
        message=f"unknown group `{group}` {where}",
        detail=f"groups are: {', '.join(sorted(tree.defaults))}",
        hint=did_you_mean(group, tree.defaults),
    )


def _compose_files(tree: Tree, choices: Mapping[str, str]) -> dict[str, Any]:
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    # Groups that the stage does not read are left out, so that a mistake there does not stop it.
    unread = [f"~{group}" for group, choice in sorted(tree.defaults.items()) if choice and group not in choices]
    try:
        with initialize_config_dir(config_dir=str(tree.folder.absolute()), version_base="1.3"):
            composed = hydra_compose("config", [*unread, *(tree.override(*choice) for choice in choices.items())])
        content = OmegaConf.to_container(composed, resolve=True)
    except (HydraException, OmegaConfBaseException, YAMLError) as error:
        details = [line for line in str(error).splitlines() if line.strip()]
        raise UserError(f"the files in {tree.folder.name} do not compose", details=details) from error
    assert isinstance(content, dict)  # the root of a Hydra configuration
    return {str(name): value for name, value in content.items()}

"""The folder of configurations: which groups and choices there are, and which are chosen when nobody says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from pipelines.runtime.errors import UserError

ROOT_FILE = "config.yaml"
CHOICES_FILE = "choices.yaml"
GLOBAL = "@_global_"


@dataclass(frozen=True)
class Tree:
    """A folder with `config.yaml`, `choices.yaml` and one folder a group."""

    folder: Path

    @cached_property
    def groups(self) -> frozenset[str]:
        """Names of the groups."""
        return frozenset(path.parent.name for path in self.folder.glob("*/*.yaml"))

    @cached_property
    def shared(self) -> frozenset[str]:
        """Groups that set keys of other groups, and so go with every stage: `GROUP@_global_` in the defaults list."""
        return frozenset(name.removesuffix(GLOBAL) for name in self._entries if name.endswith(GLOBAL))

    def choices(self, group: str) -> tuple[str, ...]:
        """Returns the choices of a group, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / group).glob("*.yaml")))

    @cached_property
    def defaults(self) -> Mapping[str, str | None]:
        """Group → choice in the defaults list of `config.yaml`; None where `choices.yaml` chooses."""
        return {name.removesuffix(GLOBAL): choice for name, choice in self._entries.items()}

    @cached_property
    def _entries(self) -> Mapping[str, str | None]:
        entries = plain(self.folder / ROOT_FILE).get("defaults", [])
        return {str(name): choice for entry in entries if isinstance(entry, dict) for name, choice in entry.items()}

    def override(self, group: str, choice: str) -> str:
        """Returns what makes Hydra take a choice."""
        return f"{group}{GLOBAL if group in self.shared else ''}={choice}"

    @cached_property
    def chosen(self) -> Mapping[str, str]:
        """Group → choice in `choices.yaml`."""
        return {str(name): str(choice) for name, choice in plain(self.folder / CHOICES_FILE).items()}

    def files(self, group: str, choice: str) -> Iterator[Path]:
        """Yields the file of a choice, then the files it builds on.

        Args:
            group: The group.
            choice: The choice.

        Yields:
            Paths, the strongest first.

        Raises:
            UserError: A file is no YAML, or chooses for another group, which the command line would overrule.
        """
        path = self.folder / group / f"{choice}.yaml"
        if not path.is_file():
            return
        yield path
        for entry in plain(path).get("defaults", []):
            if not isinstance(entry, str):
                raise UserError(
                    f"{self.shown(path)} chooses for other groups: {', '.join(map(str, entry))}",
                    hint=f"choose in {self.folder.name}/{CHOICES_FILE} or on the command line; set only keys here",
                )
            if entry != "_self_":
                yield from self.files(group, entry)

    def shown(self, path: Path) -> str:
        """Returns a file's name as messages show it."""
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"


def plain(path: Path) -> dict[str, Any]:
    """Reads a YAML file of keys; an empty file has none.

    Raises:
        UserError: The file is missing, is no YAML, or holds something else than keys; names the line.
    """
    name = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{name} does not exist", hint="run from a checkout that has its `configs` folder") from error
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UserError(f"{name}{line} is not valid YAML", details=[str(error.problem)]) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UserError(f"{name} holds no keys", details=[f"found a {type(content).__name__}, expected `key: value`"])
    return content


def line_of(path: Path, keys: tuple[str, ...]) -> int | None:
    """Returns the line, from 1, on which a key stands in a YAML file; None where it does not."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    line = None
    for name in keys:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in entries if key.value == name), None)
        if found is None:
            return None
        line, node = found[0].start_mark.line + 1, found[1]
    return line

"""Checks composed keys against the schema, and says where a mistake was written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipelines.runtime.choices import ROOT_FILE, Tree, line_of
from pipelines.runtime.overrides import CommandLine
from pipelines.runtime.problems import COMMAND_LINE, Problem, shown, unknown_key
from pipelines.runtime.schema import in_words, keys_of, type_at

C = TypeVar("C")

MISSING_IN_YAML = "???"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Knows where each key was written."""

    tree: Tree
    choices: Mapping[str, str]
    line: CommandLine

    def of(self, path: tuple[str, ...]) -> str:
        """Returns `on the command line`, `in FILE:LINE`, or nothing for a default."""
        if any(path[: len(given)] == given or given[: len(path)] == path for given in self.line.values):
            return COMMAND_LINE
        for file, keys in self._candidates(path):
            line = line_of(file, keys)
            if line is not None:
                return f"in {self.tree.shown(file)}:{line}"
        return ""

    def _candidates(self, path: tuple[str, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
        for group in sorted(self.tree.shared & {*self.choices}):
            for file in self.tree.files(group, self.choices[group]):
                yield file, path
        if path[0] in self.choices:
            for file in self.tree.files(path[0], self.choices[path[0]]):
                yield file, path[1:]
        yield self.tree.folder / ROOT_FILE, path


def take_out_unknown(
    content: dict[str, Any], schema: type[Any], origin: Origin, path: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Takes out the keys that the schema does not have; yields a problem for each that no other stage has either.

    Args:
        content: The composed keys at `path`; changed in place.
        schema: The whole schema.
        origin: Where keys were written.
        path: Where in the schema to look.

    Yields:
        One problem an unknown key.
    """
    owner = type_at(schema, path)
    for name in sorted(content, key=str):
        inner = (*path, str(name))
        key = keys_of(owner).get(str(name))
        if key is None:
            del content[name]
            if path or name not in origin.tree.groups:
                yield unknown_key(inner, owner, origin.of(inner), schema)
        elif content[name] == MISSING_IN_YAML:
            del content[name]
        elif key.is_group and isinstance(content[name], dict):
            yield from take_out_unknown(content[name], schema, origin, inner)


def build(schema: type[C], content: dict[str, Any], origin: Origin) -> tuple[C | None, list[Problem]]:
    """Makes the configuration object.

    Args:
        schema: The frozen dataclass.
        content: The composed keys, without unknown ones.
        origin: Where keys were written.

    Returns:
        The configuration, or None with what is wrong.
    """
    from pydantic import TypeAdapter, ValidationError

    for name, key in keys_of(schema).items():
        if key.is_group:
            content.setdefault(name, {})
    try:
        # Strict, so that "3" is no number; from JSON, so that a list may stand for a tuple.
        return TypeAdapter(schema).validate_json(json.dumps(content), strict=True), []
    except ValidationError as error:
        found: dict[tuple[str, ...], Problem] = {}
        for item in error.errors(include_url=False):
            path = _known_part(schema, tuple(str(part) for part in item["loc"]))
            found.setdefault(path, _problem(path, item, schema, origin))
        return None, list(found.values())


def _known_part(schema: type[Any], loc: tuple[str, ...]) -> tuple[str, ...]:
    """Cuts a location at what is a key: below that it counts list items or names a union's branch."""
    while loc and type_at(schema, loc) is None:
        loc = loc[:-1]
    return loc


def _problem(path: tuple[str, ...], item: Mapping[str, Any], schema: type[Any], origin: Origin) -> Problem:
    key, kind = ".".join(path), type_at(schema, path)
    where = origin.of(path)
    if item["type"] == "missing":
        return Problem(
            message=f"`{key}` has no value", detail=f"it takes {in_words(kind)}", hint=f"set it: `{key}=VALUE`"
        )
    if item["type"] in {"value_error", "assertion_error"}:
        cause = item["ctx"]["error"]
        what = f"impossible values in `{key}`" if key else "impossible configuration"
        return Problem(message=f"{what} {where}".rstrip(), detail=str(cause))
    return Problem(
        message=f"wrong value for `{key}` {where}".rstrip(),
        detail=f"found {shown(item['input'])}, expected {in_words(kind)}",
    )

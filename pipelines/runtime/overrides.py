"""The command line of a stage: choices (`model=smollm2_135m`) and values (`train.epochs=2`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.runtime.choices import Tree
from pipelines.runtime.problems import COMMAND_LINE, Problem, unknown_choice, unknown_key
from pipelines.runtime.schema import in_words, is_text, keys_of, type_at


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What the user asked for, and what could not be understood."""

    choices: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_command_line(arguments: Sequence[str], schema: type[Any], tree: Tree) -> CommandLine:
    """Sorts the arguments into choices and values; a later one wins over an earlier one."""
    line = CommandLine()
    for argument in arguments:
        key, equals, text = argument.partition("=")
        key = key.lstrip("+")
        if not equals or key.startswith(("-", "~")) or not key:
            line.problems.append(_not_an_override(argument))
        elif key in tree.groups:
            _read_choice(line, key, text, schema=schema, tree=tree)
        else:
            _read_value(line, tuple(key.split(".")), text, schema=schema, tree=tree)
    return line


def _read_choice(line: CommandLine, group: str, choice: str, *, schema: type[Any], tree: Tree) -> None:
    if group not in keys_of(schema) and group not in tree.shared:
        line.problems.append(_of_another_stage(group, schema))
    elif choice not in tree.choices(group):
        line.problems.append(unknown_choice(group, choice, COMMAND_LINE, tree.choices(group)))
    else:
        line.choices[group] = choice


def _read_value(line: CommandLine, path: tuple[str, ...], text: str, *, schema: type[Any], tree: Tree) -> None:
    known = keys_of(schema)
    if path[0] in tree.groups and path[0] not in known:
        line.problems.append(_of_another_stage(path[0], schema))
        return
    owner: Any = schema
    for place in range(len(path)):
        kind = type_at(schema, path[: place + 1])
        if kind is None:
            line.problems.append(unknown_key(path[: place + 1], owner, COMMAND_LINE, schema))
            return
        owner = kind
    if is_text(kind):
        # Text is taken as it is typed: a question may hold any sign without a second layer of quotes.
        line.values[path] = None if text == "null" and type(None) in getattr(kind, "__args__", ()) else text
        return
    _parse(line, path, text, kind)


def _parse(line: CommandLine, path: tuple[str, ...], text: str, kind: Any) -> None:  # noqa: ANN401
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    key = ".".join(path)
    try:
        override = OverridesParser.create().parse_override(f"{key}={text}")
    except HydraException:
        override = None
    if override is None or override.is_sweep_override():
        line.problems.append(
            Problem(message=f"cannot read `{key}={text}` {COMMAND_LINE}", detail=f"`{key}` takes {in_words(kind)}")
        )
        return
    line.values[path] = override.value()


def _not_an_override(argument: str) -> Problem:
    return Problem(
        message=f"cannot read `{argument}` {COMMAND_LINE}",
        detail="expected `group=choice` or `group.key=value`",
        hint="`--help` lists the groups and keys of this stage",
    )


def _of_another_stage(group: str, schema: type[Any]) -> Problem:
    return Problem(
        message=f"`{group}` {COMMAND_LINE} is not read by this stage",
        detail=f"this stage reads: {', '.join(sorted(keys_of(schema)))}",
        hint=f"leave `{group}` out here; `dvc repro` runs the stages that read it",
    )

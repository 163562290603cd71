"""Reads a configuration's dataclasses: which keys there are, what they take, and what their docstrings say."""

import ast
import inspect
import itertools
import textwrap
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

WORDS: dict[Any, str] = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
LISTS = {tuple, list}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a configuration."""

    name: str
    type: Any
    default: Any
    """`MISSING` where the user or a YAML file has to say it."""

    @property
    def is_group(self) -> bool:
        """Whether the key holds keys of its own."""
        return is_dataclass(self.type)


def keys_of(kind: type[Any]) -> Mapping[str, Key]:
    """Returns the keys of a configuration dataclass by name, in the order in which they are declared."""
    hints = get_type_hints(kind)
    return {
        item.name: Key(
            name=item.name,
            type=hints[item.name],
            default=item.default if item.default_factory is MISSING else item.default_factory(),
        )
        for item in fields(kind)
    }


def walk(kind: type[Any], prefix: str = "") -> Iterator[tuple[str, Key, type[Any]]]:
    """Yields every key that holds a value: its dotted path, itself, and the dataclass that declares it."""
    for name, key in keys_of(kind).items():
        if key.is_group:
            yield from walk(key.type, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", key, kind


def type_at(kind: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Returns the type that stands at a path, or None where the schema has no such key."""
    if not path:
        return kind
    if is_dataclass(kind):
        key = keys_of(kind).get(path[0])  # type: ignore[arg-type]
        return None if key is None else type_at(key.type, path[1:])
    if get_origin(kind) in {dict, Mapping}:
        return type_at(get_args(kind)[1], path[1:])
    return None


def in_words(kind: Any) -> str:  # noqa: ANN401
    """Says what a type takes, for messages and help.

    >>> in_words(int | None), in_words(tuple[str, ...]), in_words(Literal["a", "b"])
    ('a whole number or null', 'a list of a text, such as [a,b]', 'a or b')
    """
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return " or ".join("null" if part is type(None) else in_words(part) for part in parts)
    if origin is Literal:
        return " or ".join(str(part) for part in parts)
    if origin in LISTS:
        return f"a list of {in_words(parts[0])}, such as [a,b]"
    if origin in {dict, Mapping} or is_dataclass(kind):
        return "keys of its own"
    return WORDS.get(kind, f"a {getattr(kind, '__name__', kind)}")


def is_text(kind: Any) -> bool:  # noqa: ANN401
    """Says whether a type takes text alone, so that a value needs no parsing."""
    parts = [part for part in get_args(kind) if part is not type(None)]
    if get_origin(kind) in {Union, types.UnionType}:
        return all(is_text(part) for part in parts)
    if get_origin(kind) is Literal:
        return all(isinstance(part, str) for part in parts)
    return kind is str


def docs_of(kind: type[Any]) -> dict[str, str]:
    """Returns the docstrings under the fields by name; Python itself does not keep them."""
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):  # a class without a source file
        return {}
    body = ast.parse(source).body[0]
    docs: dict[str, str] = {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for statement, following in itertools.pairwise(statements):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            docs[statement.target.id] = " ".join(str(following.value.value).split())
    return docs

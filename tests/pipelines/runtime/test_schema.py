"""What a schema says of itself."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any, Literal

import pytest

from pipelines.runtime.schema import docs_of, in_words, is_text, keys_of, type_at, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    rank: int = 16
    """Width of the
    matrices."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    inner: Inner
    floors: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0


def test_keys_come_in_the_order_of_their_declaration_with_their_defaults() -> None:
    keys = keys_of(Outer)
    assert list(keys) == ["inner", "floors", "seed"]
    assert (keys["floors"].default, keys["seed"].default) == ({}, 0)
    assert keys_of(Inner)["name"].default is MISSING
    assert keys["inner"].is_group


def test_every_value_is_walked_with_its_path() -> None:
    assert [(path, owner) for path, _, owner in walk(Outer)] == [
        ("inner.rank", Inner),
        ("inner.name", Inner),
        ("floors", Outer),
        ("seed", Outer),
    ]


def test_docstrings_below_fields_are_read_on_one_line() -> None:
    assert docs_of(Inner) == {"rank": "Width of the matrices."}


def test_a_class_without_a_source_has_no_docstrings() -> None:
    assert docs_of(type("Made", (), {})) == {}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("inner",), Inner),
        (("inner", "rank"), int),
        (("floors", "grounded"), float),
        (("floors", "grounded", "deeper"), None),
        (("nothing",), None),
        ((), Outer),
    ],
)
def test_a_path_leads_to_a_type_or_to_nothing(path: tuple[str, ...], kind: Any) -> None:
    assert type_at(Outer, path) is kind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (float, "a number"),
        (bool, "true or false"),
        (int | None, "a whole number or null"),
        (tuple[str, ...], "a list of a text, such as [a,b]"),
        (Literal["bm25", "dense"], "bm25 or dense"),
        (Mapping[str, float], "keys of its own"),
        (Inner, "keys of its own"),
        (bytes, "a bytes"),
    ],
)
def test_a_type_is_said_in_words(kind: Any, words: str) -> None:
    assert in_words(kind) == words


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (str, True),
        (str | None, True),
        (Literal["a", "b"], True),
        (Literal["a", 1], False),
        (int, False),
        (int | str, False),
    ],
)
def test_only_text_needs_no_parsing(kind: Any, text: bool) -> None:
    assert is_text(kind) is text

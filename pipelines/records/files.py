"""Records on disk: one JSON object a line, sorted keys, unknown fields refused."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pipelines.runtime.errors import UserError

T = TypeVar("T")


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(_strict(kind))


def _strict(kind: type[T]) -> type[T]:
    # pydantic reads this attribute from plain dataclasses; slots forbid it on instances, not on the class.
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return kind


def read_records(path: Path, kind: type[T]) -> list[T]:
    """Reads a JSON Lines file of one kind of record.

    Args:
        path: The file.
        kind: The record's dataclass.

    Returns:
        The records in file order.

    Raises:
        UserError: The file is missing, or a line is not such a record; names file, line and field.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist", hint="run the stage before this one, or `dvc repro score`")
    adapter = _adapter(kind)
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        try:
            records.append(adapter.validate_json(line))
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(str(part) for part in problem["loc"]) or "the line"
            raise UserError(
                f"{path}:{number} is not a {kind.__name__}",
                details=[f"{field}: {problem['msg']}"],
                hint="the file was written by another version or edited by hand; run the stage that writes it again",
            ) from error
    return records


def write_records(path: Path, records: Iterable[Any]) -> None:
    """Writes records as JSON Lines in UTF-8, keys sorted, so that equal records are equal bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n")


def read_json(path: Path, kind: type[T]) -> T:
    """Reads one record from a JSON file.

    Raises:
        UserError: The file is missing or is not such a record.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist", hint="run the stage before this one, or `dvc repro score`")
    try:
        record: T = _adapter(kind).validate_json(path.read_bytes())
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in problem["loc"]) or "the file"
        raise UserError(f"{path} is not a {kind.__name__}", details=[f"{field}: {problem['msg']}"]) from error
    return record


def write_json(path: Path, record: Any) -> None:  # noqa: ANN401
    """Writes one record as indented JSON in UTF-8, keys sorted."""
    text = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, allow_nan=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")

"""JSON and JSONL files: mapped records, chats, guidelines, tables, or nested objects as an outline."""

import json
from typing import Any

from pipelines.ingest.blocks import Problem, Reading, UnreadableError
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.json import chats, guidelines, mapped, outline
from pipelines.ingest.readers.json.values import Number
from pipelines.ingest.readers.options import Options


def read(data: bytes, options: Options) -> Reading:
    """Reads a JSON file.

    Args:
        data: The file's bytes: one value, or an object a line.
        options: `mapping` says which fields hold what; without one the file's shape does.

    Returns:
        Its blocks; a line that is damaged is a problem.

    Raises:
        UnreadableError: It is no JSON, has not the fields of the mapping, or a shape that says nothing.
    """
    content, problems = parsed(decode(data))
    if options.mapping:
        reading = mapped.read_mapped(content, options.mapping)
    elif found := chats.conversations_of(content):
        reading = chats.read_chats(found)
    elif guidelines.recognises(content):
        reading = guidelines.read_guidelines(content)
    else:
        reading = outline.read_outline(content)
    return Reading(blocks=reading.blocks, hidden=reading.hidden, problems=(*problems, *reading.problems))


def parsed(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Returns the content of a JSON text, its numbers as they are written, and the lines of a JSONL that are damaged.

    Raises:
        UnreadableError: It is neither JSON nor JSONL.
    """
    try:
        return _loaded(text), ()
    except json.JSONDecodeError as error:
        records, problems = _lines(text)
        if len(records) <= len(problems):
            where = f"line {error.lineno}, column {error.colno}"
            raise UnreadableError(f"damaged: not JSON ({where})", "export it again") from error
        return records, problems


def _loaded(text: str) -> Any:  # noqa: ANN401
    numbers: Any = dict.fromkeys(("parse_float", "parse_int", "parse_constant"), Number)
    return json.loads(text, object_pairs_hook=_object, **numbers)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableError("an object has one field twice", "give every field a name of its own")
    return found


def _lines(text: str) -> tuple[list[Any], tuple[Problem, ...]]:
    records, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _loaded(line)
        except json.JSONDecodeError:
            record = None
        if isinstance(record, dict | list):
            records.append(record)
        else:
            problems.append(Problem(locator=f"line {number}", reason=f"line {number}: not an object in JSON"))
    return records, tuple(problems)

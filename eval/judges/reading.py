"""What a judge said, read strictly: one JSON object of the form asked for, or the judgement failed.

A judge that says two things has not decided. Verdicts are 0 or 1, since a 2 would count twice.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from eval.judges.dialogue import JudgementError, Said, Unsaid

M = TypeVar("M", bound=BaseModel)

VERDICTS = frozenset({"verdict", "attributed", "noncommittal"})
# What a model thinks aloud before it answers is no answer.
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_DECODER = json.JSONDecoder()


def read(answer: Said | Unsaid, form: type[M]) -> M:
    """Reads one object.

    Args:
        answer: What came back.
        form: The model that the object has to fit.

    Returns:
        The object.

    Raises:
        JudgementError: Nothing came back, it was cut off, it is no object or several, it has another form, or one of
            its verdicts is neither 0 nor 1.
    """
    if isinstance(answer, Unsaid):
        raise JudgementError(answer.reason)
    if answer.cut:
        raise JudgementError("the judge's reply was cut off")
    found = _objects(_THOUGHT.sub("", answer.text))
    if len(found) != 1:
        raise JudgementError(f"the judge's reply holds {'more than one' if found else 'no'} JSON object")
    try:
        made = form.model_validate(found[0])
    except ValidationError as error:
        raise JudgementError("the judge's reply has another form than asked for") from error
    if not all(value in (0, 1) for value in _verdicts(made.model_dump())):
        raise JudgementError("a verdict of the judge is neither 0 nor 1")
    return made


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """Returns a form as a JSON schema that an endpoint can hold a reply to: every field, no other, verdicts 0 or 1."""
    made: dict[str, Any] = _closed(form.model_json_schema())
    return made


def _closed(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: _closed(value) for name, value in part.items()}
    if isinstance(fields := made.get("properties"), dict):
        verdicts = {name: {"type": "integer", "enum": [0, 1]} for name in fields if name in VERDICTS}
        made |= {"properties": fields | verdicts, "required": list(fields), "additionalProperties": False}
    return made


def _objects(text: str) -> list[Any]:
    """Returns the outermost JSON objects of a text; none where one of them is broken, since its parts are not it."""
    found: list[Any] = []
    place = text.find("{")
    while place >= 0:
        try:
            made, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return []
        found.append(made)
        place = text.find("{", end)
    return found


def _verdicts(found: Any) -> Iterator[Any]:  # noqa: ANN401
    if isinstance(found, dict):
        for name, value in found.items():
            if name in VERDICTS:
                yield value
            else:
                yield from _verdicts(value)
    elif isinstance(found, list):
        for value in found:
            yield from _verdicts(value)

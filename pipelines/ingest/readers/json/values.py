"""Values of a JSON file as text."""

from collections.abc import Iterator
from typing import Any

from pipelines.ingest.blocks import Hidden
from pipelines.language.script import HAN


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def is_scalar(value: Any) -> bool:  # noqa: ANN401
    """Says whether a value is no object and no list."""
    return not isinstance(value, dict | list)


def is_flat(value: Any) -> bool:  # noqa: ANN401
    """Says whether a value fits into a table's cell: a scalar, or a list of them."""
    return is_scalar(value) or (isinstance(value, list) and all(map(is_scalar, value)))


def shown(value: Any) -> str:  # noqa: ANN401
    """Returns a flat value as text, empty for null.

    >>> shown("3.50"), shown(True), shown(["a", "b"]), shown(["甲", None, "乙"])
    ('3.50', 'true', 'a, b', '甲、乙')
    """
    if isinstance(value, list):
        texts = [text for text in map(shown, value) if text]
        return ("、" if HAN.search("".join(texts)) else ", ").join(texts)
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip().replace("\r\n", "\n")


def leaves(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yields all texts below a value, without the names of fields and without numbers."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif isinstance(value, str) and not isinstance(value, Number) and value.strip():
        yield value


def unused(record: dict[str, Any], used: set[str], locator: str) -> tuple[Hidden, ...]:
    """Returns the fields of a record that nothing reads as hidden text, so that they are counted."""
    texts = (text for name, value in record.items() if name not in used for text in leaves(value))
    return tuple(Hidden(kind="hidden_element", text=text, locator=locator) for text in texts)

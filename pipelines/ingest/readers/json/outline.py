"""JSON of no known kind: a list of flat objects is a table, nested objects are headings by their names."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.labels import split_heading
from pipelines.ingest.readers import transcripts
from pipelines.ingest.readers.json.values import is_flat, is_scalar, shown
from pipelines.language.script import HAN

DEEPEST = 6
TITLES = ("title", "標題", "名稱", "name", "id")
"""Fields that name a record, the first one there."""
HINT = "say which fields hold the text by `mapping` for this file in corpus.yaml"


def read_outline(content: Any) -> Reading:  # noqa: ANN401
    """Reads a file by its shape alone.

    Args:
        content: The file.

    Returns:
        A table, a transcript's exchanges where the table is one, or headings with what is below them.

    Raises:
        UnreadableError: The shape says nothing: a bare value, a list of them, or objects nested too deeply.
    """
    if isinstance(content, list) and _is_table(content):
        table = _table(content)
        if transcripts.recognises(table.header):
            return transcripts.read_rows(table.header, table.rows)
        return Reading(blocks=(table,))
    if isinstance(content, list) and content and all(isinstance(record, dict) for record in content):
        return Reading(blocks=tuple(_records(content, 1)))
    if not isinstance(content, dict):
        raise UnreadableError("JSON without named fields", HINT)
    title = next((name for name in TITLES[:-2] if isinstance(content.get(name), str)), None)
    named = (Block(kind="heading", text=content[title], level=0),) if title else ()
    rest = {name: value for name, value in content.items() if name != title}
    return Reading(blocks=(*named, *_object(rest, 1)))


def _is_table(records: Sequence[Any]) -> bool:
    return bool(records) and all(isinstance(record, dict) and all(map(is_flat, record.values())) for record in records)


def _table(records: Sequence[dict[str, Any]]) -> Block:
    header = tuple(dict.fromkeys(name for record in records for name in record))
    return Block(
        kind="table", header=header, rows=tuple(tuple(shown(it.get(name)) for name in header) for it in records)
    )


def _object(content: dict[str, Any], level: int) -> Iterator[Block]:
    # Single values first: below a nested object's heading they would belong to it.
    for name, value in content.items():
        if is_scalar(value) or not value:
            text = shown(value) if is_scalar(value) else ""
            yield Block(kind="paragraph", text=_pair(name, text) if text else name)
    for name, value in content.items():
        if not is_scalar(value) and value:
            yield _heading(name, level)
            yield from _below(value, level + 1)


def _below(value: Any, level: int) -> Iterator[Block]:  # noqa: ANN401
    if isinstance(value, dict):
        yield from _object(value, level)
    elif is_flat(value):
        yield from (Block(kind="item", text=text, bullet=True) for text in map(shown, value) if text)
    elif _is_table(value):
        yield _table(value)
    else:
        yield from _records(value, level)


def _records(records: Sequence[Any], level: int) -> Iterator[Block]:
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise UnreadableError("JSON with lists inside lists, or objects beside bare values", HINT)
        title = next((name for name in TITLES if shown(record.get(name)) and is_scalar(record[name])), None)
        yield _heading(shown(record[title]) if title else str(number), level)
        yield from _object({name: value for name, value in record.items() if name != title}, level + 1)


def _heading(text: str, level: int) -> Block:
    if level > DEEPEST:
        raise UnreadableError(f"JSON nested more than {DEEPEST} deep", HINT)
    label, rest = split_heading(text)
    return Block(kind="heading", label=label, text=rest, level=level)


def _pair(name: str, value: str) -> str:
    return f"{name}{'：' if HAN.search(name + value) else ': '}{value}"

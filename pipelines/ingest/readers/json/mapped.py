"""JSON with a mapping: the fields that `corpus.yaml` names become title, headings and numbered articles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.ingest.blocks import Block, Hidden, Problem, Reading, UnreadableError
from pipelines.ingest.dates import iso_date
from pipelines.ingest.identity import ID_LABEL
from pipelines.ingest.labels import split_heading, split_label
from pipelines.ingest.readers import html
from pipelines.ingest.readers.json.values import shown, unused
from pipelines.ingest.readers.lines import join
from pipelines.ingest.readers.markdown import typed
from pipelines.language.script import HAN

OF_DOCUMENT = ("id", "title", "edition", "effective_from")
OF_ITEM = ("label", "text", "heading")
PRINTED = {"edition": "版次", "effective_from": "生效日期"}
MARKUP = re.compile(r"</(?:p|li|div|td|h[1-6]|strong|b|span|a)>|<br\s*/?>", re.IGNORECASE)
DIGITS = re.compile(r"^(\d{3,4})(\d{2})(\d{2})$")
DIVISION = re.compile(r"^(第\s*\S+?\s*([編章節款目])|(Part|Chapter|Section)\s+\S+)[\s\u3000]+(?=\S)", re.IGNORECASE)
DEEPEST = 6
"""The level of an article with a heading of its own, below all divisions."""
LEVELS = {"編": 1, "part": 1, "章": 2, "chapter": 2, "節": 3, "section": 3, "款": 4, "目": 5}
SENTENCE_END = re.compile(r"[。：；！？:;.!?）)」』]$")
MOST_NAMED = 20
"""Fields that an error lists."""


def read_mapped(content: Any, mapping: Mapping[str, str]) -> Reading:  # noqa: ANN401
    """Reads a file by its mapping.

    Args:
        content: The file: an object, or a list of records where the mapping has no `items`.
        mapping: Which fields hold the document's id, title, edition and date, and `items`, `a.b` for one inside
            another; of each item `label`, `text` and `heading`, which alone is a chapter's and else the article's own.

    Returns:
        The document. Fields that the mapping leaves out are hidden text, so that they are counted.

    Raises:
        UnreadableError: A field is not there; the reason names those that are.
    """
    record = content if isinstance(content, dict) else {}
    _check(mapping, OF_DOCUMENT, [record])
    items = _items(content, mapping)
    # A document without chapters has no field for them; one misspelled leaves items empty, and that is said of each.
    _check(mapping, ("label", "text"), items)
    blocks, problems, hidden = list(_naming(record, mapping)), [], list(_rest(record, items, mapping))
    for number, item in enumerate(items, 1):
        label, text, heading = (shown(item.get(mapping.get(name, ""))) for name in OF_ITEM)
        body = _body(text, named=bool(label or heading))
        found = list(_item(label, body.blocks, heading))
        blocks += found
        hidden += body.hidden
        if not found:
            problems.append(Problem(locator=f"item {number}", reason=f"item {number}: its mapped fields are empty"))
    problems += _undated(record, mapping)
    return Reading(blocks=tuple(blocks), problems=tuple(problems), hidden=tuple(hidden))


def _check(mapping: Mapping[str, str], names: Sequence[str], records: Sequence[dict[str, Any]]) -> None:
    there = list(dict.fromkeys(name for record in records for name in record))
    missing = [mapping[name] for name in names if name in mapping and mapping[name] not in there]
    if missing:
        has = ", ".join(there[:MOST_NAMED]) or "no fields"
        raise UnreadableError(
            f"no field {', '.join(f'`{name}`' for name in missing)}; there are: {has}",
            "correct `mapping` for this file in corpus.yaml",
        )


def _items(content: Any, mapping: Mapping[str, str]) -> list[dict[str, Any]]:  # noqa: ANN401
    found = content
    for name in mapping["items"].split(".") if "items" in mapping else ():
        holder = found if isinstance(found, dict) else {}
        _check({"items": name}, ("items",), [holder])
        found = holder[name]
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise UnreadableError("`items` of its mapping is no list of objects", "name the field that holds the articles")
    return found


def _naming(record: dict[str, Any], mapping: Mapping[str, str]) -> Iterator[Block]:
    """Furniture with the particulars that name the document, then its title."""
    if identity := shown(record.get(mapping.get("id", ""))):
        yield Block(kind="paragraph", label=ID_LABEL, text=identity, where="header")
    for name, word in PRINTED.items():
        value = shown(record.get(mapping.get(name, "")))
        value = _date(value) if name == "effective_from" else value
        if value:
            yield Block(kind="paragraph", text=f"{word}：{value}", where="header")
    if title := shown(record.get(mapping.get("title", ""))):
        yield Block(kind="heading", text=title, level=0)


def _undated(record: dict[str, Any], mapping: Mapping[str, str]) -> list[Problem]:
    name = mapping.get("effective_from", "")
    if not shown(record.get(name)) or _date(shown(record[name])):
        return []
    return [Problem(locator=name, reason=f"the field `{name}` holds no date", hint="write it as 2024-07-31")]


def _date(text: str) -> str:
    """Returns a date as ISO: `20240731` and `1130731` are dates too."""
    return iso_date(DIGITS.sub(r"\1/\2/\3", text)) or ""


def _item(label: str, body: Sequence[Block], heading: str) -> Iterator[Block]:
    label, heading = ("".join if HAN.search(label) else " ".join)(label.split()), " ".join(heading.split())
    if heading and not (label or body):
        yield _division(heading)
    elif heading:
        yield Block(kind="heading", label=label, text=heading, level=DEEPEST)
        yield from body
    elif label:
        opens = bool(body) and body[0].kind == "paragraph" and not body[0].label
        yield Block(kind="item", label=label, text=body[0].text if opens else "")
        yield from body[opens:]
    else:
        yield from body


def _division(text: str) -> Block:
    found = DIVISION.match(text)
    if found is None:
        label, rest = split_heading(text)
        return Block(kind="heading", label=label, text=rest, level=1)
    label = "".join(found[1].split()) if found[2] else found[1]
    return Block(kind="heading", label=label, text=text[found.end() :], level=LEVELS[(found[2] or found[3]).lower()])


def _body(text: str, *, named: bool) -> Reading:
    """What an article holds, its numbered items below it where they close it.

    A paragraph after the items belongs to the article and not to the last of them; nothing in the print says so,
    hence such an article stays in one piece. An article of a help desk is a page, with headings below its own.
    """
    if MARKUP.search(text):
        page = html.read(text.encode())
        lowered = (replace(block, kind="paragraph") if block.kind == "heading" else block for block in page.blocks)
        return replace(page, blocks=tuple(lowered))
    paragraphs = _paragraphs(text)
    blocks = [typed(paragraph) for paragraph in paragraphs]
    first = next((place for place, block in enumerate(blocks) if block.label), len(blocks))
    if named and not all(block.label for block in blocks[first:]):
        blocks = [Block(kind="paragraph", text=paragraph) for paragraph in paragraphs]
    return Reading(blocks=tuple(blocks))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; a line that ends in the middle of a sentence was wrapped."""
    paragraphs: list[list[str]] = []
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if not line:
            continue
        if paragraphs and not SENTENCE_END.search(paragraphs[-1][-1]) and not split_label(line)[0]:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [join(lines) for lines in paragraphs]


def _rest(record: dict[str, Any], items: Sequence[dict[str, Any]], mapping: Mapping[str, str]) -> tuple[Hidden, ...]:
    # A date is printed otherwise than it is written: as written, it counts as hidden.
    top = {mapping.get(name, "") for name in ("id", "title", "edition")} | {mapping.get("items", "").split(".")[0]}
    own = {mapping[name] for name in OF_ITEM if name in mapping}
    beside = () if "items" not in mapping else unused(record, top, "")
    return (
        *beside,
        *(hidden for number, item in enumerate(items, 1) for hidden in unused(item, own, f"item {number}")),
    )

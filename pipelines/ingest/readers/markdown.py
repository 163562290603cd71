"""Markdown files: headings, lists with their numbers, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.labels import split_heading, split_label
from pipelines.ingest.readers.decode import decode

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
SOFT_BREAK = re.compile(r"(?<=[^\x00-\xff])\n(?=[^\x00-\xff])")


@dataclass(slots=True, kw_only=True)
class State:
    """Where the reader stands: the open lists, and the table being read."""

    lists: list[int | None] = field(default_factory=list)
    """The next number of each open list, outermost first; None for bullets."""
    fresh: bool = False
    """The next paragraph is the first of its list item."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    count: int = 0
    """Lists opened so far: each is a series of its own."""


def read(data: bytes) -> Reading:
    """Reads a Markdown file.

    Args:
        data: The file's bytes.

    Returns:
        Its blocks; front matter names the document like a page header does.
    """
    from markdown_it import MarkdownIt

    text = decode(data)
    blocks: list[Block] = []
    front = FRONT_MATTER.match(text)
    if front is not None:
        lines = [line.replace(": ", "：", 1) for line in front.group(1).split("\n") if line.strip()]
        blocks += [Block(kind="paragraph", text=line, where="header") for line in lines]
        text = text[front.end() :]
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text)
    return Reading(blocks=(*blocks, *_blocks(tokens)))


def _blocks(tokens: Sequence[Any]) -> Iterator[Block]:
    state = State()
    for place, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            state.count += 1
            state.lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            state.lists.pop()
        elif token.type == "list_item_open":
            state.fresh = True
        elif token.type == "inline":
            yield from _inline(tokens[place - 1], _text(token), state)
        elif token.type in ("fence", "code_block"):
            yield Block(kind="paragraph", text=token.content.strip("\n"))
        elif token.type == "html_block" and (
            text := re.sub(r"<!--.*?-->|<[^>]*>", "", token.content, flags=re.S).strip()
        ):
            yield Block(kind="paragraph", text=text)
        else:
            yield from _table(token.type, state)


def _table(kind: str, state: State) -> Iterator[Block]:
    if kind == "tr_close":
        state.rows.append(tuple(state.cells))
        state.cells = []
    elif kind == "table_close":
        header, *rows = state.rows
        state.rows = []
        yield Block(kind="table", header=header, rows=tuple(rows))


def _inline(opening: Any, text: str, state: State) -> Iterator[Block]:  # noqa: ANN401
    if opening.type in ("th_open", "td_open"):
        state.cells.append(text)
    elif opening.type == "heading_open":
        label, rest = split_heading(text)
        yield Block(kind="heading", label=label, text=rest, level=int(opening.tag[1]))
    elif state.lists and state.fresh:
        yield _item(text, state)
    else:
        yield typed(text)
    state.fresh = False


def _item(text: str, state: State) -> Block:
    number, depth = state.lists[-1], len(state.lists) - 1
    if number is None:
        return Block(kind="item", text=text, bullet=True, level=depth)
    state.lists[-1] = number + 1
    # A list inside a list has its own series; one after another at the same depth continues no other.
    return Block(kind="item", label=f"{number}.", text=text, level=depth, series=f"list/{depth}")


def typed(text: str, *, page: int | None = None) -> Block:
    """Returns a paragraph as a block, its typed number as the label."""
    label, rest = split_label(text)
    return Block(kind="item" if label else "paragraph", label=label, text=rest, page=page)


def _text(token: Any) -> str:  # noqa: ANN401
    pieces = []
    for inner in token.children or []:
        if inner.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif inner.type == "html_inline":
            pieces.append("\n" if inner.content.lower().startswith("<br") else "")
        else:
            pieces.append(inner.content)
    text = SOFT_BREAK.sub("", "".join(pieces)) if not _breaks(token) else "".join(pieces)
    return (text if _breaks(token) else text.replace("\n", " ")).strip()


def _breaks(token: Any) -> bool:  # noqa: ANN401
    return any(
        inner.type == "hardbreak" or (inner.type == "html_inline" and inner.content.lower().startswith("<br"))
        for inner in token.children or []
    )

"""The readable sources of the Word and PDF documents: a small header and a few Markdown-like blocks.

What each line makes:

    ---
    title: 出貨作業標準程序
    ---
    # Chapter            a heading, `##` and `###` below it; no number is typed
    A paragraph.
    - item               an automatically numbered item, two spaces deeper for its sub-items
    1. step              an automatically numbered step; a new list restarts
    | a | b |            a table; rows above `|---|` are its header, `<` joins a cell to its left, `^` to the one above
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["heading", "text", "item", "step", "table"]

_LINES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("heading", re.compile(r"(?P<depth>#{1,3}) (?P<text>.+)")),
    ("item", re.compile(r"(?P<depth> *)- (?P<text>.+)")),
    ("step", re.compile(r"(?P<depth>)\d+\. (?P<text>.+)")),
    ("table", re.compile(r"(?P<depth>)\|(?P<text>.+)\|")),
    ("text", re.compile(r"(?P<depth>)(?P<text>.+)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, or one whole table."""

    kind: Kind
    text: str = ""
    depth: int = 0
    """From 0: how deep a heading or an item is."""
    first: bool = False
    """Whether a step opens its list."""
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table with the last row and column it covers."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A parsed source."""

    header: dict[str, str]
    blocks: tuple[Block, ...]


def parse(text: str) -> Source:
    r"""Reads a source.

    >>> parse("---\ntitle: 程序\n---\n# 目的\n說明。").blocks[0].text
    '目的'
    """
    _, header, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    return Source(header=fields, blocks=tuple(_blocks(body.splitlines())))


def cells(table: Block) -> Iterator[Cell]:
    """Yields the cells of a table, without those that are joined to another."""
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            right = column + 1
            while right < len(texts) and texts[right] == "<":
                right += 1
            below = row + 1
            while below < len(table.rows) and table.rows[below][column] == "^":
                below += 1
            yield Cell(text=text, row=row, column=column, last_row=below - 1, last_column=right - 1)


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    matched = (_match(line) for line in lines)
    for kind, run in groupby(matched, key=lambda pair: pair[0]):
        matches = [match for _, match in run if match is not None]
        if kind == "table":
            yield _table([match["text"] for match in matches])
        elif kind is not None:
            yield from (_block(kind, match, first=place == 0) for place, match in enumerate(matches))


def _match(line: str) -> tuple[Kind | None, re.Match[str] | None]:
    for kind, pattern in _LINES:
        match = pattern.fullmatch(line)
        if match:
            return kind, match
    return None, None


def _block(kind: Kind, match: re.Match[str], *, first: bool) -> Block:
    depth = len(match["depth"])
    depth = depth - 1 if kind == "heading" else depth // 2
    return Block(kind=kind, text=match["text"].strip(), depth=depth, first=first and kind == "step")


def _table(lines: list[str]) -> Block:
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
    rule = next(place for place, row in enumerate(rows) if set("".join(row)) == {"-"})
    return Block(kind="table", rows=tuple(rows[:rule] + rows[rule + 1 :]), header_rows=rule)

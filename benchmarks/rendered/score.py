"""How much of a document's structure a reader brought back, the same measure for every reader and format."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.rendered.source import Document, Piece
from pipelines.ingest.blocks import Reading

MEASURES = ("headings", "steps", "cells", "characters")
GRAM = 4
NUMERALS = set("0123456789一二三四五六七八九十")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a reader made of a file."""

    headings: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    text: str


def bare(text: str) -> str:
    """Returns a text without white space and without what Markdown adds."""
    return re.sub(r"[\s\u00ad]+|\\(?=[\W_])|\*\*", "", text)


def output_of(reading: Reading) -> Output:
    """Returns a reading in the form that is scored, its parts one after the other."""
    readings = [reading, *(part.reading for part in reading.parts)]
    blocks = [block for each in readings for block in each.blocks]
    lines = [block.label + block.text for block in blocks if block.where != "table"]
    tables = tuple(
        (*([block.header] if block.header else []), *block.rows) for block in blocks if block.kind == "table"
    )
    cells = ["\n".join(" ".join(row) for row in table) for table in tables]
    headings = tuple(block.label + block.text for block in blocks if block.kind == "heading")
    return Output(headings=headings, tables=tables, text="\n".join([*lines, *cells]))


def score(document: Document, output: Output, *, kind: str) -> dict[str, tuple[float, int]]:
    """Compares what a reader made of a file with its source.

    Args:
        document: The source.
        output: What the reader made.
        kind: `word`, `pdf`, `excel` or `notion`: a workbook has only tables, and Notion numbers `1.`, `2.`.

    Returns:
        Measure → how much was found, of how much; measures that do not apply are left out.
    """
    whole = bare(output.text)
    found: dict[str, tuple[float, int]] = {"cells": _cells(document.tables, output)}
    if kind != "excel":
        headings = [piece for piece in document.pieces if piece.kind in ("title", "heading")]
        steps = [piece for piece in document.pieces if piece.kind == "step"]
        known = Counter(bare(heading) for heading in output.headings)
        found["headings"] = (sum(_is_heading(piece, known) for piece in headings), len(headings))
        found["steps"] = (sum(_is_step(piece, whole, kind=kind) for piece in steps), len(steps))
    texts = [text for piece in document.pieces for text in _texts(piece, kind=kind)]
    found["characters"] = (
        sum(_share(bare(text), whole) * len(bare(text)) for text in texts),
        sum(map(len, map(bare, texts))),
    )
    return {name: value for name, value in found.items() if value[1]}


def _is_heading(piece: Piece, known: Counter[str]) -> bool:
    """A heading counts with and without its number, which is measured by the steps."""
    for text in (bare(piece.label + piece.text), bare(piece.text)):
        if known[text]:
            known[text] -= 1
            return True
    return False


def _is_step(piece: Piece, whole: str, *, kind: str) -> bool:
    wanted = bare((f"{piece.number}." if kind == "notion" else piece.label) + piece.text)
    places = [found.start() for found in re.finditer(re.escape(wanted), whole)]
    # `1.` is not found inside `11.`, nor 一、 inside 十一、.
    return any(place == 0 or {wanted[0], whole[place - 1]} - NUMERALS for place in places)


def _texts(piece: Piece, *, kind: str) -> Iterator[str]:
    if piece.kind == "table":
        yield from (cell.text for row in piece.rows for cell in row)
    elif kind != "excel":
        yield piece.text
        if piece.note and kind != "notion":
            yield piece.note


def _share(text: str, whole: str) -> float:
    """The share of a text that is in another: all of it, or that of its runs of four characters."""
    if text in whole:
        return 1.0
    grams = [text[place : place + GRAM] for place in range(max(len(text) - GRAM + 1, 1))]
    return sum(gram in whole for gram in grams) / len(grams)


def _cells(tables: Sequence[Piece], output: Output) -> tuple[int, int]:
    wanted = [_triples(piece.grid, piece.header_rows) for piece in tables]
    ways = [[_triples(table, rows) for rows in (1, 2)] for table in output.tables]
    # A Notion export holds its last table twice; each of the source's tables takes the best one that is left.
    hits = 0
    for table in wanted:
        best = max(ways, key=lambda way: max((one & table).total() for one in way), default=None)
        if best is not None:
            hits += max((one & table).total() for one in best)
            ways.remove(best)
    return hits, sum(table.total() for table in wanted)


def _triples(rows: Sequence[Sequence[str]], header_rows: int) -> Counter[tuple[str, str, str]]:
    """Every value with what its row and its column are called; the first column names the row."""
    width = max(map(len, rows), default=0)
    full = [[bare(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    names = ["".join(dict.fromkeys(row[column] for row in full[:header_rows])) for column in range(width)]
    return Counter((row[0], names[column], row[column]) for row in full[header_rows:] for column in range(1, width))

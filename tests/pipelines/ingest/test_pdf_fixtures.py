"""PDF files whose content is known: what of it comes out, with and without tags.

python tests/pipelines/ingest/test_pdf_fixtures.py     prints the figures
"""

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.readers.pdf import read
from pipelines.ingest.readers.word.tables import join_header

HERE = Path(__file__).parent / "fixtures" / "pdf"
NAMES = sorted(path.stem for path in HERE.glob("*.json"))
FILES = [(name, tags) for name in NAMES for tags in ("plain", "tagged")]


@cache
def reading_of(name: str, tags: str) -> tuple[Reading, dict[str, Any]]:
    truth = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return read((HERE / f"{name}.{tags}.pdf").read_bytes()), truth


def squeezed(text: str) -> str:
    return "".join(text.split())


def found(truth: list[tuple[str, str]], blocks: list[Block]) -> tuple[int, int]:
    """How many labelled texts of the truth are blocks of their own, label and text apart, and how many there are."""
    have = Counter((block.label, squeezed(block.text)) for block in blocks)
    need = Counter((label, squeezed(text)) for label, text in truth)
    return (need & have).total(), need.total()


def cells(truth: list[list[list[str]]], blocks: list[Block]) -> tuple[int, int]:
    """How many cells stand at their row and column; the header counts as one row."""
    right = total = 0
    tables = [block for block in blocks if block.kind == "table"]
    for number, rows in enumerate(truth):
        headed = 2 if rows[0] != list(dict.fromkeys(rows[0])) else 1
        grid = [join_header([tuple(row) for row in rows[:headed]]), *map(tuple, rows[headed:])]
        total += sum(map(len, grid))
        if number < len(tables):
            other = [tables[number].header, *tables[number].rows]
            pairs = [(a, b) for one, two in zip(grid, other, strict=False) for a, b in zip(one, two, strict=False)]
            right += sum(squeezed(a) == squeezed(b) for a, b in pairs)
    return right, total


def letters(truth: dict[str, Any], blocks: list[Block]) -> tuple[int, int]:
    """How many characters of the text come out, and how many there are."""
    texts = [label + text for part in ("headings", "items", "notes") for label, text in truth[part]]
    texts += truth["texts"] + truth["bullets"]
    texts += [cell for table in truth["tables"] for row in table for cell in row]
    have = [cell for block in blocks for row in (block.header, *block.rows) for cell in row]
    have += [block.label + block.text for block in blocks]
    # Two header rows are joined there, and merged cells repeat.
    need = Counter(squeezed("".join(texts))) - Counter(squeezed("".join(repeats(truth["tables"]))))
    return (need & Counter(squeezed("".join(have)))).total(), need.total()


def repeats(tables: list[list[list[str]]]) -> list[str]:
    return [table[1][place] for table in tables for place, cell in enumerate(table[0]) if table[1][place] == cell]


def figures(name: str, tags: str) -> dict[str, tuple[int, int]]:
    reading, truth = reading_of(name, tags)
    body = [block for block in reading.blocks if block.where != "header"]
    headings = [block for block in body if block.kind == "heading"]
    items = [block for block in body if block.kind == "item" and not block.bullet]
    bullets = [block for block in body if block.bullet]
    plain = [block for block in body if block.kind == "paragraph"]
    notes = [block for block in body if block.where == "footnote"]
    return {
        "headings": found(truth["headings"], headings),
        "false headings": (len(headings) - found(truth["headings"], headings)[0], len(headings)),
        "steps": found(truth["items"], items),
        "bullets": found([("", text) for text in truth["bullets"]], bullets),
        "paragraphs": found([("", text) for text in truth["texts"]], plain),
        "cells": cells(truth["tables"], body),
        "notes": found(truth["notes"], notes),
        "characters": letters(truth, body),
    }


@pytest.mark.parametrize(("name", "tags"), FILES)
def test_everything_that_was_written_is_read_as_what_it_is(name: str, tags: str) -> None:
    for measure, (right, total) in figures(name, tags).items():
        expected = 0 if measure == "false headings" else total
        assert right == expected, (measure, right, total)


@pytest.mark.parametrize(("name", "tags"), FILES)
def test_running_headers_are_named_once_and_apart(name: str, tags: str) -> None:
    reading, truth = reading_of(name, tags)
    furniture = [block.text for block in reading.blocks if block.where == "header"]
    assert furniture.count(truth["furniture"]) == 1
    assert truth["furniture"] not in [block.text for block in reading.blocks if block.where == "body"]


@pytest.mark.parametrize("name", NAMES)
def test_tags_and_print_tell_the_same(name: str) -> None:
    plain, tagged = (
        [(block.kind, block.label, block.text, block.header, block.rows) for block in reading_of(name, tags)[0].blocks]
        for tags in ("plain", "tagged")
    )
    assert plain == tagged


def main() -> None:
    for tags in ("plain", "tagged"):
        total: dict[str, list[int]] = {}
        for name in NAMES:
            for measure, pair in figures(name, tags).items():
                one = total.setdefault(measure, [0, 0])
                one[0], one[1] = one[0] + pair[0], one[1] + pair[1]
        for measure, (right, count) in total.items():
            share = right / count if count else 1.0
            sys.stdout.write(f"{tags:7} {measure:15} {right:6} of {count:6}  {share:.4f}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[4]))
    main()

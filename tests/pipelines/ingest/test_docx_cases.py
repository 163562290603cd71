"""Word files with the truth of what Word prints: every label, text, cell and unprinted string."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.blocks import Block
from pipelines.ingest.inspect import as_json
from pipelines.ingest.readers import read

CASES = sorted((Path(__file__).parent / "fixtures" / "word").glob("*.docx"))
HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": ""})


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(HYPHENS))


def bare_rows(rows: Any) -> list[list[str]]:
    return [[bare(cell) for cell in row] for row in rows]


def blocks_and_truth(path: Path) -> tuple[tuple[Block, ...], dict[str, Any]]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return read(path.read_bytes(), ".docx").blocks, truth


def test_the_cases_are_there_and_cover_the_standard_s_numbering() -> None:
    features = {feature for path in CASES for feature in blocks_and_truth(path)[1]["features"]}
    assert len(CASES) == 16
    assert {"isLgl", "lvlRestart-0", "numId-0", "startOverride", "vMerge", "textbox-vml", "moved"} <= features


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_paragraph_comes_out_in_order_with_the_label_word_prints(path: Path) -> None:
    blocks, truth = blocks_and_truth(path)
    expected = [(bare(line["label"]), bare(line["text"])) for line in truth["paragraphs"]]
    assert printed_lines(blocks, {text for _, text in expected}) == expected


def printed_lines(blocks: tuple[Block, ...], known: set[str]) -> list[tuple[str, str]]:
    """The lines of all blocks; a header of later pages is no line of a single page, and a repeated footer is one."""
    lines = [(block.where, bare(block.label), bare(block.text)) for block in blocks if block.kind != "table"]
    margins = list(dict.fromkeys(line for line in lines if line[0] == "header" and line[2] in known))
    return [line[1:] for line in (*margins, *(line for line in lines if line[0] != "header"))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_cell_stands_under_its_header_with_merged_values_repeated(path: Path) -> None:
    blocks, truth = blocks_and_truth(path)
    tables = [(bare_rows([block.header]), bare_rows(block.rows)) for block in blocks if block.kind == "table"]
    assert tables == [(bare_rows([table["header"]]), bare_rows(table["rows"])) for table in truth["tables"]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_comes_out_that_is_not_printed_and_it_is_kept_apart(path: Path) -> None:
    reading = read(path.read_bytes(), ".docx")
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    shown, hidden = bare(as_json(reading)), bare("".join(piece.text for piece in reading.hidden))
    for text in truth.get("absent", []):
        assert bare(text) not in shown
        assert bare(text) in hidden
    assert bool(reading.changes) == ("deleted" in truth["features"])

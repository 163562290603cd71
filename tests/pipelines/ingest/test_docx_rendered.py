"""Documents rendered from one known source come back whole: headings, steps, cells, characters."""

from pathlib import Path

import pytest

from benchmarks.rendered.__main__ import SUFFIXES, add, render_all, scores
from benchmarks.rendered.others import excel, flat, has_office, notion
from benchmarks.rendered.score import Output, bare, output_of, score
from benchmarks.rendered.source import Cell, Document, Piece, documents
from benchmarks.rendered.word import render
from pipelines.ingest.readers import read

SOURCES = documents(12)
MAKERS = {"word": render, "excel": excel, "notion": notion}


def shares(found: dict[str, tuple[float, int]]) -> dict[str, float]:
    return {name: hit / of for name, (hit, of) in found.items()}


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_of_a_document_is_lost_in_a_format_that_keeps_its_structure(kind: str) -> None:
    total: dict[str, tuple[float, int]] = {}
    for document in SOURCES:
        if kind != "excel" or document.tables:
            reading = read(MAKERS[kind](document), SUFFIXES[kind])
            assert not reading.problems
            add(total, score(document, output_of(reading), kind=kind))
    assert set(shares(total).values()) == {1.0}


def test_a_word_file_has_no_more_headings_than_its_source() -> None:
    for document in SOURCES:
        headings = [block for block in read(render(document), ".docx").blocks if block.kind == "heading"]
        assert len(headings) == sum(piece.kind in ("title", "heading") for piece in document.pieces)


@pytest.mark.slow
@pytest.mark.skipif(not has_office(), reason="LibreOffice prints the PDFs")
def test_a_printed_document_keeps_its_headings_and_steps(tmp_path: Path) -> None:
    render_all(SOURCES, tmp_path)
    pdf = shares(scores(SOURCES, tmp_path)["pdf"])
    assert pdf["headings"] >= 0.95
    assert pdf["cells"] >= 0.95
    assert pdf["steps"] == 1.0
    assert pdf["characters"] >= 0.999


def test_the_same_seed_gives_the_same_documents_in_every_language() -> None:
    assert documents(6) == documents(6)
    assert documents(6) != documents(6, seed=8)
    assert {document.language for document in documents(6)} == {"zh", "en", "mixed"}


def test_a_grid_repeats_merged_values_and_a_flat_table_joins_its_header_rows() -> None:
    head = (Cell(text="職等", down=2), Cell(text="國內", across=2))
    piece = Piece(
        kind="table", header_rows=2, rows=(head, (Cell(text="宿"), Cell(text="膳")), (Cell(text="x", across=3),))
    )
    assert piece.grid == [["職等", "國內", "國內"], ["職等", "宿", "膳"], ["x", "x", "x"]]
    assert flat(piece) == [["職等", "國內 宿", "國內 膳"], ["x", "x", "x"]]


def test_a_reader_that_loses_numbers_cells_and_text_scores_less() -> None:
    table = Piece(kind="table", rows=((Cell(text="a"), Cell(text="b")), (Cell(text="k"), Cell(text="v"))))
    pieces = (
        Piece(kind="heading", text="總則", label="1."),
        Piece(kind="step", text="拔下插頭。", label="1.", number=1),
        Piece(kind="step", text="等待冷卻。", label="2.", number=2),
        table,
    )
    document = Document(name="x", language="zh", pieces=pieces)
    poor = Output(headings=("別的",), tables=((("a", "b"), ("k", "w")),), text="總則 1.拔下插頭。 12.等待冷卻。 a b k")
    found = score(document, poor, kind="word")
    assert (found["headings"], found["steps"], found["cells"]) == ((0, 1), (1, 2), (0, 1))
    assert found["characters"] == (15, 16)
    assert bare("a\\. **b** c") == "a.bc"

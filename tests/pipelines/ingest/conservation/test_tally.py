from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Hidden, Part, Problem, Reading
from pipelines.ingest.conservation.clean import clean
from pipelines.ingest.conservation.raw import Piece, raw
from pipelines.ingest.conservation.tally import Tally, settle, squeeze, tally
from pipelines.ingest.readers import read

SAMPLE = Path(__file__).parents[4] / "data/raw/sample"
FILES = sorted(path for path in SAMPLE.iterdir() if path.suffix != ".yaml")


def texts(*lines: str) -> list[Piece]:
    return [Piece(text=line) for line in lines]


def cells(*values: str) -> list[Piece]:
    return [Piece(text=value, kind="cell") for value in values]


def reading(*lines: str) -> Reading:
    return Reading(blocks=tuple(Block(kind="paragraph", text=line) for line in lines))


def rows(*values: tuple[str, ...], header: tuple[str, ...] = ()) -> Reading:
    return Reading(blocks=(Block(kind="table", header=header, rows=values),))


def balances(found: Tally) -> bool:
    return found.characters == found.body + found.furniture + found.hidden + found.quarantined + found.lost


def test_what_is_read_is_body_and_white_space_does_not_count() -> None:
    found = settle(texts("第一條 租金", "每月十八萬元"), reading("第一條　租金\n", " 每月 十八萬元"))
    assert (found.characters, found.body, found.lost) == (11, 11, 0)


def test_a_typed_number_that_became_a_label_is_not_lost_and_a_generated_one_was_never_there() -> None:
    typed = Reading(blocks=(Block(kind="item", label="第一條", text="租金"),))
    assert settle(texts("第一條 租金"), typed).lost == 0
    generated = Reading(blocks=(Block(kind="item", label="一、", text="租金", series="1/0"),))
    assert settle(texts("租金"), generated).lost == 0
    assert settle(texts("租金", "一、"), generated).lost == 2


def test_page_headers_are_furniture_and_hidden_text_is_hidden() -> None:
    read_so = Reading(
        blocks=(Block(kind="paragraph", text="機密", where="header"), Block(kind="paragraph", text="內文")),
        hidden=(Hidden(kind="white", text="白字"),),
    )
    found = settle([*texts("機密", "內文", "白字"), Piece(text="刪", fate="unseen")], read_so)
    assert (found.body, found.furniture, found.hidden, found.lost) == (2, 2, 3, 0)
    assert balances(found)


def test_deleted_text_does_not_stand_in_for_the_same_text_where_it_was_moved_to() -> None:
    pieces = [Piece(text="罰款條款", fate="unseen"), Piece(text="罰款條款", kind="item")]
    found = settle(pieces, Reading(hidden=(Hidden(kind="deleted", text="罰款條款"),)))
    assert (found.hidden, found.lost, found.items_lost) == (4, 4, 1)


def test_invisible_characters_are_hidden_whatever_the_reading_says() -> None:
    found = settle(texts("re\u200bport\u202e"), clean(reading("re\u200bport\u202e")))
    assert (found.characters, found.body, found.hidden) == (8, 6, 2)


def test_a_row_with_a_problem_is_quarantined_and_not_lost() -> None:
    pieces = [Piece(text="甲", kind="cell", where="row 2"), Piece(text="乙", kind="cell", where="row 21")]
    found = settle(pieces, Reading(problems=(Problem(locator="row 2", reason="3 fields"),)))
    assert (found.quarantined, found.lost, found.cells, found.cells_lost) == (1, 1, 2, 1)


def test_copies_of_a_merged_cell_do_not_stand_in_for_a_lost_one() -> None:
    copy = Piece(text="同", kind="cell", fate="copy")
    pieces = [*cells("同", "一"), copy, *cells("二", "同", "三")]
    whole = rows(("同", "一"), ("同", "二"), ("同", "三"))
    assert settle(pieces, whole).lost == 0
    assert settle(pieces, rows(("同", "一"), ("同", "二"), ("", "三"))).cells_lost == 1


def test_a_header_over_two_rows_is_joined_and_nothing_of_it_is_lost() -> None:
    across, down = (Piece(text=text, kind="cell", fate="copy") for text in ("國內", "等級"))
    pieces = [*cells("等級", "國內"), across, down, *cells("住宿", "膳雜", "經理", "3,000", "800")]
    found = settle(pieces, rows(("經理", "3,000", "800"), header=("等級", "國內 住宿", "國內 膳雜")))
    assert (found.lost, found.cells, found.cells_lost) == (0, 7, 0)


def test_numbers_count_as_cells_since_their_print_is_the_formats() -> None:
    numbers = [Piece(text=value, kind="number") for value in ("0.05", "45415", "1200")]
    pieces = [*cells("稅率"), numbers[0], *cells("日期"), numbers[1], *cells("金額"), numbers[2]]
    whole = (("稅率", "5%"), ("日期", "2024-05-03"), ("金額", "NT$1,200"))
    found = settle(pieces, rows(*whole))
    assert (found.characters, found.lost, found.cells, found.cells_lost) == (6, 0, 6, 0)
    assert settle(pieces, rows(whole[0], ("日期", ""), whole[2])).cells_lost == 1


def test_a_number_in_a_line_above_the_table_is_found_by_its_digits() -> None:
    pieces = [*cells("更新日期"), Piece(text="45415", kind="number"), *cells("甲", "乙")]
    read_so = Reading(blocks=(*reading("更新日期 2024-05-03").blocks, *rows(("甲", "乙")).blocks))
    assert settle(pieces, read_so).cells_lost == 0


def test_what_a_program_prints_is_furniture_where_a_reading_leaves_it_out() -> None:
    pieces = [Piece(text="09:18", fate="margin"), *texts("禾田 請問費用？")]
    said = Reading(blocks=(Block(kind="exchange", label="2024-05-03 09:18", rows=(("禾田", "asker", "請問費用？"),)),))
    found = settle(pieces, said)
    assert (found.body, found.furniture, found.lost) == (7, 5, 0)


def test_documents_inside_a_file_count_with_it() -> None:
    whole = Reading(parts=(Part(name="a.txt", reading=reading("甲乙")),))
    assert settle(texts("甲乙", "丙"), whole).lost == 1


def test_a_problem_of_a_part_quarantines_what_it_names() -> None:
    broken = Reading(problems=(Problem(locator="b.pdf", reason="encrypted"),))
    assert settle([Piece(text="甲", where="b.pdf!page 1")], broken).quarantined == 1


def test_a_format_without_a_counter_is_unknown_and_not_zero() -> None:
    assert tally(b"{\\rtf1}", ".rtf", reading("甲")) is None


@settings(max_examples=50)
@given(st.data())
def test_the_equation_holds_whatever_a_reader_does(data: st.DataObject) -> None:
    words = st.text("甲乙丙丁 ab12\u200b", max_size=8)
    fates = st.sampled_from(("printed", "margin", "unseen", "copy"))
    kinds = st.sampled_from(("text", "cell", "number", "item", "note"))
    pieces = data.draw(st.lists(st.builds(Piece, text=words, fate=fates, kind=kinds), max_size=12))
    lines = data.draw(st.lists(words, max_size=12))
    table = tuple(data.draw(st.lists(st.tuples(words, words), max_size=4)))
    found = settle(pieces, clean(Reading(blocks=reading(*lines).blocks + rows(*table).blocks)))
    assert balances(found)
    assert min(found.lost, found.hidden, found.cells - found.cells_lost, found.notes - found.notes_lost) >= 0


def mutants(whole: Reading) -> Iterator[tuple[str, Reading]]:
    """Readings that lack one block or one cell, each with what it lacks."""
    for place, block in enumerate(whole.blocks):
        before, after = whole.blocks[:place], whole.blocks[place + 1 :]
        if block.where in ("table", "header") or block.kind == "exchange":
            continue
        if block.kind not in ("table", "faq"):
            # A footnote's own mark is generated.
            marked = block.series or block.where == "footnote"
            yield squeeze(block.text if marked else block.label + block.text), replace(whole, blocks=before + after)
        for row_place, row in enumerate(block.rows):
            for column, value in enumerate(row):
                # A value beside or below an equal one may be a copy of a merged cell, which is there without it.
                around = [
                    *row[:column],
                    *row[column + 1 :],
                    *(other[column] for other in block.rows if other is not row),
                ]
                if value.strip() and value not in around:
                    changed = (*row[:column], "", *row[column + 1 :])
                    table = (*block.rows[:row_place], changed, *block.rows[row_place + 1 :])
                    yield squeeze(value), replace(whole, blocks=(*before, replace(block, rows=table), *after))


def cases() -> list[Path]:
    return [path for path in FILES if path.suffix in (".docx", ".md", ".csv", ".xlsx", ".html", ".pdf", ".txt")]


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_nothing_of_the_sample_is_lost_and_whatever_is_dropped_is_noticed(path: Path) -> None:
    data = path.read_bytes()
    whole = clean(read(data, path.suffix))
    counted = raw(data, path.suffix)
    assert counted is not None
    found = settle(counted.pieces, whole)
    assert (found.lost, found.cells_lost, found.items_lost, found.notes_lost) == (0, 0, 0, 0)
    known = {squeeze(piece.text) for piece in counted.pieces if piece.kind == "number"}
    every = [mutant for mutant in mutants(whole) if mutant[0]]
    for dropped, mutant in Random(7).sample(every, min(12, len(every))):
        lacking = settle(counted.pieces, mutant)
        assert balances(lacking)
        if dropped in known or (path.suffix == ".xlsx" and lacking.lost == 0):
            assert lacking.cells_lost == 1 or all(dropped not in squeeze(piece.text) for piece in counted.pieces)
        else:
            # Some of its letters may be found by chance, where a line of a PDF file joins several cells.
            assert lacking.lost >= 0.6 * len(dropped)


def test_the_tally_of_a_word_file_is_what_its_parts_add_up_to(word: Callable[..., bytes]) -> None:
    body = "<w:p><w:r><w:t>甲乙</w:t></w:r><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>"
    data = word(body)
    found = tally(data, ".docx", clean(read(data, ".docx")))
    assert found is not None
    assert (found.characters, found.body, found.hidden) == (3, 2, 1)


def test_sentences_in_another_order_keep_their_letters() -> None:
    # Clauses that begin alike took letters of each other, and a law that was read in full looked lossy.
    who, what = ("employer", "worker", "supervisor"), ("pay wages", "keep records", "give notice", "work at night")
    clauses = [f"An {one} shall not {thing} unless {other} agrees" for one in who for thing in what for other in who]
    other_order = Random(3).sample(clauses, len(clauses))
    pieces = [Piece(text=text) for text in clauses]
    reading = Reading(blocks=tuple(Block(kind="paragraph", text=text) for text in other_order))
    assert settle(pieces, reading).lost == 0

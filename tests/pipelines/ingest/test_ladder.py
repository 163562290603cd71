import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block
from pipelines.ingest.ladder import Ladder


def item(label: str, series: str = "") -> Block:
    return Block(kind="item", label=label, series=series)


def heading(label: str, level: int) -> Block:
    return Block(kind="heading", label=label, level=level, text="T")


def paths(*blocks: Block) -> list[list[str]]:
    ladder = Ladder()
    return [[rung.block.label for rung in ladder.climb(block)] for block in blocks]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["第一條", "一、", "（一）", "二、", "第二條"], [[], ["第一條"], ["第一條", "一、"], ["第一條"], []]),
        (["第一章", "第一條", "第二章", "第二條"], [[], ["第一章"], [], ["第二章"]]),
        (["4", "4.3", "4.3.1", "4.4", "5"], [[], ["4"], ["4", "4.3"], ["4"], []]),
        (["4", "4.3.1", "4.4"], [[], ["4"], ["4"]]),
        (["第一條", "一、", "附件A", "A-1", "附件B"], [[], ["第一條"], [], ["附件A"], []]),
        (["第四條", "一、", "Article 5"], [[], ["第四條"], []]),
        (["第三條", "第三條之一", "第四條"], [[], [], []]),
    ],
)
def test_typed_numbers_nest_by_their_look(labels: list[str], expected: list[list[str]]) -> None:
    assert paths(*map(item, labels)) == expected


def test_two_lists_of_one_look_nest_by_the_list_they_belong_to() -> None:
    blocks = [item("1.", "a/0"), item("1.", "b/0"), item("2.", "b/0"), item("2.", "a/0")]
    assert paths(*blocks) == [[], ["1."], ["1."], []]


def test_a_step_under_a_heading_of_its_look_is_no_heading() -> None:
    assert paths(heading("1.", 1), item("1."), item("2."), heading("2.", 1)) == [[], ["1."], ["1."], []]


def test_a_heading_closes_all_items_and_deeper_headings() -> None:
    assert paths(heading("1", 1), heading("1.1", 2), item("(1)"), heading("1.2", 2)) == [[], ["1"], ["1", "1.1"], ["1"]]


def test_an_unnumbered_heading_closes_the_list_before_it() -> None:
    ladder = Ladder()
    for block in (item("一、"), heading("", 1)):
        ladder.climb(block)
    assert [rung.block.label for rung in ladder.climb(item("1)"))] == [""]


@given(st.lists(st.sampled_from(["第一條", "一、", "（一）", "1.", "4.3", "附件A", ""]), max_size=15))
def test_what_encloses_a_block_was_opened_before_it(labels: list[str]) -> None:
    ladder, opened = Ladder(), []
    for label in labels:
        block = item(label)
        enclosing = [rung.block for rung in ladder.climb(block)]
        assert all(any(above is other for other in opened) for above in enclosing)
        opened.append(block)

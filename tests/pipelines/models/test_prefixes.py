"""Prompts are grouped by the tokens they begin with alike, never beyond them, and never at a loss."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.models import prefixes
from pipelines.models.prefixes import Node, batches_of, common_start, level_with, nodes_of

PROMPTS = st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=9), min_size=1, max_size=8)


@pytest.fixture(autouse=True, scope="module")
def short() -> None:
    """Makes three shared tokens worth a group."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefixes, "LEAST_SHARED", 3)
        yield


def read(nodes: list[Node], prompts: list[list[int]], start: int) -> int:
    """Returns how many tokens are read: each group once, and of each prompt what is left."""
    return sum(node.length - start + sum(len(prompts[place]) - node.length for place in node.places) for node in nodes)


@given(PROMPTS)
def test_what_is_shared_is_shared_and_leaves_each_prompt_a_token(prompts: list[list[int]]) -> None:
    start = common_start(prompts)
    assert len({tuple(prompt[:start]) for prompt in prompts}) == 1
    for node in nodes_of(prompts, start):
        assert start <= node.length < min(len(prompts[place]) for place in node.places)
        assert len({tuple(prompts[place][: node.length]) for place in node.places}) == 1


@given(PROMPTS)
def test_every_prompt_is_in_one_group(prompts: list[list[int]]) -> None:
    nodes = nodes_of(prompts, common_start(prompts))
    assert sorted(place for node in nodes for place in node.places) == list(range(len(prompts)))


@given(PROMPTS)
def test_no_other_cut_of_the_sorted_prompts_reads_less(prompts: list[list[int]]) -> None:
    start = common_start(prompts)
    order = sorted(range(len(prompts)), key=lambda place: (prompts[place], place))
    best = min(
        read(cut, prompts, start)
        for cuts in range(2 ** (len(prompts) - 1))
        if (cut := _cut(prompts, order, cuts, start)) is not None
    )
    assert read(nodes_of(prompts, start), prompts, start) == best


def _cut(prompts: list[list[int]], order: list[int], cuts: int, start: int) -> list[Node] | None:
    edges = [0, *(place + 1 for place in range(len(order) - 1) if cuts >> place & 1), len(order)]
    nodes = []
    for first, last in pairwise(edges):
        places = order[first:last]
        length = len(prompts[places[0]]) - 1
        if len(places) > 1:
            length = common_start([prompts[place] for place in places])
            if length - start < 3:
                return None
        nodes.append(Node(length=length, places=tuple(places)))
    return nodes


@given(PROMPTS, st.integers(1, 4))
def test_batches_hold_every_prompt_once_and_no_more_than_they_may(prompts: list[list[int]], size: int) -> None:
    start = common_start(prompts)
    batches = batches_of(nodes_of(prompts, start), prompts, start, size)
    places = [[place for node in batch for place in node.places] for batch in batches]
    assert sorted(place for batch in places for place in batch) == list(range(len(prompts)))
    assert all(1 <= len(batch) <= size for batch in places)


@given(PROMPTS, st.integers(1, 20))
def test_long_prompts_are_read_fewer_at_once(prompts: list[list[int]], most: int) -> None:
    start = common_start(prompts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefixes, "BATCH_TOKENS", most)
        batches = batches_of(nodes_of(prompts, start), prompts, start, 4)
    assert sorted(place for batch in batches for node in batch for place in node.places) == list(range(len(prompts)))
    for batch in batches:
        held = sum(len(prompts[place]) - start for node in batch for place in node.places)
        assert held <= most or len(batch) == 1


@given(PROMPTS)
def test_levelled_groups_leave_no_prompt_more_than_the_longest_needs(prompts: list[list[int]]) -> None:
    start = common_start(prompts)
    nodes = nodes_of(prompts, start)
    behind = max(len(prompts[place]) - 1 - node.length for node in nodes for place in node.places)
    for node in level_with(nodes, prompts, start):
        assert start <= node.length < min(len(prompts[place]) for place in node.places)
        assert all(len(prompts[place]) - 1 - node.length <= behind for place in node.places)


def test_prompts_over_one_source_set_are_read_together() -> None:
    rules, sources, other = [1, 1], [2, 3, 4, 5], [6, 3, 4, 5]
    prompts = [[*rules, *sources, 7, 8], [*rules, *other, 7, 8], [*rules, *sources, 9, 9]]
    assert common_start(prompts) == 2
    assert nodes_of(prompts, 2) == [Node(length=7, places=(1,)), Node(length=6, places=(0, 2))]

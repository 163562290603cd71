"""What prompts have in common, found by comparing their tokens, so that it is read once.

Two levels: what all prompts of a run begin with (rules and worked examples), and behind it what several of them go on
with (the same sources, or the same first source). Tokens are compared, never texts: a prompt has the tokens that it
would have alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BATCH_TOKENS = 32_768
"""Prompt tokens held in memory together, 36 kB each in the smallest model; one group may have more. 282 long prompts
took 16 GB without a limit."""
LEAST_SHARED = 32
"""Tokens that prompts must share beyond the common start to be read together; fewer are not worth a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Prompts that begin alike."""

    length: int
    """Tokens from the start of the prompt that are read once for all of them."""
    places: tuple[int, ...]
    """Which prompts."""


def common_start(prompts: Sequence[Sequence[int]]) -> int:
    """Returns how many tokens all prompts begin with alike; each keeps at least its last token for itself."""
    # Of sorted prompts, the first and the last are the most unlike.
    first, last = min(map(tuple, prompts)), max(map(tuple, prompts))
    return min(_alike(first, last), min(map(len, prompts)) - 1)


def nodes_of(prompts: Sequence[Sequence[int]], start: int) -> list[Node]:
    """Groups prompts so that the fewest tokens are read.

    Args:
        prompts: The tokens of each prompt.
        start: How many tokens all of them begin with alike.

    Returns:
        The groups, longest first; a prompt that shares nothing is a group of its own, its last token left out.
    """
    order = sorted(range(len(prompts)), key=lambda place: (list(prompts[place]), place))
    ordered = [prompts[place] for place in order]
    alike = [min(_alike(a, b), len(a) - 1, len(b) - 1) for a, b in pairwise(ordered)]
    nodes = [
        Node(
            length=min(alike[first : last - 1], default=len(ordered[first]) - 1),
            places=tuple(sorted(order[first:last])),
        )
        for first, last in _cheapest(alike, start)
    ]
    return sorted(nodes, key=lambda node: (-node.length, node.places))


def batches_of(nodes: Sequence[Node], prompts: Sequence[Sequence[int]], start: int, size: int) -> list[list[Node]]:
    """Fills batches with whole groups; a group larger than a batch is cut.

    Args:
        nodes: The groups, in the order in which they are to be answered.
        prompts: The tokens of each prompt.
        start: How many tokens all of them begin with alike, which are held once.
        size: Prompts a batch may have; long ones leave room for fewer, see `BATCH_TOKENS`.

    Returns:
        The batches, none empty.
    """
    cut = [
        Node(length=node.length, places=node.places[first : first + size])
        for node in nodes
        for first in range(0, len(node.places), size)
    ]
    batches: list[list[Node]] = []
    room = tokens = 0
    for node in cut:
        held = sum(len(prompts[place]) - start for place in node.places)
        if len(node.places) > room or held > tokens:
            batches.append([])
            room, tokens = size, BATCH_TOKENS
        batches[-1].append(node)
        room -= len(node.places)
        tokens -= held
    return batches


def level_with(nodes: Sequence[Node], prompts: Sequence[Sequence[int]], start: int) -> list[Node]:
    """Shortens the groups of one prompt, so that no prompt leaves more behind its group than those of others do.

    What stands behind a group is kept in columns as many as the longest needs; without this, prompts that share
    nothing would leave them empty and take the room twice.

    Returns:
        The groups, those of most prompts first.
    """
    behind = max((len(prompts[place]) - 1 - node.length for node in nodes for place in node.places), default=0)
    levelled = [
        node if len(node.places) > 1 else Node(length=max(start, node.length - behind), places=node.places)
        for node in nodes
    ]
    return sorted(levelled, key=lambda node: (-len(node.places), -node.length, node.places))


def _cheapest(alike: Sequence[int], start: int) -> list[tuple[int, int]]:
    """Cuts sorted prompts into runs, given what neighbours have in common, so that most tokens are saved."""
    saved, begins = [0], [0]
    for last in range(1, len(alike) + 2):
        best, begin, common = saved[last - 1], last - 1, None
        for first in range(last - 2, -1, -1):
            common = alike[first] if common is None else min(common, alike[first])
            if common - start < LEAST_SHARED:
                break
            gain = saved[first] + (last - first - 1) * (common - start)
            if gain > best:
                best, begin = gain, first
        saved.append(best)
        begins.append(begin)
    runs: list[tuple[int, int]] = []
    last = len(alike) + 1
    while last > 0:
        runs.append((begins[last], last))
        last = begins[last]
    return runs[::-1]


def _alike(one: Sequence[int], other: Sequence[int]) -> int:
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))

"""Alignment: which characters of one text stand in another one, each used once and in order."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate, islice, pairwise

NEAR, FAR = 256, 2048
"""Characters looked at on both sides where the texts part; the second only where the first shows no way on."""
FEWEST_LETTERS = 16
LONG = 12
"""Characters of a stretch that is hardly the same by chance."""
MOST_WHOLE = 200
PROBE = 24
STRIDE = 32
MOST_PASSES = 8
"""Each pass finds what is in order among what is left: notes, columns and boxes stand elsewhere in a reading."""
SHORTEST_MOVED = 4
"""Characters. Shorter runs are found by chance once their order is lost."""

Run = tuple[int, int, int]


def runs(left: str, right: str) -> Iterator[Run]:
    """Yields what two texts have in common, in order, as (place in left, place in right, length).

    Args:
        left: Any text.
        right: Another one.

    >>> list(runs("abcdef", "abXdef"))
    [(0, 0, 2), (3, 3, 3)]
    """
    i = j = 0
    while i < len(left) and j < len(right):
        same = _same(left, right, i, j)
        if same:
            yield i, j, same
            i, j = i + same, j + same
            continue
        found = _resynchronised(left, right, i, j)
        for a, b, size in found:
            yield i + a, j + b, size
        a, b, size = found[-1] if found else _probe(left, right, i, j)
        i, j = i + a + size, j + b + size


def _same(left: str, right: str, i: int, j: int) -> int:
    """The length of the common beginning, by doubling, since slices compare faster than characters."""
    step, length = 1, 0
    while step:
        piece = left[i + length : i + length + step]
        if piece and right.startswith(piece, j + length):
            length += len(piece)
            step *= 2
        else:
            step //= 2
    return length


def _resynchronised(left: str, right: str, i: int, j: int) -> list[Run]:
    ours, theirs = left[i : i + NEAR], right[j : j + NEAR]
    # A text of few different characters would keep the matcher busy for nothing.
    if len(theirs) < NEAR or len(set(theirs)) >= FEWEST_LETTERS:
        blocks = [(b.a, b.b, b.size) for b in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()]
        if 2 * sum(size for _, _, size in blocks) >= min(len(ours), len(theirs)):
            return [block for block in blocks if block[2]]
    return _nearest(left[i : i + FAR], right[j : j + FAR])


def _nearest(ours: str, theirs: str) -> list[Run]:
    """The common stretch that leaves out least of both."""
    places: dict[str, int] = {}
    for place in range(len(theirs) - LONG + 1):
        places.setdefault(theirs[place : place + LONG], place)
    best: list[Run] = []
    for place in range(len(ours) - LONG + 1):
        if best and place >= best[0][0] + best[0][1]:
            break
        other = places.get(ours[place : place + LONG])
        if other is not None and (not best or place + other < best[0][0] + best[0][1]):
            best = [(place, other, LONG)]
    return best


def _probe(left: str, right: str, i: int, j: int) -> Run:
    """Where the next long piece of left stands in the rest of right; past the window where there is none."""
    for start in range(0, FAR, STRIDE):
        piece = left[i + start : i + start + PROBE]
        if len(piece) < PROBE:
            break
        place = right.find(piece, j)
        if place >= 0:
            return start, place - j, 0
    return FAR, 0, 0


@dataclass(slots=True)
class Text:
    """A text in pieces, and which of its characters are still free.

    Args:
        pieces: What it consists of.
    """

    pieces: list[str]
    whole: str = field(init=False)
    starts: list[int] = field(init=False)
    used: bytearray = field(init=False)
    """0: free; else what the character was matched as."""
    went: list[Run] = field(default_factory=list)
    """Its runs that were found since the last match began."""

    def __post_init__(self) -> None:
        """Joins the pieces."""
        self.whole = "".join(self.pieces)
        self.starts = [0, *accumulate(map(len, self.pieces))]
        self.used = bytearray(len(self.whole))

    def piece_at(self, place: int) -> int:
        """Returns the index of the piece that holds a character."""
        return bisect_right(self.starts, place) - 1

    def is_whole(self, place: int, size: int) -> bool:
        """Says whether a stretch is exactly one piece."""
        piece = self.piece_at(place)
        return self.starts[piece] == place and len(self.pieces[piece]) == size

    def found(self) -> Iterator[bytes]:
        """Yields for each piece what its characters were matched as."""
        return (bytes(self.used[start:end]) for start, end in pairwise(self.starts))


def match(left: Text, right: Text, marks: bytes) -> None:
    """Marks in both texts what they have in common.

    Args:
        left: The text to account for.
        right: Where it should be.
        marks: For each piece of right, from 1: what a character found there is marked as.
    """
    left.went.clear()
    for count in range(MOST_PASSES):
        ours, theirs = _Free.of(left), _Free.of(right)
        found = False
        for i, j, size in runs(ours.whole, theirs.whole):
            for a, b, length in _stretches(ours, theirs, (i, j, size)):
                if count and length < SHORTEST_MOVED and not (left.is_whole(a, length) and right.is_whole(b, length)):
                    continue
                _mark(left, right, (a, b, length), marks)
                found = True
        if not found:
            break
        if not count:
            match_pieces(left, right, marks)
    _match_whole(left, right, marks)


def _match_whole(left: Text, right: Text, marks: bytes) -> None:
    """Long pieces of which some letters went to others: each that is there as often as it should be gets them back."""
    lacking = ((left.pieces[n], left.starts[n]) for n, found in enumerate(left.found()) if 0 in found)
    for text, start in islice((entry for entry in lacking if len(entry[0]) >= LONG), MOST_WHOLE):
        place = right.whole.find(text)
        if place >= 0 and right.whole.count(text) >= left.whole.count(text):
            for i, j, size in left.went:
                begin, end = max(j, place), min(j + size, place + len(text))
                if begin < end:
                    left.used[i + begin - j : i + end - j] = bytes(end - begin)
            _mark(left, right, (start, place, len(text)), marks)


def match_pieces(left: Text, right: Text, marks: bytes, *, shortest: int = 1) -> None:
    """Marks pieces that stand as a whole elsewhere, each in a place of its own.

    Args:
        left: The text to account for.
        right: Where it should be.
        marks: For each piece of right, from 1: what a character found there is marked as.
        shortest: How many characters a piece needs.
    """
    places: dict[str, list[int]] = {}
    for text, start in zip(reversed(right.pieces), reversed(right.starts[:-1]), strict=True):
        if len(text) >= shortest and not any(right.used[start : start + len(text)]):
            places.setdefault(text, []).append(start)
    for text, start in zip(left.pieces, left.starts, strict=False):
        if places.get(text) and not any(left.used[start : start + len(text)]):
            _mark(left, right, (start, places[text].pop(), len(text)), marks)


@dataclass(slots=True)
class _Free:
    """The free stretches of a text, joined, and where each of them came from."""

    whole: str
    starts: list[int]
    origins: list[int]

    @classmethod
    def of(cls, text: Text) -> "_Free":
        """Returns what is free in a text."""
        stretches = [match.span() for match in re.finditer(rb"\x00+", text.used)]
        pieces = [text.whole[start:end] for start, end in stretches]
        starts = [0, *accumulate(map(len, pieces))]
        return cls("".join(pieces), starts, [start for start, _ in stretches])

    def at(self, place: int) -> tuple[int, int]:
        """Returns where a character came from, and how many are left from there in its stretch."""
        stretch = bisect_right(self.starts, place) - 1
        return self.origins[stretch] + place - self.starts[stretch], self.starts[stretch + 1] - place


def _stretches(left: _Free, right: _Free, run: Run) -> Iterator[Run]:
    """A run between joined stretches as runs between the texts they came from."""
    i, j, size = run
    while size:
        (a, here), (b, there) = left.at(i), right.at(j)
        length = min(here, there, size)
        yield a, b, length
        i, j, size = i + length, j + length, size - length


def _mark(left: Text, right: Text, run: Run, marks: bytes) -> None:
    i, j, size = run
    left.went.append(run)
    while size:
        piece = right.piece_at(j)
        length = min(size, right.starts[piece + 1] - j)
        left.used[i : i + length] = right.used[j : j + length] = marks[piece : piece + 1] * length
        i, j, size = i + length, j + length, size - length

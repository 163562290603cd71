"""Characters to lines in reading order: rows, columns and the tables that stand among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pipelines.ingest.readers.pdf.geometry import Box
from pipelines.ingest.readers.pdf.page import Char

FAR = 1.6
"""Of the text's size: a gap this wide parts columns, or a number from its text."""
FEWEST_LINES = 4
"""Lines on each side of a gutter."""
LEAST_FILL = 0.6
"""Share of a column's breadth that its lines fill on average."""
LEAST_LETTERS = 9
RAISED = 0.8
"""A raised character is smaller than this share of its line."""
MARK, MARK_END = "\ue000", "\ue001"
"""Stand around raised figures, which may be the mark of a footnote."""
WIDE = 0x2E80
LEAST_GAP = 0.18
"""Of the size: what parts two Latin words."""
SPACES = re.compile(" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line."""

    text: str
    size: float
    bold: bool
    box: Box
    page: int
    limit: float | None = None
    """Where the lines of its column end; None on a page of one column."""


class Piece(NamedTuple):
    """Characters that stand together in one row, or a table."""

    box: Box
    chars: list[Char]
    table: object = None


def pieces_of(chars: Sequence[Char]) -> list[Piece]:
    """Returns characters that follow each other in one row without a wide gap, in the order of the file."""
    groups: list[list[Char]] = []
    for char in chars:
        if groups and _follows(groups[-1][-1], char):
            groups[-1].append(char)
        else:
            groups.append([char])
    return [Piece(_around(group), group) for group in groups if any(not char.text.isspace() for char in group)]


def _follows(before: Char, char: Char) -> bool:
    if before.run is char.run:  # one command draws in one row
        return -before.run.size < char.x0 - before.x1 < FAR * before.run.size
    size = max(before.run.size, char.run.size)
    return -size < char.x0 - before.x1 < FAR * size and overlap(before, char) > 0.5


def overlap(one: Char | Box, other: Char | Box) -> float:
    """Returns how much two things stand in one row, as a share of the lower one's height."""
    top = max(one.top, other.top)
    bottom = min(one.bottom, other.bottom)
    return (bottom - top) / (min(one.bottom - one.top, other.bottom - other.top) or 1.0)


def _around(chars: Sequence[Char]) -> Box:
    return Box(
        min(char.x0 for char in chars),
        min(char.top for char in chars),
        max(char.x1 for char in chars),
        max(char.bottom for char in chars),
    )


def in_reading_order(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups the pieces of a page by column, and where something reaches over columns, above and below it.

    Args:
        pieces: All pieces of a page.

    Returns:
        Groups in reading order; one group on a page of one column.
    """
    gutter = _gutter(pieces)
    if gutter is None:
        return [list(pieces)]
    across = sorted(
        (piece for piece in pieces if piece.box.x0 < gutter < piece.box.x1), key=lambda piece: piece.box.top
    )
    sides = [piece for piece in pieces if not piece.box.x0 < gutter < piece.box.x1]
    groups: list[list[Piece]] = []
    for over in (*across, None):
        above = [piece for piece in sides if over is None or piece.box.top < over.box.top]
        sides = [piece for piece in sides if piece not in above]
        groups += in_reading_order([piece for piece in above if piece.box.x1 <= gutter])
        groups += in_reading_order([piece for piece in above if piece.box.x1 > gutter])
        groups += [[over]] if over is not None else []
    return [group for group in _joined(groups) if group]


def _joined(groups: list[list[Piece]]) -> list[list[Piece]]:
    """Puts what reaches over the columns without text between back together."""
    joined: list[list[Piece]] = []
    alone = False
    for group in groups:
        if not group:
            continue
        if alone and len(group) == 1:
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(group)
            alone = len(group) == 1
    return joined


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where two columns of running text part; a table without lines has shorter pieces and is none."""
    if len(pieces) < 2 * FEWEST_LINES:
        return None
    extents = [(piece.box.x0, piece.box.x1, _letters(piece)) for piece in pieces]
    best: tuple[int, float] | None = None
    for gutter in sorted({round(x1 + 3) for _, x1, _ in extents}):
        left = [extent for extent in extents if extent[1] <= gutter]
        right = [extent for extent in extents if extent[0] >= gutter]
        crossing = len(extents) - len(left) - len(right)
        if crossing >= min(len(left), len(right)) or (best is not None and crossing >= best[0]):
            continue
        if _is_column(left) and (_is_column(right) or _is_parted(pieces, gutter)):
            best = (crossing, gutter)
    return best[1] if best else None


def _is_parted(pieces: Sequence[Piece], gutter: float) -> bool:
    """Says whether there are more columns to the right."""
    return _gutter([piece for piece in pieces if piece.box.x0 >= gutter]) is not None


def _letters(piece: Piece) -> float:
    return sum(1 if ord(char.text[0]) >= WIDE else 0.5 for char in piece.chars)


def _is_column(extents: Sequence[tuple[float, float, float]]) -> bool:
    if len(extents) < FEWEST_LINES:
        return False
    widths = sum(x1 - x0 for x0, x1, _ in extents)
    across = max(x1 for _, x1, _ in extents) - min(x0 for x0, _, _ in extents)
    letters = sum(letters for _, _, letters in extents)
    return widths >= LEAST_FILL * across * len(extents) and letters >= LEAST_LETTERS * len(extents)


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Puts pieces that stand at one height into one row, from top to bottom and left to right."""
    rows: list[tuple[Box, list[Piece]]] = []
    for piece in sorted(pieces, key=lambda piece: (-(piece.box.bottom - piece.box.top), piece.box.top)):
        beside = (inside for box, inside in rows if inside[0].table is None and overlap(box, piece.box) > 0.5)
        row = None if piece.table is not None else next(beside, None)
        if row is None:
            rows.append((piece.box, [piece]))
        else:
            row.append(piece)
    rows.sort(key=lambda row: row[0].top)
    return [sorted(inside, key=lambda piece: piece.box.x0) for _, inside in rows]


def line_of(row: Sequence[Piece], page: int, limit: float | None = None) -> Line:
    """Returns a row as a line.

    Args:
        row: Its pieces from left to right.
        page: The page's number.
        limit: Where the lines of its column end.
    """
    chars = [char for piece in row for char in piece.chars]
    seen = [char for char in chars if not char.text.isspace()]
    sizes = sorted(char.run.size for char in seen)
    size = sizes[len(sizes) // 2]
    bold = sum(char.run.bold for char in seen) >= 0.9 * len(seen)
    return Line(text=_text(chars, size), size=size, bold=bold, box=_around(seen), page=page, limit=limit)


def lines_of(chars: Sequence[Char], page: int) -> list[Line]:
    """Returns the lines of characters that belong together, such as those of one cell."""
    return [line_of(row, page) for row in rows_of(pieces_of(chars))]


def turned_lines(chars: Sequence[Char], page: int) -> list[Line]:
    """Returns the lines of text that is written upwards, downwards or across, each as it was drawn."""
    runs = [list(group) for _, group in groupby(chars, key=lambda char: char.run)]
    runs = [run for run in runs if any(not char.text.isspace() for char in run)]
    texts = [SPACES.sub(" ", "".join(char.text for char in run)).strip() for run in runs]
    return [
        Line(text=text, size=run[0].run.size, bold=run[0].run.bold, box=_around(run), page=page)
        for text, run in zip(texts, runs, strict=True)
    ]


def unmarked(text: str) -> str:
    """Returns a text without the marks around its raised figures."""
    return text.replace(MARK, "").replace(MARK_END, "")


def _text(chars: Sequence[Char], size: float) -> str:
    baseline = sorted(char.bottom for char in chars if char.run.size > RAISED * size) or [0.0]
    ground = baseline[len(baseline) // 2]
    text = ""
    before: Char | None = None
    raised = False
    for char in chars:
        up = char.text in "0123456789*†‡" and char.run.size < RAISED * size and char.bottom < ground - 0.15 * size
        text += MARK_END if raised and not up else ""
        text += " " if before is not None and _gap(before, char, size) else ""
        text += (MARK if up and not raised else "") + char.text
        raised = up
        before = char
    return SPACES.sub(" ", text + (MARK_END if raised else "")).strip()


def _gap(before: Char, char: Char, size: float) -> bool:
    gap = char.x0 - before.x1
    if gap <= LEAST_GAP * size or before.text.isspace() or char.text.isspace():
        return False
    wide = (ord(before.text) >= WIDE) + (ord(char.text) >= WIDE)
    # Between Chinese and Latin a quarter of the size is typography, not a space.
    return gap > size * (LEAST_GAP, 0.45, 0.8)[wide]

"""Tagged pages: the tag tree with the characters that its pieces hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pipelines.ingest.readers.lines import join
from pipelines.ingest.readers.pdf.layout import Line, Piece, line_of, overlap, pieces_of
from pipelines.ingest.readers.pdf.page import Char
from pipelines.ingest.readers.pdf.paragraphs import Paragraph, Role
from pipelines.ingest.readers.pdf.tables import MOST_PLACES, Cell, Table
from pipelines.ingest.readers.pdf.tags import Element, Place

INLINE = {
    "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP",
    "Em", "Strong", "Sub", "Lbl", "Form", "NonStruct",
}  # fmt: skip
LEVELS = {"Title": 0, "H": 1} | {f"H{level}": level for level in range(1, 7)}
HOLDERS = {"LI", "LBody", "Note", "FENote"}
"""What they open with belongs to the first paragraph inside."""
NOTES = {"Note", "FENote"}
ROLES: dict[str, Role] = {"Note": "note", "FENote": "note"}
Chars = Mapping[Place, Sequence[Char]]


def chars_by_place(pages: Mapping[int, Sequence[Char]]) -> dict[Place, list[Char]]:
    """Returns the characters of every tagged piece of every page."""
    found: dict[Place, list[Char]] = defaultdict(list)
    for number, chars in pages.items():
        for char in chars:
            if char.run.mcid >= 0:
                found[number, char.run.mcid].append(char)
    return found


def flow_of(root: Element, chars: Chars) -> Iterator[Paragraph | Table]:
    """Yields the paragraphs and tables of a tag tree in its order.

    Args:
        root: The tree.
        chars: The characters of each tagged piece.
    """
    yield from _flow(root, chars, "", [])


def _flow(element: Element, chars: Chars, role: Role, carried: list[Place]) -> Iterator[Paragraph | Table]:
    """Yields what is in an element; what is carried, such as the number of an item, opens its first paragraph."""
    if element.kind == "Table":
        yield from _paragraph(carried, chars, role, 0)
        yield from _table(element, chars)
        return
    role = ROLES.get(element.kind, "heading" if element.kind in LEVELS else role)
    level = LEVELS.get(element.kind, 0)
    pending, notes = carried, []
    for kid in element.kids:
        if not isinstance(kid, Element):
            pending.append(kid)
        elif kid.kind in NOTES:
            notes.append(kid)
        elif kid.kind in INLINE and not any(True for _ in _blocks_in(kid)):
            pending += kid.places()
        else:
            if element.kind not in HOLDERS:
                yield from _paragraph(pending, chars, role, level)
                pending = []
            yield from _flow(kid, chars, role, pending)
            pending = []
    yield from _paragraph(pending, chars, role, level)
    for note in notes:
        yield from _flow(note, chars, "note", [])


def _blocks_in(element: Element) -> Iterator[Element]:
    """The paragraphs, lists and tables in something that is called a part of a line."""
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid.kind not in INLINE:
                yield kid
            else:
                yield from _blocks_in(kid)


def _paragraph(places: Sequence[Place], chars: Chars, role: Role, level: int) -> Iterator[Paragraph]:
    lines = [
        line for page, inside in groupby(places, key=lambda place: place[0]) for line in _lines(inside, chars, page)
    ]
    if lines:
        yield Paragraph(lines=lines, role=role, level=level)


def _lines(places: Iterable[Place], chars: Chars, page: int) -> Iterator[Line]:
    """Lines in the order of the tree, which knows the columns."""
    rows: list[list[Piece]] = []
    for piece in pieces_of([char for place in places for char in chars.get(place, ())]):
        if rows and overlap(rows[-1][-1].box, piece.box) > 0.5 and piece.box.x0 > rows[-1][-1].box.x0:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    yield from (line_of(row, page) for row in rows)


def _table(element: Element, chars: Chars) -> Iterator[Paragraph | Table]:
    rows = list(_rows(element, headed=False))
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kind == "Caption":
            yield from _flow(kid, chars, "", [])
    breadth = max((sum(cell.columns for cell in row) for row, _ in rows), default=0)
    if breadth < 2 or breadth * len(rows) > MOST_PLACES:
        for row, _ in rows:
            for cell in row:
                yield from _flow(cell, chars, "", [])
        return
    cells = tuple(_cells([row for row, _ in rows], chars))
    pages = [page for row, _ in rows for cell in row for page, _ in cell.places()]
    if any(cell.text for cell in cells):
        headed = next((place for place, (_, headed) in enumerate(rows) if not headed), len(rows))
        yield Table(cells=cells, page=min(pages), last=max(pages), headed=headed)


def _rows(element: Element, *, headed: bool) -> Iterator[tuple[list[Element], bool]]:
    """The rows of a table, and whether each is called a header."""
    for kid in element.kids:
        if not isinstance(kid, Element):
            continue
        if kid.kind == "TR":
            cells = [cell for cell in kid.kids if isinstance(cell, Element)]
            yield cells, headed or all(cell.kind == "TH" for cell in cells)
        elif kid.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(kid, headed=kid.kind == "THead")


def _cells(rows: Sequence[Sequence[Element]], chars: Chars) -> Iterator[Cell]:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            height = min(cell.rows, len(rows) - number)
            taken |= {(number + down, column + across) for down in range(height) for across in range(cell.columns)}
            yield Cell(row=number, column=column, rows=height, columns=cell.columns, text=_text(cell, chars))
            column += cell.columns


def _text(cell: Element, chars: Chars) -> str:
    paragraphs = (kept for kept in _flow(cell, chars, "", []))
    return " ".join(
        join([line.text for line in paragraph.lines]) for paragraph in paragraphs if isinstance(paragraph, Paragraph)
    )

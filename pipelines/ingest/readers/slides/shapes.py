"""Shapes of a slide: which are printed, in which order they are read, and their tables and diagrams."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.slides.paragraphs import A, P, body_of, text_of
from pipelines.ingest.readers.word.tables import Cell, Grid
from pipelines.ingest.readers.word.xml import R, parse

# python-pptx makes its classes at run time: a shape or a slide.
Shape: TypeAlias = Any
SAME_LINE = 228_600
"""A quarter of an inch, in the unit of slides: shapes whose tops are nearer stand side by side."""
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


def in_reading_order(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yields shapes from top to bottom and, side by side, from left to right; a group's own in its place.

    Args:
        shapes: python-pptx shapes.
    """
    line: list[Shape] = []
    for shape in sorted(shapes, key=lambda shape: shape.top or 0):
        if line and (shape.top or 0) - (line[0].top or 0) > SAME_LINE:
            yield from _line(line)
            line = []
        line.append(shape)
    yield from _line(line)


def _line(shapes: list[Shape]) -> Iterator[Shape]:
    for shape in sorted(shapes, key=lambda shape: shape.left or 0):
        if hasattr(shape, "shapes"):
            yield from in_reading_order(shape.shapes)
        else:
            yield shape


def is_hidden(shape: Shape) -> bool:
    """Says whether a shape was hidden in the selection pane."""
    properties = next(shape.element.iter(P + "cNvPr"), None)
    return properties is not None and properties.get("hidden") in ("1", "true")


def is_off_slide(shape: Shape, size: tuple[int, int]) -> bool:
    """Says whether a shape lies beside its slide, where nobody sees it.

    Args:
        shape: A python-pptx shape.
        size: The slide's width and height.
    """
    if None in (shape.left, shape.top, shape.width, shape.height):
        return False
    return bool(
        shape.left >= size[0] or shape.top >= size[1] or shape.left + shape.width <= 0 or shape.top + shape.height <= 0
    )


def all_text(element: Shape) -> str:
    """Returns all text below an element, a line a paragraph."""
    return "\n".join(text for paragraph in element.iter(A + "p") if (text := text_of(paragraph)))


def table_of(frame: Shape, page: int) -> Block:
    """Returns a table, merged values repeated.

    Args:
        frame: The shape that holds it.
        page: The slide's number.
    """
    rows: list[list[Cell]] = []
    for row in next(frame.element.iter(A + "tbl")).findall(A + "tr"):
        above = rows[-1] if rows else []
        cells: list[Cell] = []
        for place, cell in enumerate(row.findall(A + "tc")):
            down, across = cell.get("vMerge") in ("1", "true"), cell.get("hMerge") in ("1", "true")
            text = "\n".join(text_of(paragraph) for paragraph in body_of(cell)).strip()
            if down and place < len(above):
                text = above[place].text
            elif across and cells:
                text = cells[-1].text
            cells.append(Cell(text=text, merged_down=down, spans=across or int(cell.get("gridSpan") or 1) > 1))
        rows.append(cells)
    header, below = Grid(rows=rows).split(headed=True)
    return Block(kind="table", header=header, rows=below, page=page)


def diagram_of(frame: Shape, page: int) -> list[Block]:
    """Returns the texts of a SmartArt diagram, in the order of its outline; empty where the shape is none.

    Args:
        frame: The shape.
        page: The slide's number.
    """
    ids = next(frame.element.iter(DIAGRAM + "relIds"), None)
    if ids is None:
        return []
    data = parse(frame.part.related_part(ids.get(R + "dm")).blob)
    texts = [all_text(point) for point in data.iter(DIAGRAM + "pt")]
    return [Block(kind="item", text=text, bullet=True, page=page) for text in texts if text]

"""What is drawn on a page beside its text: ruling lines, filled areas and images, and what is clipped away."""

from collections.abc import Callable, Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pypdfium2.raw as pdfium

from pipelines.ingest.readers.pdf.geometry import Box, Handle, Matrix, Point, around, at, box_in, times

DEEPEST_FORM = 8
MOST_SEGMENTS = 1_000
THIN = 2.5
"""Points; a filled area no thicker is a ruling line."""
WHITE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled path or an image."""

    box: Box
    order: int
    """How many objects are painted before it."""
    color: tuple[int, ...] | None = None
    """Red, green, blue and opacity to 255; None where it is not one colour, as in an image."""
    is_image: bool = False
    outline: tuple[tuple[Point, ...], ...] = ()
    """The corners of its parts; empty where the whole box is filled."""

    def holds(self, x: float, y: float) -> bool:
        """Says whether a point is painted; one inside the inner of two outlines, as in a frame, is not."""
        if not self.box.holds(x, y):
            return False
        sides = [side for part in self.outline for side in pairwise((*part, part[0]))]
        crossed = sum(
            (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in sides
        )
        return not sides or crossed % 2 == 1


def objects_of(page: Handle, upright: Matrix) -> Iterator[tuple[Handle, Matrix]]:
    """Yields every object of a page in the order of painting, those inside form objects too.

    Args:
        page: The page, opened by pypdfium2.
        upright: From its coordinates to those of the page as it is shown.
    """
    count = pdfium.FPDFPage_CountObjects(page.raw)
    yield from _objects((pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)), upright, 0)


def _objects(handles: Iterator[Handle], matrix: Matrix, depth: int) -> Iterator[tuple[Handle, Matrix]]:
    for handle in handles:
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
        elif depth < DEEPEST_FORM:
            count = pdfium.FPDFFormObj_CountObjects(handle)
            inside = (pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count))
            yield from _objects(inside, _own(handle, matrix), depth + 1)


def _own(handle: Handle, matrix: Matrix) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    return times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)


def drawn(handle: Handle, matrix: Matrix, order: int) -> tuple[Area | None, list[Box]]:
    """Returns the area that an object fills, and the lines along the page that it draws, as boxes without breadth.

    Args:
        handle: An object that is no text.
        matrix: From its surroundings to the page as it is shown.
        order: How many objects are painted before it.
    """
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
        return Area(box=_bounds(handle, matrix), order=order, is_image=True), []
    fill, stroke = c_int(), c_int()
    if kind != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPath_GetDrawMode(handle, fill, stroke):
        return None, []
    box = _bounds(handle, matrix)
    color = fill_color(handle) if fill.value else None
    thin = min(box.x1 - box.x0, box.bottom - box.top) <= THIN
    visible = stroke.value or (color is not None and min(color[:3]) < WHITE)
    parts = [] if thin else _parts(handle, _own(handle, matrix))
    sides = [side for part in parts for pair in pairwise(part) for side in _side(*pair)]
    area = None
    if fill.value:
        shape = tuple(tuple(part) for part in parts)
        area = Area(box=_clipped(box, handle, matrix), order=order, color=color, outline=shape)
    return area, [_flat(box)] if thin and visible else sides if visible else []


def _bounds(handle: Handle, matrix: Matrix) -> Box:
    sides = [c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *sides)
    return box_in(matrix, *(side.value for side in sides))


def _clipped(box: Box, handle: Handle, matrix: Matrix) -> Box:
    clip = clip_of(handle, matrix)
    if clip is None:
        return box
    return Box(max(box.x0, clip.x0), max(box.top, clip.top), min(box.x1, clip.x1), min(box.bottom, clip.bottom))


def clip_of(handle: Handle, matrix: Matrix) -> Box | None:
    """Returns the box outside of which nothing of an object is painted; None where nothing is clipped."""
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    found: Box | None = None
    for path in range(min(pdfium.FPDFClipPath_CountPaths(clip), 8)):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        points = _points(count, partial(pdfium.FPDFClipPath_GetPathSegment, clip, path), matrix)
        if points:
            box = around([point for _, point, _ in points])
            found = box if found is None else Box(*map(max, found[:2], box[:2]), *map(min, found[2:], box[2:]))
    return found


def fill_color(handle: Handle) -> tuple[int, ...] | None:
    """Returns what colour an object is filled with, as red, green, blue and opacity; None for a pattern."""
    parts = [c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(handle, *parts)
    return tuple(part.value for part in parts) if known else None


def _flat(box: Box) -> Box:
    if box.x1 - box.x0 >= box.bottom - box.top:
        middle = (box.top + box.bottom) / 2
        return Box(box.x0, middle, box.x1, middle)
    middle = (box.x0 + box.x1) / 2
    return Box(middle, box.top, middle, box.bottom)


def _points(count: int, segment_at: Callable[[int], Handle], matrix: Matrix) -> list[tuple[int, Point, bool]]:
    """The kind and end of each segment of a path, and whether it closes the part."""
    x, y = c_float(), c_float()
    points: list[tuple[int, Point, bool]] = []
    for index in range(min(count, MOST_SEGMENTS)):
        segment = segment_at(index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind, closes = pdfium.FPDFPathSegment_GetType(segment), pdfium.FPDFPathSegment_GetClose(segment)
        points.append((kind, at(matrix, x.value, y.value), bool(closes)))
    return points


def _parts(handle: Handle, matrix: Matrix) -> list[list[Point]]:
    """The corners of each part of a path; curves count as straight."""
    parts: list[list[Point]] = []
    count = pdfium.FPDFPath_CountSegments(handle)
    for kind, point, closes in _points(count, partial(pdfium.FPDFPath_GetPathSegment, handle), matrix):
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if closes:
            parts[-1].append(parts[-1][0])
    return parts


def _side(start: Point, end: Point) -> Iterator[Box]:
    box = around([start, end])
    if min(box.x1 - box.x0, box.bottom - box.top) <= 1 and box.x1 - box.x0 + box.bottom - box.top > 1:
        yield _flat(box)

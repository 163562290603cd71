"""A page as PDFium draws it: characters with their places, ruling lines, filled areas and images."""

from collections.abc import Iterator
from ctypes import POINTER, addressof, c_float, c_int, c_uint, c_ulong, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Handle = Any
"""An object of PDFium, which has no types of its own."""
Matrix = tuple[float, float, float, float, float, float]

DEEPEST_FORM = 8
MOST_OBJECTS = 200_000
MOST_CHARS = 400_000
BOLD = 600
SYMBOL_BULLETS = (0xF0B7, 0xF0A7, 0xF06C, 0xF06E, 0xF075, 0xF076, 0xF0D8, 0xF0FC, 0xF0A8)
"""What Word prints with its Symbol and Wingdings fonts."""
THIN = 2.5
"""Points; a filled area no thicker is a ruling line."""


class Box(NamedTuple):
    """A rectangle in points, from the top left corner of the page as it is shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Says whether a point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Char(NamedTuple):
    """A printed character."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    run: "Run"


def middle(thing: Char | Box) -> tuple[float, float]:
    """Returns the middle of a character or box."""
    return (thing.x0 + thing.x1) / 2, (thing.top + thing.bottom) / 2


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """Characters drawn by one command: what they have in common."""

    size: float
    """Points on the page, after all scaling."""
    bold: bool = False
    level: bool = True
    """Written from left to right, not turned."""
    color: tuple[int, ...] | None = None
    """Red, green, blue and opacity to 255; None where it is not one colour."""
    mode: int = 0
    """How it is painted; 3: not at all."""
    mcid: int = -1
    """The number of the tagged piece of the page it belongs to; -1: none."""
    artifact: bool = False
    order: int = 0
    """How many objects are painted before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled path or an image."""

    box: Box
    order: int
    color: tuple[int, ...] | None
    """Red, green, blue and opacity to 255; None where it is not one colour, as in an image."""
    is_image: bool


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Everything that is on one page."""

    number: int
    width: float
    height: float
    upright: Matrix = (1, 0, 0, -1, 0, 0)
    """From the file's coordinates to those of the page as it is shown."""
    chars: list[Char] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    """Horizontal and vertical lines, as boxes without breadth."""
    areas: list[Area] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)


def sheet_of(page: Handle, number: int) -> Sheet:
    """Reads what is on a page.

    Args:
        page: The page, opened by pypdfium2.
        number: Its number, from 1.
    """
    upright = _upright(page)
    width, height = page.get_size()
    sheet = Sheet(number=number, width=width, height=height, upright=upright)
    count = pdfium.FPDFPage_CountObjects(page.raw)
    handles = (pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count))
    for handle, matrix in _objects(handles, upright, 0):
        if len(sheet.orders) > MOST_OBJECTS:
            break
        order = len(sheet.orders)
        sheet.orders[_address(handle)] = order
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(sheet, handle, matrix, order)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            sheet.areas.append(Area(box=_bounds(handle, matrix), order=order, color=None, is_image=True))
    sheet.chars = list(_chars(page, sheet))
    return sheet


def _upright(page: Handle) -> Matrix:
    """How the page's own coordinates become those of the page as shown, from its top left corner."""
    left, bottom, right, top = page.get_cropbox()
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    return turned[page.get_rotation()]


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_in(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """Returns a box of the file in other coordinates."""
    (ax, ay), (bx, by) = _at(matrix, x0, y0), _at(matrix, x1, y1)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _address(handle: Handle) -> int:
    return addressof(handle.contents)


def _objects(handles: Iterator[Handle], matrix: Matrix, depth: int) -> Iterator[tuple[Handle, Matrix]]:
    """Yields every object in the order of painting, those inside form objects too."""
    for handle in handles:
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
        elif depth < DEEPEST_FORM:
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(handle, own)
            inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            count = pdfium.FPDFFormObj_CountObjects(handle)
            yield from _objects(
                (pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count)), inner, depth + 1
            )


def _bounds(handle: Handle, matrix: Matrix) -> Box:
    sides = [c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *sides)
    return box_in(matrix, *(side.value for side in sides))


def _add_path(sheet: Sheet, handle: Handle, matrix: Matrix, order: int) -> None:
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return
    box = _bounds(handle, matrix)
    color = _fill_color(handle) if fill.value else None
    if fill.value:
        sheet.areas.append(Area(box=box, order=order, color=color, is_image=False))
    if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
        sheet.rules.append(_flat(box))
    elif stroke.value or (color is not None and min(color[:3]) < 250):
        sheet.rules += _segments(handle, matrix)


def _fill_color(handle: Handle) -> tuple[int, ...] | None:
    parts = [c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(handle, *parts)
    return tuple(part.value for part in parts) if known else None


def _flat(box: Box) -> Box:
    if box.x1 - box.x0 >= box.bottom - box.top:
        middle = (box.top + box.bottom) / 2
        return Box(box.x0, middle, box.x1, middle)
    middle = (box.x0 + box.x1) / 2
    return Box(middle, box.top, middle, box.bottom)


def _segments(handle: Handle, matrix: Matrix) -> Iterator[Box]:
    """The straight sides of a path that run along the page."""
    x, y = c_float(), c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), 1_000)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = _at(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _side(last, here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _side(here, first)
        last = here


def _side(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    box = Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
    if min(box.x1 - box.x0, box.bottom - box.top) <= 1 and box.x1 - box.x0 + box.bottom - box.top > 1:
        yield _flat(box)


def _chars(page: Handle, sheet: Sheet) -> Iterator[Char]:
    """Yields the characters in the order of the file; those that PDFium adds, such as line ends, are left out."""
    text = page.get_textpage()
    raw, runs, box = text.raw, dict[int, Run](), pdfium.FS_RECTF()
    upright = sheet.upright
    is_upright, right, down = upright[0] == 1, upright[4], upright[5]
    # This loop is where the time goes: a call to PDFium takes longer than all that is done with what it says.
    object_of, code_of, box_of = (
        pdfium.FPDFText_GetTextObject,
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
    )
    for index in range(min(pdfium.FPDFText_CountChars(raw), MOST_CHARS)):
        handle = object_of(raw, index)
        if not handle:  # added by PDFium
            continue
        address = addressof(handle.contents)
        run = runs.get(address)
        if run is None:
            run = runs[address] = _run(raw, index, handle, sheet)
        letter = _letter(code_of(raw, index))
        box_of(raw, index, box)
        if is_upright:
            yield Char(letter, box.left + right, down - box.top, box.right + right, down - box.bottom, run)
        else:
            yield Char(letter, *box_in(upright, box.left, box.bottom, box.right, box.top), run)
    text.close()


@cache
def _letter(code: int) -> str:
    if code in (2, 0xAD):  # PDFium's own mark for a hyphen that ends a line
        return "-"
    if code in SYMBOL_BULLETS:
        return "•"
    return chr(code) if 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else " "


def _run(text: Handle, index: int, handle: Handle, sheet: Sheet) -> Run:
    matrix, name = pdfium.FS_MATRIX(), create_string_buffer(128)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    mcid = pdfium.FPDFPageObj_GetMarkedContentID(handle)
    return Run(
        size=pdfium.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5,
        # A font without a bold face is printed filled and stroked.
        bold=b"bold" in name.value.lower() or pdfium.FPDFText_GetFontWeight(text, index) >= BOLD or mode == 2,
        level=_is_level(matrix, sheet.upright),
        color=_fill_color(handle),
        mode=mode,
        mcid=mcid,
        artifact=mcid < 0 and _is_artifact(handle),
        order=sheet.orders.get(addressof(handle.contents), 0),
    )


def _is_level(matrix: Handle, upright: Matrix) -> bool:
    """Says whether text runs from left to right on the page as it is shown."""
    across = matrix.a * upright[0] + matrix.b * upright[2]
    down = matrix.a * upright[1] + matrix.b * upright[3]
    return bool(abs(down) <= 0.1 * across)


def _is_artifact(handle: Handle) -> bool:
    name, length = create_string_buffer(32), c_ulong()
    for index in range(min(pdfium.FPDFPageObj_CountMarks(handle), 16)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        pdfium.FPDFPageObjMark_GetName(mark, cast(name, POINTER(c_ushort)), len(name), length)
        if name.raw.startswith("Artifact\0".encode("utf-16-le")):
            return True
    return False

"""A page as PDFium draws it: characters with their places, ruling lines, filled areas and images."""

from collections.abc import Iterator
from ctypes import POINTER, addressof, c_ulong, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pypdfium2.raw as pdfium

from pipelines.ingest.readers.pdf.drawing import Area, clip_of, drawn, fill_color, objects_of
from pipelines.ingest.readers.pdf.geometry import Box, Handle, Matrix, Point, box_in, upright_of

MOST_AREAS = 1_000
MOST_OBJECTS = 200_000
MOST_CHARS = 400_000
BOLD = 600
SYMBOL_BULLETS = (0xF0B7, 0xF0A7, 0xF06C, 0xF06E, 0xF075, 0xF076, 0xF0D8, 0xF0FC, 0xF0A8)
"""What Word prints with its Symbol and Wingdings fonts."""


class Char(NamedTuple):
    """A printed character."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    run: "Run"


def middle(thing: Char | Box) -> Point:
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
    unmapped: bool = False
    """Its font does not say which characters it prints."""
    clip: Box | None = None
    """Outside of it nothing is painted."""
    order: int = 0
    """How many objects are painted before it."""


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
    painted: dict[int, tuple[int, Matrix]] = field(default_factory=dict)
    """Object → its place in the order of painting, and its surroundings."""


def sheet_of(page: Handle, number: int) -> Sheet:
    """Reads what is on a page.

    Args:
        page: The page, opened by pypdfium2.
        number: Its number, from 1.
    """
    width, height = page.get_size()
    sheet = Sheet(number=number, width=width, height=height, upright=upright_of(page))
    for order, (handle, matrix) in enumerate(objects_of(page, sheet.upright)):
        if order > MOST_OBJECTS:
            break
        sheet.painted[addressof(handle.contents)] = order, matrix
        area, rules = drawn(handle, matrix, order)
        sheet.areas += [area] if area is not None else []
        sheet.rules += rules
    if len(sheet.areas) > MOST_AREAS:  # a drawing; what lies below text is large
        large = sorted(sheet.areas, key=lambda area: -(area.box.x1 - area.box.x0) * (area.box.bottom - area.box.top))
        sheet.areas = sorted(large[:MOST_AREAS], key=lambda area: area.order)
    sheet.chars = list(_chars(page, sheet))
    return sheet


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
    order, outer = sheet.painted.get(addressof(handle.contents), (0, sheet.upright))
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    mcid = pdfium.FPDFPageObj_GetMarkedContentID(handle)
    return Run(
        size=pdfium.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5,
        # A font without a bold face is printed filled and stroked.
        bold=b"bold" in name.value.lower() or pdfium.FPDFText_GetFontWeight(text, index) >= BOLD or mode == 2,
        level=_is_level(matrix, sheet.upright),
        color=fill_color(handle),
        mode=mode,
        mcid=mcid,
        artifact=mcid < 0 and _is_artifact(handle),
        unmapped=pdfium.FPDFText_HasUnicodeMapError(text, index) == 1,
        order=order,
        clip=clip_of(handle, outer),
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

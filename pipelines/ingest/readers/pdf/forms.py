"""Annotations: the values of a filled form and text boxes are printed, comments are not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, Array, c_ushort, cast, create_string_buffer

import pypdfium2.raw as pdfium

from pipelines.ingest.blocks import Hidden
from pipelines.ingest.readers.pdf.geometry import Box, Handle, box_in
from pipelines.ingest.readers.pdf.page import Char, Run, Sheet

MOST_ANNOTATIONS = 5_000
UNSEEN = 2 | 32
"""Flags of an annotation that is hidden or not for the screen."""
VALUE_SIZE = 11.0
WIDEST_VALUE = 0.62
"""Of its size: a letter's breadth, where the box leaves room."""
COMMENTS = {
    pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_LINE,
}  # fmt: skip


def annotated(page: Handle, form: Handle, sheet: Sheet) -> tuple[list[Char], list[Hidden]]:
    """Reads what is laid over a page.

    Args:
        page: The page, opened by pypdfium2.
        form: The file's form, if it has one.
        sheet: The page's size and number.

    Returns:
        The characters of form values and text boxes, where they are printed, and the hidden text.
    """
    chars: list[Char] = []
    hidden: list[Hidden] = []
    locator = f"p.{sheet.number}"
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        with _annotation(page, index) as annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind in COMMENTS:
                text = _string(annotation, "Contents")
                hidden += [Hidden(kind="comment", text=text, locator=locator)] if text else []
                continue
            text = _value(annotation, form) if kind == pdfium.FPDF_ANNOT_WIDGET else ""
            text = _string(annotation, "Contents") if kind == pdfium.FPDF_ANNOT_FREETEXT else text
            if text and pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                hidden.append(Hidden(kind="invisible", text=text, locator=locator))
            elif text:
                chars += _placed(text, _box(annotation, sheet), sheet)
    return chars, hidden


@contextmanager
def _annotation(page: Handle, index: int) -> Iterator[Handle]:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: Handle, key: str) -> str:
    return _read(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, size))


def _read(call: Callable[[object, int], int]) -> str:
    """Calls a function of PDFium that fills a buffer with UTF-16, first for the size."""
    size = call(None, 0)
    buffer: Array[c_ushort] = create_string_buffer(size)  # type: ignore[assignment]
    call(cast(buffer, POINTER(c_ushort)), size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()


def _value(annotation: Handle, form: Handle) -> str:
    """What a field shows; a box that is ticked shows a tick."""
    if form is None:
        return ""
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return "☑" if pdfium.FPDFAnnot_IsChecked(form, annotation) else "☐"
    if kind not in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        return ""
    return _read(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _box(annotation: Handle, sheet: Sheet) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    return box_in(sheet.upright, box.left, box.bottom, box.right, box.top)


def _placed(text: str, box: Box, sheet: Sheet) -> Iterator[Char]:
    """Sets a value into its box, so that it is read where it is printed."""
    lines = text.splitlines()
    height = (box.bottom - box.top) / len(lines)
    run = Run(size=min(VALUE_SIZE, max(height, 4.0)), order=len(sheet.painted))
    for number, line in enumerate(lines):
        low = box.top + height * (number + 0.5) + run.size / 2
        step = min(run.size * WIDEST_VALUE, (box.x1 - box.x0) / max(1, len(line)))
        for place, letter in enumerate(line):
            left = box.x0 + place * step
            yield Char(letter, left, low - run.size, left + step, low, run)

"""PDF files: what their tags say, or else lines, columns and ruled tables as they are printed."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2

from pipelines.ingest.blocks import Problem, Reading, UnreadableError
from pipelines.ingest.readers.options import Options
from pipelines.ingest.readers.pdf.document import Content, blocks_of
from pipelines.ingest.readers.pdf.forms import annotated
from pipelines.ingest.readers.pdf.geometry import Handle
from pipelines.ingest.readers.pdf.hidden import split_hidden
from pipelines.ingest.readers.pdf.ocr import recognise
from pipelines.ingest.readers.pdf.page import Char, Sheet, sheet_of
from pipelines.ingest.readers.pdf.tags import skeleton_of

MOST_PAGES = 2_000
STAMP = 30
"""Letters: a scanner's stamp or page number on the image of a page."""
UNMAPPED = 0.05
"""Share of a page's characters."""
MANY_SHAPES = 100
"""Filled shapes on a page without text: letters that were turned into outlines."""
PASSWORD = 4
"""PDFium's number for a file that asks for one."""
NO_TEXT = "no text layer: an image of a page"
NO_MAP = "no readable text: its fonts do not say which characters they print"
NO_TEXT_HINT = "run OCR over it and put the result here, or turn it on with `corpus.ocr=true`"


def read(data: bytes, options: Options | None = None) -> Reading:
    """Reads the text layer of a PDF file.

    Args:
        data: The file's bytes.
        options: Whether pages without a text layer are recognised.

    Returns:
        Its blocks with their pages; lines repeated in the margins name the document and are no part of its text.
        Text that nobody sees is kept apart, and a page that is only an image is a problem.

    Raises:
        UnreadableError: It is damaged, encrypted, draws itself, or has no text layer at all.
    """
    options = options or Options()
    skeleton = skeleton_of(data)
    if skeleton.is_cyclic:
        raise UnreadableError("damaged: a part of it contains itself", "print it to PDF again")
    with _opened(data) as document:
        pages = [_content(document, number, options) for number in range(1, len(document) + 1)]
    problems = tuple(page.problem for page in pages if page.problem is not None)
    if not any(_is_read(page) for page in pages):
        reason, hint = f"no text layer ({len(pages)} pages of images)", NO_TEXT_HINT
        told = [problem for problem in problems if problem.reason != NO_TEXT]
        raise UnreadableError(told[0].reason, told[0].hint) if told else UnreadableError(reason, hint)
    hidden = tuple(entry for page in pages for entry in page.hidden)
    return Reading(blocks=tuple(blocks_of(pages, skeleton.root)), problems=problems, hidden=hidden)


@contextmanager
def _opened(data: bytes) -> Iterator[Handle]:
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it advises another build where a form has two descriptions
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD or "assword" in str(error):
            raise UnreadableError("encrypted: it asks for a password", "save it without one") from error
        raise UnreadableError("damaged: not a readable PDF file", "print it to PDF again") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableError(f"more than {MOST_PAGES:,} pages", "split the file")
        if document.get_formtype():
            document.init_forms()
        yield document
    finally:
        document.close()


def _content(document: Handle, number: int, options: Options) -> Content:
    locator = f"p.{number}"
    try:
        page = document[number - 1]
        sheet = sheet_of(page, number)
    except pypdfium2.PdfiumError:
        problem = Problem(locator=locator, reason="damaged: the page cannot be opened", hint="print it to PDF again")
        return Content(number=number, problem=problem)
    filled, comments = annotated(page, document.formenv, sheet)
    sheet.chars += filled
    chars, hidden = split_hidden(sheet)
    content = Content(number=number, chars=chars, sheet=sheet, hidden=[*hidden, *comments], filled=bool(filled))
    reason = NO_TEXT if _is_image(sheet, chars) else NO_MAP if _is_unmapped(chars) else ""
    if reason:
        content.chars = [char for char in chars if not char.run.unmapped]
        found = recognise(page, sheet) if options.ocr else Problem(locator=locator, reason=reason, hint=NO_TEXT_HINT)
        if isinstance(found, Problem):
            content.problem = found
        else:
            content.chars = found
    page.close()
    return content


def _is_read(page: Content) -> bool:
    """Says whether there is more on a page than what stays of one that could not be read."""
    return bool(page.chars) and (page.problem is None or len(page.chars) > STAMP)


def _is_unmapped(chars: Sequence[Char]) -> bool:
    """More than a few letters, such as bullets, of fonts that do not say which characters they print."""
    return sum(char.run.unmapped for char in chars) > UNMAPPED * len(chars)


def _is_image(sheet: Sheet, chars: Sequence[Char]) -> bool:
    """A page without text but with a picture, or with a picture over most of it and no more text than a stamp."""
    letters = sum(not char.text.isspace() for char in chars)
    images = [area.box for area in sheet.areas if area.is_image]
    if not letters:
        return bool(images) or len(sheet.areas) >= MANY_SHAPES
    largest = max(((box.x1 - box.x0) * (box.bottom - box.top) for box in images), default=0.0)
    return letters <= STAMP and largest >= 0.5 * sheet.width * sheet.height

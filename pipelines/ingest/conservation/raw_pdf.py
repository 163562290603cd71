"""The raw count of a PDF: the characters pdfium finds on each page, which no reader here uses."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.ingest.conservation.raw import Fate, Piece

LINE_HYPHEN = "\x02"
"""What pdfium writes for a hyphen at the end of a line."""
TOP, EDGE = 5, 3
"""Lines at the top among which a repeated one is a table's header, and at both ends one of the page."""
DIGITS = re.compile(r"\d+")
MOST_PAGES = 2_000
DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
MOST_DRAWN = 10_000
"""Forms that one page may draw. pdfium draws each as often as it is called, for ever where one calls itself."""


def pdf(data: bytes) -> Iterator[Piece]:
    """Yields the lines of every page; a page header counts as printed where it stands first.

    Raises:
        ValueError: It draws so much that pdfium would not come to an end.
    """
    import pypdfium2

    _refuse_endless(data)
    seen: set[tuple[int, str]] = set()
    before: set[str] = set()
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage().get_text_range().replace(LINE_HYPHEN, "-")
            page.close()
            lines = [line for line in text.splitlines() if line.strip()]
            places = (*range(min(EDGE, len(lines))), *range(-min(EDGE, len(lines)), 0))
            edge = {(place, DIGITS.sub("#", lines[place])) for place in places}
            repeated = {key for _, key in seen & edge}
            for place, line in enumerate(lines):
                # A table that goes on over a page prints its header again.
                again = (place < TOP and line in before) or DIGITS.sub("#", line) in repeated
                fate: Fate = "margin" if again else "printed"
                yield Piece(text=line, fate=fate, where=f"page {number}")
            seen |= edge
            before.update(lines)


def _refuse_endless(data: bytes) -> None:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    known: dict[int, int] = {}
    try:
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))):
            if number == MOST_PAGES:
                raise ValueError("more pages than are read")
            _drawn(page.contents, page.resources, known)
    except PSException as error:
        raise ValueError("damaged") from error


def _drawn(contents: list[Any], resources: Any, known: dict[int, int]) -> int:  # noqa: ANN401
    """How many forms are drawn in all by these contents; each form is looked at once."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    forms = dict_value(dict_value(resources or {}).get("XObject") or {})
    streams = [stream for stream in map(resolve1, contents) if isinstance(stream, PDFStream)]
    calls = Counter(name for stream in streams for name in DRAWN.findall(stream.get_data()))
    total = 0
    for name, times in calls.items():
        form = resolve1(forms.get(name.decode("latin-1")))
        if isinstance(form, PDFStream) and str(form.get("Subtype")) == "/'Form'":
            if id(form) not in known:
                known[id(form)] = MOST_DRAWN  # until it is known, and for good where it calls itself
                known[id(form)] = 1 + _drawn([form], form.get("Resources") or resources, known)
            total += times * known[id(form)]
        if total >= MOST_DRAWN:
            raise ValueError("a page that draws without end")
    return total

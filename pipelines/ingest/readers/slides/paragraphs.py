"""Paragraphs of a shape: bullets with their depth, and automatic numbers as PowerPoint prints them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.markdown import typed
from pipelines.ingest.readers.word.numerals import printed
from pipelines.ingest.readers.word.xml import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SCHEME = re.compile(r"(.*?)(Period|ParenR|ParenBoth|Plain|Minus)?")
FORMATS = {
    "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman",
    "arabicDb": "decimalFullWidth", "ea1Cht": "taiwaneseCountingThousand", "ea1Chs": "taiwaneseCountingThousand",
    "ea1JpnKor": "taiwaneseCountingThousand", "ea1JpnChsDb": "taiwaneseCountingThousand",
    "circleNumDb": "decimalEnclosedCircle", "circleNumWdWhite": "decimalEnclosedCircle",
    "circleNumWdBlack": "decimalEnclosedCircle",
}  # fmt: skip
AROUND = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Minus": ("- ", " -")}
MARKS = ("buNone", "buAutoNum", "buChar", "buBlip")


@dataclass(slots=True, kw_only=True)
class Counters:
    """The open numbered lists of one shape."""

    last: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    """Depth → scheme, first number and last number."""

    def label(self, mark: Element | None, level: int) -> str:
        """Returns the number of the next paragraph, empty where it has none; that ends the list of its depth.

        Args:
            mark: The element that says how the paragraph is marked.
            level: Its depth, from 0.
        """
        before = self.last.get(level)
        self.last = {depth: counter for depth, counter in self.last.items() if depth < level}
        if mark is None or mark.tag != A + "buAutoNum":
            return ""
        scheme, start = mark.get("type", "arabicPeriod"), int(mark.get("startAt") or 1)
        number = before[2] + 1 if before is not None and before[:2] == (scheme, start) else start
        self.last[level] = (scheme, start, number)
        return _around(scheme, number)


def _around(scheme: str, number: int) -> str:
    """A number in PowerPoint's name of a scheme.

    >>> _around("arabicPeriod", 3), _around("alphaLcParenR", 2), _around("ea1ChtPeriod", 12)
    ('3.', 'b)', '十二.')
    """
    match = SCHEME.fullmatch(scheme)
    form, suffix = (match.group(1), match.group(2)) if match else ("", None)
    before, after = AROUND.get(suffix or "", ("", ""))
    after = "．" if after == "." and form.endswith("Db") else after
    return f"{before}{printed(number, FORMATS.get(form, 'decimal'))}{after}"


def text_of(paragraph: Element) -> str:
    """Returns a paragraph's text, its line breaks and fields included."""
    pieces = []
    for part in paragraph:
        if part.tag == A + "br":
            pieces.append("\n")
        elif part.tag in (A + "r", A + "fld"):
            pieces.append(part.findtext(A + "t") or "")
    return "".join(pieces).strip()


def body_of(shape: Element) -> list[Element]:
    """Returns the paragraphs of a shape or table cell, as elements."""
    body = next((part for part in shape if part.tag in (P + "txBody", A + "txBody")), None)
    return [] if body is None else body.findall(A + "p")


def blocks_of(shape: Element, styles: Sequence[Element], *, page: int, series: str) -> Iterator[Block]:
    """Yields a shape's paragraphs.

    Args:
        shape: The shape's element.
        styles: The list styles that apply to it, nearest first.
        page: The slide's number.
        series: Names the shape, so that lists of two shapes stay apart.
    """
    counters = Counters()
    for paragraph in body_of(shape):
        text = text_of(paragraph)
        if not text:
            continue
        properties = paragraph.find(A + "pPr")
        level = int(properties.get("lvl") or 0) if properties is not None else 0
        mark = _mark([properties, *(style.find(f"{A}lvl{level + 1}pPr") for style in styles)])
        label = counters.label(mark, level)
        if label:
            yield Block(kind="item", label=label, text=text, level=level, series=f"{series}/{level}", page=page)
        elif mark is not None and mark.tag != A + "buNone":
            yield Block(kind="item", text=text, level=level, bullet=True, page=page)
        else:
            yield typed(text, page=page)


def _mark(holders: Sequence[Element | None]) -> Element | None:
    """How a paragraph is marked: the nearest of what it, its shape, layout and master say."""
    stated = (holder.find(A + name) for holder in holders if holder is not None for name in MARKS)
    return next((mark for mark in stated if mark is not None), None)

"""The tag tree of a PDF file: what Word and other programs say about headings, lists and tables while they print."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSException, PSLiteral

BROKEN = (
    PSException, ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What pdfminer raises on files that are not as they should be."""
DEEPEST = 64
DEEPEST_FORM = 10
MOST_ELEMENTS = 300_000
WIDEST_SPAN = 256
Place = tuple[int, int]
"""A page's number and the number of a tagged piece on it."""


@dataclass(slots=True, kw_only=True)
class Element:
    """A tagged part of a document."""

    kind: str
    kids: list["Element | Place"] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    """How many rows and columns of its table a cell covers."""

    def places(self) -> Iterator[Place]:
        """Yields its tagged pieces in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.places()
            else:
                yield kid


@dataclass(slots=True, kw_only=True)
class Skeleton:
    """What is read of a file beside its pages."""

    root: Element | None = None
    """The tag tree; None in a file without one."""
    is_cyclic: bool = False
    """A form object draws itself, on which a program that prints it hangs."""


def skeleton_of(data: bytes) -> Skeleton:
    """Reads the tag tree, and looks for form objects that draw themselves.

    Args:
        data: The file's bytes.

    Returns:
        What it found; nothing where the file is too damaged for a look.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it quotes the document
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        pages = list(PDFPage.create_pages(document))
        if any(_is_cyclic(page.resources, {}, 0) for page in pages):
            return Skeleton(is_cyclic=True)
        return Skeleton(root=_Reader(document, [page.pageid for page in pages]).root())
    except BROKEN:  # a tree that cannot be followed is as good as none
        return Skeleton()


def _is_cyclic(resources: object, seen: dict[int, bool], depth: int) -> bool:
    """Says whether a form object draws itself; `seen` holds True for those that are open above."""
    # A form that draws the next one twice, twenty deep, prints it a million times.
    if depth > DEEPEST_FORM:
        return True
    objects = _dict(_dict(resources).get("XObject"))
    for _, reference in sorted(objects.items()):
        if not isinstance(reference, PDFObjRef):
            continue
        if reference.objid in seen:
            if seen[reference.objid]:
                return True
            continue
        attributes = getattr(resolve1(reference), "attrs", None)
        if attributes and _name(attributes.get("Subtype")) == "Form":
            seen[reference.objid] = True
            if _is_cyclic(attributes.get("Resources"), seen, depth + 1):
                return True
        seen[reference.objid] = False
    return False


def _dict(value: object) -> dict[str, object]:
    value = resolve1(value)
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    value = resolve1(value)
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: object) -> str:
    value = resolve1(value)
    name = value.name if isinstance(value, PSLiteral) else ""
    return name if isinstance(name, str) else name.decode("latin-1")


class _Reader:
    """Walks the tree once; what points back up is left out.

    Args:
        document: The file.
        pages: The object numbers of its pages in order.
    """

    def __init__(self, document: PDFDocument, pages: list[object]) -> None:
        self.tree = _dict(document.catalog.get("StructTreeRoot"))
        self.roles = _dict(self.tree.get("RoleMap"))
        self.numbers = {page: number for number, page in enumerate(pages, 1)}
        self.seen: set[int] = set()
        self.count = 0

    def root(self) -> Element | None:
        """Returns the tree; None where it holds nothing that is on a page."""
        root = Element(kind="Document")
        self._fill(root, self.tree, page=0, depth=0)
        return root if any(True for _ in root.places()) else None

    def _fill(self, element: Element, node: dict[str, object], *, page: int, depth: int) -> None:
        for kid in _list(node.get("K")):
            self.count += 1
            if self.count > MOST_ELEMENTS or depth > DEEPEST:
                return
            if isinstance(kid, PDFObjRef):
                if kid.objid in self.seen:
                    continue
                self.seen.add(kid.objid)
            self._add(element, resolve1(kid), page=page, depth=depth)

    def _add(self, element: Element, kid: object, *, page: int, depth: int) -> None:
        if isinstance(kid, int):
            element.kids.append((page, kid))
        elif isinstance(kid, dict):
            page = self._page(kid.get("Pg"), page)
            if isinstance(kid.get("MCID"), int):
                element.kids.append((page, kid["MCID"]))
            elif "S" in kid:
                kind = self._role(_name(kid["S"]))
                rows, columns = self._spans(kid) if kind in ("TD", "TH") else (1, 1)
                inner = Element(kind=kind, rows=rows, columns=columns)
                self._fill(inner, kid, page=page, depth=depth + 1)
                element.kids.append(inner)

    def _page(self, reference: object, page: int) -> int:
        return self.numbers.get(reference.objid, page) if isinstance(reference, PDFObjRef) else page

    def _role(self, kind: str) -> str:
        for _ in range(8):
            if kind not in self.roles:
                break
            kind = _name(self.roles[kind])
        return kind

    def _spans(self, node: dict[str, object]) -> tuple[int, int]:
        spans = [1, 1]
        for attributes in _list(node.get("A")):
            for place, key in enumerate(("RowSpan", "ColSpan")):
                value = resolve1(_dict(attributes).get(key))
                if isinstance(value, int):
                    spans[place] = max(1, min(value, WIDEST_SPAN))
        return spans[0], spans[1]

"""The raw count of a PowerPoint file: the text of shapes and tables slide by slide, and the speaker's notes."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.ingest.conservation.raw import Fate, Piece
from pipelines.ingest.conservation.raw_xml import Element, Pack, below, first, get, local, texts

FURNITURE = {"ftr", "dt", "sldNum", "hdr"}
MOST_COPIES = 256


def slides(data: bytes) -> Iterator[Piece]:
    """Yields the slides in the order they are shown in, each with its notes, diagrams and comments."""
    pack = Pack(data)
    main = next(iter(pack.related("", "officeDocument")), "")
    relations = pack.relations(main)
    for number, entry in enumerate(below(first(pack.part(main), "sldIdLst"), "sldId"), 1):
        name = relations.get(_relation(entry), ("", ""))[1]
        root = pack.part(name)
        fate: Fate = "unseen" if root is not None and get(root, "show", "1") in ("0", "false") else "printed"
        for piece in _pieces(pack, name, root):
            yield replace(piece, where=f"slide {number}", fate=piece.fate if fate == "printed" else fate)


def _relation(entry: Element) -> str:
    # A slide has an `id` of its own beside that of its relation.
    return next((value for key, value in entry.attrib.items() if key.endswith("relationships}id")), "")


def _pieces(pack: Pack, name: str, root: Element | None) -> Iterator[Piece]:
    yield from _shapes(root)
    for data in pack.related(name, "diagramData", "chart"):
        yield from (Piece(text=text) for text in texts(pack.part(data)))
    for notes in pack.related(name, "notesSlide"):
        yield from (replace(piece, kind="note") for piece in _shapes(pack.part(notes)) if piece.fate == "printed")
    for comments in pack.related(name, "comments"):
        yield from (Piece(text=node.text or "", fate="unseen") for node in pack.every(comments, "text"))


def _shapes(root: Element | None) -> Iterator[Piece]:
    """Paragraphs and cells in document order, without walking down by recursion: groups may be nested deeply."""
    for element in () if root is None else root.iter("{*}p", "{*}tc"):
        above = [local(holder) for holder in element.iterancestors()]
        if "Fallback" in above or (local(element) == "p" and "tc" in above):
            continue
        if local(element) == "tc":
            yield from _cell(element)
            continue
        text = "".join(node.text or "" for node in element.iter("{*}t"))
        if text.strip():
            shape = next((holder for holder in element.iterancestors("{*}sp")), None)
            place = first(shape, "nvSpPr", "nvPr", "ph")
            margin = place is not None and get(place, "type") in FURNITURE
            hidden = shape is not None and get(first(shape, "nvSpPr", "cNvPr"), "hidden") in ("1", "true")
            yield Piece(text=text, fate="unseen" if hidden else "margin" if margin else "printed")


def _cell(cell: Element) -> Iterator[Piece]:
    text = "".join(node.text or "" for node in cell.iter("{*}t"))
    if not text.strip() or get(cell, "hMerge") in ("1", "true") or get(cell, "vMerge") in ("1", "true"):
        return
    yield Piece(text=text, kind="cell")
    across = min(int(get(cell, "gridSpan", "1")), MOST_COPIES)
    yield from [Piece(text=text, kind="cell", fate="copy")] * (across - 1)

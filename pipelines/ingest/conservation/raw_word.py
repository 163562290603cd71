"""The raw count of a Word file: an own walk over the elements, with nothing of the reader's in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipelines.ingest.conservation.raw import Fate, Piece, PieceKind
from pipelines.ingest.conservation.raw_xml import Element, Pack, below, first, get, is_true, local, texts

SILENT = {"rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "delInstrText", "Fallback"}
REMOVED = {"del", "moveFrom"}
WIDEST = 256
"""Columns; cells beyond are counted, and their copies are not."""
PRIVATE_USE = 0xF000


@dataclass(frozen=True, slots=True)
class Looks:
    """What paragraph and character styles say about the text that has them."""

    hidden: frozenset[str]
    listed: frozenset[str]
    default: str


@dataclass(slots=True)
class Line:
    """Text of one paragraph while it is walked over."""

    printed: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    boxes: list[Piece] = field(default_factory=list)
    """Text boxes that hang on it."""
    fields: list[bool] = field(default_factory=list)
    """Open fields, innermost last: whether their result has begun."""


def word(data: bytes) -> Iterator[Piece]:
    """Yields page headers and footers, the body, notes, drawings, then comments.

    Raises:
        ValueError: There is no document in the package.
    """
    pack = Pack(data)
    main = next(iter(pack.related("", "officeDocument")), "")
    root = pack.part(main)
    if root is None:
        raise ValueError("no document part")
    looks = _looks(next((pack.part(name) for name in pack.related(main, "styles")), None))
    for name, fate in _margins(pack, main, root):
        yield from (replace(piece, fate=fate) for piece in _walk(pack.part(name), looks))
    yield from _walk(first(root, "body"), looks)
    for kind in ("footnote", "endnote"):
        called = {get(mark, "id") for mark in root.iter(f"{{*}}{kind}Reference")}
        for name in pack.related(main, f"{kind}s"):
            for note in below(pack.part(name), kind):
                text = "".join(piece.text for piece in _walk(note, looks) if piece.fate == "printed")
                yield Piece(text=text, kind="note", fate="printed" if get(note, "id") in called else "unseen")
    for name in pack.related(main, "diagramData", "chart"):
        yield from (Piece(text=text) for text in texts(pack.part(name)))
    for name in pack.related(main, "comments"):
        yield from (replace(piece, fate="unseen") for piece in _walk(pack.part(name), looks))


def _looks(styles: Element | None) -> Looks:
    found = {get(style, "styleId"): style for style in below(styles, "style")}

    def stated(name: str, path: tuple[str, ...], known: dict[str, Element | None]) -> Element | None:
        """What a style or the nearest of those it is based on states; each style is looked at once."""
        names: list[str] = []
        while name in found and name not in known:
            known[name] = None  # for good where styles go in a circle
            names.append(name)
            if (own := first(found[name], *path)) is not None:
                known[name] = own
                break
            based = first(found[name], "basedOn")
            name = "" if based is None else get(based, "val")
        known.update(dict.fromkeys(names, known.get(name)))
        return known.get(name)

    numbers: dict[str, Element | None] = {}
    vanish: dict[str, Element | None] = {}
    for name in found:
        stated(name, ("pPr", "numPr", "numId"), numbers)
        stated(name, ("rPr", "vanish"), vanish)
    listed = [name for name in found if _is_list(numbers[name])]
    hidden = [name for name in found if is_true(vanish[name])]
    default = [n for n, style in found.items() if get(style, "type") == "paragraph" and get(style, "default") == "1"]
    return Looks(frozenset(hidden), frozenset(listed), default[0] if default else "")


def _is_list(number: Element | None) -> bool:
    return number is not None and get(number, "val") != "0"


def _margins(pack: Pack, main: str, root: Element) -> Iterator[tuple[str, Fate]]:
    settings = next((pack.part(name) for name in pack.related(main, "settings")), None)
    even = is_true(first(settings, "evenAndOddHeaders"))
    relations = pack.relations(main)
    fates: dict[str, Fate] = {}
    for kind in ("header", "footer"):
        for section in root.iter("{*}sectPr"):
            for reference in below(section, f"{kind}Reference"):
                name = relations.get(get(reference, "id"), ("", ""))[1]
                page = get(reference, "type", "default")
                shown = {"first": is_true(first(section, "titlePg")), "even": even}.get(page, True)
                if shown or name not in fates:
                    fates[name] = "printed" if shown else "unseen"
    yield from fates.items()


def _walk(holder: Element | None, looks: Looks) -> list[Piece]:
    """The paragraphs and tables of a body, cell, note or text box in printed order."""
    pieces: list[Piece] = []
    for element in () if holder is None else holder:
        name = local(element)
        if name == "p":
            pieces += _paragraph(element, looks)
        elif name == "tbl":
            pieces += _table(element, looks)
        elif name not in SILENT:
            pieces += _walk(element, looks)
    return pieces


def _paragraph(paragraph: Element, looks: Looks) -> list[Piece]:
    if not len(paragraph):
        return []
    properties = first(paragraph, "pPr")
    style, number = first(properties, "pStyle"), first(properties, "numPr", "numId")
    name = looks.default if style is None else get(style, "val")
    listed = _is_list(number) if number is not None else name in looks.listed
    kind: PieceKind = "item" if listed else "text"
    line = Line()
    _collect(paragraph, line, looks, unseen=name in looks.hidden)
    printed, unseen = "".join(line.printed), "".join(line.unseen)
    return [
        *([Piece(text=printed, kind=kind)] if printed.strip() else []),
        *([Piece(text=unseen, fate="unseen")] if unseen.strip() else []),
        *line.boxes,
    ]


def _collect(element: Element, line: Line, looks: Looks, *, unseen: bool) -> None:
    """Sorts the text below an element into printed and unseen."""
    for child in element:
        name = local(child)
        if name == "txbxContent":
            line.boxes += _walk(child, looks)
        elif name == "fldChar":
            _turn_field(get(child, "fldCharType"), line)
        elif name in ("t", "delText", "sym", "noBreakHyphen") and all(line.fields):
            (line.unseen if unseen or name == "delText" else line.printed).append(_print(child, name))
        elif name not in SILENT:
            hides = unseen or name in REMOVED
            _collect(child, line, looks, unseen=_hides(child, looks, hides) if name == "r" else hides)


def _hides(run: Element, looks: Looks, inherited: bool) -> bool:  # noqa: FBT001
    properties = first(run, "rPr")
    direct, style = first(properties, "vanish"), first(properties, "rStyle")
    if direct is not None and not inherited:
        return is_true(direct)
    return inherited or (style is not None and get(style, "val") in looks.hidden)


def _print(element: Element, name: str) -> str:
    if name == "sym":
        code = int(get(element, "char", "0"), 16)
        return chr(code) if 0 < code < PRIVATE_USE else ""
    return "-" if name == "noBreakHyphen" else element.text or ""


def _turn_field(turn: str, line: Line) -> None:
    if turn == "begin":
        line.fields.append(False)
    elif turn == "separate" and line.fields:
        line.fields[-1] = True
    elif turn == "end" and line.fields:
        line.fields.pop()


def _rows(table: Element, name: str) -> Iterator[Element]:
    for element in table:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(element, name)


def _table(table: Element, looks: Looks) -> list[Piece]:
    """Cells with the copies that merges make; tables inside cells after the table, as they cannot stand in a cell."""
    pieces: list[Piece] = []
    nested: list[Piece] = []
    above: dict[int, str] = {}
    for row in _rows(table, "tr"):
        gone = first(row, "trPr", "del") is not None or is_true(first(row, "trPr", "hidden"))
        column = 0
        for cell in _rows(row, "tc"):
            texts_of = _cell(cell, looks, nested)
            span, merge = first(cell, "tcPr", "gridSpan"), first(cell, "tcPr", "vMerge")
            width = 1 if span is None else max(1, min(int(get(span, "val", "1") or 1), WIDEST))
            below_other = merge is not None and get(merge, "val", "continue") == "continue"
            text = above.get(column, "") if below_other else texts_of
            removed = gone or first(cell, "tcPr", "cellDel") is not None
            fate: Fate = "unseen" if removed else "copy" if below_other else "printed"
            pieces += [Piece(text=text, kind="cell", fate=fate)]
            pieces += [Piece(text=text, kind="cell", fate="copy")] * (min(width - 1, WIDEST - column) * (not removed))
            above.update(dict.fromkeys(range(column, column + width), text))
            column += width
    return [piece for piece in pieces if piece.text.strip()] + nested


def _cell(cell: Element, looks: Looks, nested: list[Piece]) -> str:
    inner: list[Piece] = []
    for element in _flat(cell):
        if local(element) == "tbl":
            nested += _table(element, looks)
        else:
            inner += _paragraph(element, looks)
    nested += [piece for piece in inner if piece.fate == "unseen"]
    return "\n".join(piece.text for piece in inner if piece.fate == "printed")


def _flat(holder: Element) -> Iterator[Element]:
    for element in holder:
        if local(element) in ("p", "tbl"):
            yield element
        elif local(element) not in SILENT:
            yield from _flat(element)

"""The printed text of one paragraph: runs, fields, revisions, hidden text, notes and text boxes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Hidden, HiddenKind
from pipelines.ingest.readers.word.looks import hidden_kind
from pipelines.ingest.readers.word.math import linear
from pipelines.ingest.readers.word.styles import Paragraph, Styles, is_bold
from pipelines.ingest.readers.word.symbols import PRIVATE_SIGN, symbol, translate
from pipelines.ingest.readers.word.xml import (
    DGM,
    MC,
    C,
    Element,
    M,
    R,
    W,
    child,
    chosen,
    is_on,
    is_set,
    number,
    stored_text,
)

DELETED = {W + "del", W + "moveFrom"}
GONE = {W + name for name in ("pPr", "sdtPr", "sdtEndPr", "rt", "instrText", "rPr", "delText", "delInstrText")}
PLAIN = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
DIAGRAMS = {DGM + "relIds", C + "chart"}
ART = "{urn:schemas-microsoft-com:vml}textpath"
OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
ENCIRCLED = re.compile(r"^\s*eq\s+\\o\s*\\ac\s*\(\s*\S\s*,\s*([^\s()]+)\s*\)\s*$", re.IGNORECASE)
CODE = W + "instrText"
RUN, TEXT, FIELD, ALTERNATIVES, FORMULA = W + "r", W + "t", W + "fldChar", MC + "AlternateContent", M + "oMath"


@dataclass(slots=True, kw_only=True)
class Text:
    """What a paragraph prints."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """`footnote 3`: the notes that hang on it, in order."""
    custom: dict[str, str] = field(default_factory=dict)
    """Notes with a mark of the author's own, such as `*`; these are not counted."""
    boxes: list[Element] = field(default_factory=list)
    """Contents of the text boxes it anchors."""
    diagrams: list[str] = field(default_factory=list)
    """Relations of the diagrams (SmartArt) and charts it anchors."""
    art: list[str] = field(default_factory=list)
    """Words drawn as pictures (WordArt), such as a watermark."""
    objects: list[str] = field(default_factory=list)
    """Programs whose objects are embedded in it, such as `Excel.Sheet.12`."""
    hidden: list[Hidden] = field(default_factory=list)
    bold: bool = True
    """Every printed run is bold."""
    fields: list[str] = field(default_factory=list)
    """Open complex fields, innermost last: `code` before the separator, `result` after it."""
    code: str = ""
    """What the open field is told to do."""

    @property
    def printed(self) -> str:
        """The text in one piece, without spaces at its ends."""
        return "".join(self.pieces).strip(" \n\t")

    def hide(self, kind: HiddenKind, element: Element) -> None:
        """Keeps text that is not printed, so that it can be counted."""
        text = stored_text(element)
        if text:
            self.hidden.append(Hidden(kind=kind, text=text))

    def prepend(self, other: "Text") -> None:
        """Lets another paragraph, whose mark was deleted, run into this one."""
        self.bold = self.bold and other.bold
        self.custom = other.custom | self.custom
        for name in ("pieces", "notes", "boxes", "diagrams", "art", "objects"):
            getattr(self, name)[:0] = getattr(other, name)


def read_text(paragraph: Paragraph, styles: Styles) -> Text:
    """Reads what a paragraph prints, all changes accepted and hidden text left out."""
    text = Text()
    _read(paragraph.element, paragraph, styles=styles, text=text)
    return text


def _read(element: Element, paragraph: Paragraph, *, styles: Styles, text: Text) -> None:
    for inner in element:
        tag = inner.tag
        if tag == RUN:
            _read_run(inner, paragraph, styles=styles, text=text)
        elif tag in DELETED:
            text.hide("deleted", inner)
        elif tag == FORMULA:
            text.pieces.append(linear(inner))
        elif tag == ALTERNATIVES:
            _read(chosen(inner), paragraph, styles=styles, text=text)
        elif tag not in GONE and isinstance(tag, str):
            _read(inner, paragraph, styles=styles, text=text)


def _read_run(run: Element, paragraph: Paragraph, *, styles: Styles, text: Text) -> None:
    properties = child(run, "rPr")
    kind = hidden_kind(properties, paragraph, styles)
    before = len(text.pieces)
    for element in run:
        if element.tag == FIELD:
            _turn_field(element, text, hidden=kind is not None)
        elif element.tag == CODE:
            text.code += element.text or ""
        elif kind is None and "code" not in text.fields:
            _read_piece(element, text)
            if element.tag in NOTES and is_set(element.get(W + "customMarkFollows")):
                break
    if kind is not None:
        text.hide(kind, run)
    own = "".join(text.pieces[before:])
    if own.strip() and not is_bold(properties):
        text.bold = False
    if PRIVATE_SIGN.search(own):
        fonts = child(properties, "rFonts")
        text.pieces[before:] = [translate(own, None if fonts is None else fonts.get(W + "ascii"))]


def _read_piece(element: Element, text: Text) -> None:
    tag = element.tag
    if tag == TEXT:
        text.pieces.append(element.text or "")
    elif tag in PLAIN:
        text.pieces.append(PLAIN[tag])
    elif tag in PIECES:
        PIECES[tag](element, text)
    elif tag == ALTERNATIVES:
        for inner in chosen(element):
            _read_piece(inner, text)
    elif tag not in GONE and isinstance(tag, str):
        _read_drawing(element, text)


def _break(element: Element, text: Text) -> None:
    text.pieces.append("" if element.get(W + "type") in ("page", "column") else "\n")


def _symbol(element: Element, text: Text) -> None:
    try:
        code = int(element.get(W + "char", "0"), 16)
    except ValueError:
        return
    text.pieces.append(symbol(code, element.get(W + "font")))


def _note(element: Element, text: Text) -> None:
    text.notes.append(f"{NOTES[element.tag]} {element.get(W + 'id')}")
    if is_set(element.get(W + "customMarkFollows")):
        # The mark stands in the rest of the run; it is no part of the text.
        mark = Text()
        for sibling in element.itersiblings():
            _read_piece(sibling, mark)
        text.custom[text.notes[-1]] = mark.printed


def _ruby(element: Element, text: Text) -> None:
    text.pieces += [piece.text or "" for base in element.iter(W + "rubyBase") for piece in base.iter(TEXT)]


PIECES: dict[str, Callable[[Element, Text], None]] = {
    W + "br": _break,
    W + "sym": _symbol,
    W + "footnoteReference": _note,
    W + "endnoteReference": _note,
    W + "ruby": _ruby,
}


def _turn_field(element: Element, text: Text, *, hidden: bool) -> None:
    turn = element.get(W + "fldCharType")
    if turn == "begin":
        if not hidden and "code" not in text.fields:
            text.pieces.append(_form_field(child(element, "ffData")))
        text.fields.append("code")
        text.code = ""
    elif turn == "separate" and text.fields:
        text.fields[-1] = "result"
    elif turn == "end" and text.fields and text.fields.pop() == "code" and not hidden:
        # A character in a circle is a field without a result; its code holds what is printed.
        text.pieces += ENCIRCLED.findall(text.code)


def _form_field(form: Element | None) -> str:
    """A tick box or a list to choose from prints what it is set to; it has no stored result."""
    box, chosen_from = child(form, "checkBox"), child(form, "ddList")
    if box is not None:
        stated = is_on(box, "checked")
        return "☒" if (is_on(box, "default") if stated is None else stated) else "☐"
    if chosen_from is None:
        return ""
    entries = [entry.get(W + "val", "") for entry in chosen_from.iterchildren(W + "listEntry")]
    place = number(chosen_from, "result") or number(chosen_from, "default") or 0
    return entries[place] if 0 <= place < len(entries) else ""


def _read_drawing(element: Element, text: Text) -> None:
    """Finds the boxes, diagrams and objects in a drawing; what is inside a box is found when the box is read."""
    tag = element.tag
    if tag == W + "txbxContent":
        text.boxes.append(element)
        return
    if tag == ART:
        text.art.append(element.get("string", ""))
    elif tag == OLE:
        text.objects.append(element.get("ProgID", ""))
    elif tag in DIAGRAMS:
        text.diagrams.append(element.get(R + "dm") or element.get(R + "id", ""))
    for inner in chosen(element) if tag == ALTERNATIVES else element:
        _read_drawing(inner, text)

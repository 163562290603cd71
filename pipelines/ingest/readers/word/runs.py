"""The printed text of one paragraph: runs, fields, revisions, hidden text, notes and text boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.styles import Styles, is_bold, is_hidden
from pipelines.ingest.readers.word.xml import MC, Element, M, W, child, is_on, is_set

GONE = {W + "del", W + "moveFrom", W + "pPr", W + "sdtPr", W + "sdtEndPr", W + "rt", W + "instrText"}
PLAIN = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
PRIVATE_USE = 0xF000


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
    bold: bool = True
    """Every printed run is bold."""
    fields: list[str] = field(default_factory=list)
    """Open complex fields, innermost last: `code` before the separator, `result` after it."""

    @property
    def printed(self) -> str:
        """The text in one piece, without spaces at its ends."""
        return "".join(self.pieces).strip(" \n\t")


def read_text(paragraph: Element, styles: Styles) -> Text:
    """Reads what a paragraph prints, all changes accepted and hidden text left out."""
    text = Text()
    for element in _visible(paragraph):
        if element.tag == W + "r":
            _read_run(element, paragraph, styles=styles, text=text)
        elif element.tag == M + "t":
            text.pieces.append(element.text or "")
    return text


def mark_is(paragraph: Element, *names: str) -> bool:
    """Says whether the paragraph mark carries one of these properties, such as `del`."""
    mark = child(paragraph, "pPr", "rPr")
    return any(child(mark, name) is not None for name in names)


def mark_is_hidden(paragraph: Element) -> bool:
    """Says whether the paragraph mark itself is hidden."""
    return is_on(paragraph, "pPr", "rPr", "vanish") is True


def _visible(element: Element) -> Iterator[Element]:
    for inner in element:
        if inner.tag in GONE or not isinstance(inner.tag, str):
            continue
        if inner.tag in (W + "r", M + "t"):
            yield inner
        elif inner.tag == MC + "AlternateContent":
            # Choice and Fallback print the same; one of them is enough.
            yield from _visible(next(iter(inner), inner))
        else:
            yield from _visible(inner)


def _read_run(run: Element, paragraph: Element, *, styles: Styles, text: Text) -> None:
    properties = child(run, "rPr")
    hidden = is_hidden(properties, paragraph, styles)
    before = len(text.pieces)
    for element in run:
        _read_piece(element, text, hidden=hidden)
    if "".join(text.pieces[before:]).strip() and not is_bold(properties):
        text.bold = False


def _read_piece(element: Element, text: Text, *, hidden: bool) -> None:
    tag = element.tag
    if tag == W + "fldChar":
        _turn_field(element, text)
    elif hidden or "code" in text.fields:
        return
    elif tag == W + "t":
        follows_note = any(is_set(note.get(W + "customMarkFollows")) for note in element.itersiblings(preceding=True))
        text.pieces.append("" if follows_note else element.text or "")
    elif tag in PLAIN:
        text.pieces.append(PLAIN[tag])
    elif tag == W + "br":
        text.pieces.append("" if element.get(W + "type") in ("page", "column") else "\n")
    elif tag == W + "sym":
        text.pieces.append(_symbol(element))
    elif tag in NOTES:
        text.notes.append(f"{NOTES[tag]} {element.get(W + 'id')}")
        if is_set(element.get(W + "customMarkFollows")):
            text.custom[text.notes[-1]] = "".join(piece.text or "" for piece in element.itersiblings(W + "t"))
    elif tag == W + "ruby":
        text.pieces += [piece.text or "" for base in element.iter(W + "rubyBase") for piece in base.iter(W + "t")]
    else:
        text.boxes += _boxes(element)


def _turn_field(element: Element, text: Text) -> None:
    turn = element.get(W + "fldCharType")
    if turn == "begin":
        text.fields.append("code")
    elif turn == "separate" and text.fields:
        text.fields[-1] = "result"
    elif turn == "end" and text.fields:
        text.fields.pop()


def _symbol(element: Element) -> str:
    code = int(element.get(W + "char", "0"), 16)
    # Symbol fonts keep their glyphs in the private use area, where no text can be read from them.
    return "" if code >= PRIVATE_USE or not code else chr(code)


def _boxes(element: Element) -> list[Element]:
    if element.tag == MC + "AlternateContent":
        # Choice and Fallback print the same box; one of them is enough.
        chosen = element.find(MC + "Choice")
        element = chosen if chosen is not None else element
    outer = list(element.iter(W + "txbxContent"))
    return [box for box in outer if not any(parent in outer for parent in box.iterancestors())]

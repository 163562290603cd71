"""The raw count of an HTML page, by the standard library's parser, which takes broken markup and any depth."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from pipelines.ingest.conservation.raw import Fate, Piece, PieceKind
from pipelines.ingest.conservation.raw_text import decoded

NO_TEXT = {"script", "style", "noscript", "template", "iframe", "svg", "math", "object", "textarea", "select"}
MARGIN = {"nav", "form", "button", "title", "head"}
"""What leads through a site or asks for input; `title` is the window's."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input",
    "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
KINDS: dict[str, PieceKind] = {"li": "item", "td": "cell", "th": "cell"}
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
MOST_COPIES = 256


def html(data: bytes) -> Iterator[Piece]:
    """Yields the paragraphs, list items and cells of a page."""
    stated = CHARSET.search(data[:2048])
    page = Page()
    page.feed(decoded(data, stated[1].decode("ascii", "replace") if stated else ""))
    page.close()
    page.flush()
    yield from page.pieces


class Page(HTMLParser):
    """A page while it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.text: list[str] = []
        self.open: list[tuple[str, Fate | None]] = []
        """Open elements that hide or set apart what is in them; None: it is no text at all."""
        self.kinds: list[tuple[str, PieceKind, int]] = []
        """Open list items and cells, and how many columns a cell covers."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        stated = dict(attrs)
        if tag not in INLINE:
            self.flush()
        if tag in VOID:
            return
        fate: Fate | None = "printed"
        if tag in NO_TEXT:
            fate = None
        elif "hidden" in stated or stated.get("aria-hidden") == "true" or UNSEEN.search(stated.get("style") or ""):
            fate = "unseen"
        elif tag in MARGIN:
            fate = "margin"
        if fate != "printed" or any(tag == name for name, _ in self.open):
            self.open.append((tag, fate))
        if tag in KINDS:
            span = stated.get("colspan") or "1"
            self.kinds.append((tag, KINDS[tag], min(int(span), MOST_COPIES) if span.isdecimal() else 1))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element, and the paragraph it ends."""
        if tag not in INLINE:
            self.flush()
        for stack in (self.open, self.kinds):
            place = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == tag), None)
            if place is not None:
                del stack[place]

    def handle_data(self, data: str) -> None:
        """Takes text."""
        self.text.append(data)

    def flush(self) -> None:
        """Ends the paragraph."""
        text, self.text = "".join(self.text), []
        if not text.strip():
            return
        fates = {fate for _, fate in self.open}
        if None in fates:
            return
        fate: Fate = "unseen" if "unseen" in fates else "margin" if "margin" in fates else "printed"
        _, kind, across = self.kinds[-1] if self.kinds else ("", "text", 1)
        self.pieces.append(Piece(text=text, kind=kind, fate=fate))
        if kind == "cell" and fate == "printed":
            self.pieces += [Piece(text=text, kind="cell", fate="copy")] * (across - 1)

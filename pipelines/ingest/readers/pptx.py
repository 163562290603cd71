"""PowerPoint files: a slide's title is a heading, its number the page, its notes stand at its end."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block, Hidden, HiddenKind, Problem, Reading
from pipelines.ingest.labels import split_label
from pipelines.ingest.readers.office import opened
from pipelines.ingest.readers.slides import shapes as drawn
from pipelines.ingest.readers.slides.paragraphs import A, P, blocks_of
from pipelines.ingest.readers.slides.shapes import Shape
from pipelines.ingest.readers.word.xml import parse
from pipelines.language.script import HAN

TITLES = ("title", "ctrTitle")
FURNITURE = ("ftr", "dt", "sldNum", "hdr")


@dataclass(slots=True, kw_only=True)
class Deck:
    """A presentation and what was made of it so far."""

    size: tuple[int, int]
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    in_part: bool = False
    """A section header's slide has opened a part: the titles after it are one level lower."""


def read(data: bytes) -> Reading:
    """Reads a PowerPoint file.

    Args:
        data: The file's bytes.

    Returns:
        For each slide its title, the text of its shapes in reading order, and its speaker notes as a last paragraph:
        they are what is said to the slide, so they are cited with it. A slide without a title is headed `p.3`.

    Raises:
        UnreadableError: It is damaged, encrypted, or unreasonably large.
    """
    show = opened(data, "PowerPoint", _load)
    deck = Deck(size=(show.slide_width or 0, show.slide_height or 0))
    slides = list(show.slides)
    visible = [slide for slide in slides if slide.element.get("show") not in ("0", "false")]
    deck.blocks += _backgrounds(visible)
    for number, slide in enumerate(slides, 1):
        if slide in visible:
            _slide(slide, number, deck)
        else:
            deck.hidden.append(Hidden(kind="hidden_sheet", text=_with_notes(slide), locator=f"slide {number}"))
        deck.hidden += [Hidden(kind="comment", text=text, locator=f"slide {number}") for text in _comments(slide)]
    return Reading(blocks=tuple(deck.blocks), problems=tuple(deck.problems), hidden=tuple(deck.hidden))


def _load(_: zipfile.ZipFile, stream: io.BytesIO) -> Shape:
    from pptx import Presentation

    return Presentation(stream)


def _slide(slide: Shape, number: int, deck: Deck) -> None:
    kind = slide.slide_layout.element.get("type")
    title = next((shape for shape in slide.placeholders if _role(shape) in TITLES), None)
    text = " ".join(drawn.all_text(title.element).split()) if title is not None else ""
    label, rest = split_label(text)
    # LibreOffice drops what kind a layout is, and keeps the subtitle.
    opens = kind == "title" or any(_role(shape) == "subTitle" for shape in slide.placeholders)
    level = 0 if number == 1 and opens else 1
    if kind == "secHead":
        deck.in_part = True
    elif deck.in_part:
        level = 2
    # Without a heading of its own a slide's text would be cited under the title before it.
    heading = Block(kind="heading", label=label, text=rest if text else f"p.{number}", level=level, page=number)
    body = list(_body(slide, number, deck))
    if text or any(block.where != "header" for block in body):
        deck.blocks.append(heading)
    elif next(slide.element.iter(P + "pic"), None) is not None:
        deck.problems.append(_problem(number, "no text, only pictures", "write what they say into the slide's notes"))
    deck.blocks += body


def _body(slide: Shape, number: int, deck: Deck) -> Iterator[Block]:
    shapes = []
    for shape in slide.shapes:
        kind: HiddenKind | None = (
            "hidden_element" if drawn.is_hidden(shape) else "off_page" if drawn.is_off_slide(shape, deck.size) else None
        )
        if kind is None:
            shapes.append(shape)
        elif text := drawn.all_text(shape.element):
            deck.hidden.append(Hidden(kind=kind, text=text, locator=f"slide {number}"))
    for shape in drawn.in_reading_order(shapes):
        role = _role(shape)
        if role in FURNITURE:
            yield Block(kind="paragraph", text=drawn.all_text(shape.element), where="header", page=number)
        elif role not in TITLES:
            yield from _shape(shape, slide, number, deck)
    if notes := _notes(slide):
        label = "備註：" if HAN.search(notes) else "Notes:"
        yield Block(kind="paragraph", label=label, text=notes, where="footnote", page=number)


def _shape(shape: Shape, slide: Shape, number: int, deck: Deck) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        yield drawn.table_of(shape, number)
    elif shape.has_text_frame:
        styles = _styles(shape, slide)
        yield from blocks_of(shape.element, styles, page=number, series=f"{number}/{shape.shape_id}")
    elif shape.element.tag == P + "graphicFrame":
        diagram = drawn.diagram_of(shape, number)
        yield from diagram
        if not diagram:
            deck.problems.append(_problem(number, "a chart or an embedded file", "put what it shows into a table"))


def _problem(number: int, what: str, hint: str) -> Problem:
    return Problem(locator=f"slide {number}", reason=f"slide {number}: {what}", hint=hint)


def _role(shape: Shape) -> str | None:
    """A placeholder's role, such as `title`; None for any other shape."""
    holder = next(shape.element.iter(P + "ph"), None) if shape.is_placeholder else None
    return None if holder is None else holder.get("type", "obj")


def _styles(shape: Shape, slide: Shape) -> Sequence[Shape]:
    """The list styles of a shape; a placeholder inherits those of its layout and master."""
    holders = [shape.element]
    if not shape.is_placeholder:
        return [style for holder in holders if (style := next(holder.iter(A + "lstStyle"), None)) is not None]
    layout, place = slide.slide_layout, shape.placeholder_format.idx
    holders += [other.element for other in layout.placeholders if other.placeholder_format.idx == place]
    holders += [other.element for other in layout.slide_master.placeholders if _role(other) == "body"]
    styles = [next(holder.iter(A + "lstStyle"), None) for holder in holders]
    styles.append(layout.slide_master.element.find(f"{P}txStyles/{P}bodyStyle"))
    return [style for style in styles if style is not None]


def _notes(slide: Shape) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return frame.text.replace("\v", "\n").strip() if frame is not None else ""


def _with_notes(slide: Shape) -> str:
    return f"{drawn.all_text(slide.element)}\n{_notes(slide)}".strip()


def _comments(slide: Shape) -> Iterator[str]:
    links = [link for link in slide.part.rels.values() if link.reltype.endswith("/comments") and not link.is_external]
    for link in links:
        for element in parse(link.target_part.blob).iter("{*}text", A + "t"):
            if element.text:
                yield element.text


def _backgrounds(slides: Sequence[Shape]) -> Iterator[Block]:
    """What layouts and masters print on every slide, once: a classification, a document number."""
    layouts = {slide.slide_layout.part.partname: slide.slide_layout for slide in slides}
    masters = {layout.slide_master.part.partname: layout.slide_master for layout in layouts.values()}
    texts: dict[str, None] = {}
    for holder in (*masters.values(), *layouts.values()):
        for shape in holder.shapes:
            if not shape.is_placeholder and (text := drawn.all_text(shape.element)):
                texts[text] = None
    return (Block(kind="paragraph", text=text, where="header") for text in texts)

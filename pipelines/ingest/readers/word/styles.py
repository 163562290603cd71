"""Styles: what a paragraph inherits from its style and the styles that one is based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.xml import Element, Properties, W, child, is_on, is_set, number, properties, value

DEEPEST_HEADING = 9
HEADING_NAME = re.compile(r"^heading ?([1-9])$", re.IGNORECASE)
TABLE_OF_CONTENTS = re.compile(r"^(toc \d|table of figures)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The styles of one document by id."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str | None = None
    """Id of the default paragraph style."""
    levels: dict[str | None, tuple[int | None, bool]] = field(default_factory=dict)
    """Style → heading level, and whether its lines are a table of contents; as far as it was asked for."""
    looks: dict[str | None, tuple[bool | None, bool | None, bool | None]] = field(default_factory=dict)
    """Style → whether it hides, whitens or shrinks its text, as far as it was asked for."""

    shaded: dict[str, bool] = field(default_factory=dict)
    """Table style or root of a part → whether it puts a colour behind text, as far as it was asked for."""

    def chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """Yields a style and those it is based on, nearest first; a circle ends it."""
        seen: set[str] = set()
        while style and style in self.by_id and style not in seen:
            seen.add(style)
            element = self.by_id[style]
            yield style, element
            style = value(element, "basedOn")

    def name(self, style: str | None) -> str:
        """Returns a style's name, which is the same in every language of Word; its id where it is not defined."""
        return value(self.by_id.get(style or ""), "name") or style or ""


def read_styles(root: Element | None) -> Styles:
    """Reads the styles part; a document without one has no styles."""
    if root is None:
        return Styles()
    by_id = {style.get(W + "styleId", ""): style for style in root.findall(W + "style")}
    defaults = [
        name
        for name, style in by_id.items()
        if style.get(W + "type") == "paragraph" and is_set(style.get(W + "default"))
    ]
    return Styles(by_id=by_id, default=defaults[0] if defaults else None)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's element with its properties at hand, since half a dozen questions are put to them."""

    element: Element
    properties: Properties
    mark: Properties
    """Properties of the paragraph mark."""
    style: str | None


def paragraph_of(element: Element, styles: Styles) -> Paragraph:
    """Reads a paragraph's properties; a style that is not defined is the default style, but for headings."""
    stated = properties(element, "pPr")
    mark = properties(child(element, "pPr"), "rPr") if W + "rPr" in stated else Properties()
    style = stated.value("pStyle")
    if style not in styles.by_id and not HEADING_NAME.match(style or ""):
        style = styles.default
    return Paragraph(element, stated, mark, style)


def heading_level(paragraph: Paragraph, styles: Styles) -> int | None:
    """Returns a paragraph's outline level: 0 for the title, 1 to 9 for headings, None for text."""
    direct = paragraph.properties.number("outlineLvl")
    if direct is not None:
        return direct + 1 if direct < DEEPEST_HEADING else None
    return _facts(paragraph.style, styles)[0]


def is_contents(paragraph: Paragraph, styles: Styles) -> bool:
    """Says whether a paragraph is a line of a table of contents, whose numbers name other paragraphs."""
    return _facts(paragraph.style, styles)[1]


def _facts(style: str | None, styles: Styles) -> tuple[int | None, bool]:
    if style not in styles.levels:
        contents = TABLE_OF_CONTENTS.match(styles.name(style)) is not None
        styles.levels[style] = (None if contents else _level_of(style, styles), contents)
    return styles.levels[style]


def _level_of(style: str | None, styles: Styles) -> int | None:
    for name in [name for name, _ in styles.chain(style)] or [style or ""]:
        known = styles.name(name)
        if known.lower() == "title":
            return 0
        level = number(styles.by_id.get(name), "pPr", "outlineLvl")
        if level is not None:
            return level + 1 if level < DEEPEST_HEADING else None
        built_in = HEADING_NAME.match(known)
        if built_in:
            return int(built_in.group(1))
    return None


def is_bold(run_properties: Element | None) -> bool:
    """Says whether run properties make the text bold directly."""
    return is_on(run_properties, "b") is True

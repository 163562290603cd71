"""Styles: what a paragraph inherits from its style and the styles that one is based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.xml import Element, W, child, is_on, is_set, number, value

DEEPEST_HEADING = 9
HEADING_NAME = re.compile(r"^heading ?([1-9])$", re.IGNORECASE)
TABLE_OF_CONTENTS = re.compile(r"^(toc \d|table of figures)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The styles of one document by id."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str | None = None
    """Id of the default paragraph style."""
    levels: dict[str | None, int | None] = field(default_factory=dict)
    """Style → heading level, as far as it was asked for."""
    looks: dict[str | None, tuple[bool | None, bool | None, bool | None]] = field(default_factory=dict)
    """Style → whether it hides, whitens or shrinks its text, as far as it was asked for."""

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


def style_of(paragraph: Element, styles: Styles) -> str | None:
    """Returns the id of a paragraph's style; one that is not defined is the default style, but for headings."""
    style = value(paragraph, "pPr", "pStyle")
    return style if style in styles.by_id or HEADING_NAME.match(style or "") else styles.default


def heading_level(paragraph: Element, styles: Styles) -> int | None:
    """Returns a paragraph's outline level: 0 for the title, 1 to 9 for headings, None for text."""
    direct = number(paragraph, "pPr", "outlineLvl")
    if direct is not None:
        return direct + 1 if direct < DEEPEST_HEADING else None
    style = style_of(paragraph, styles)
    if style not in styles.levels:
        styles.levels[style] = _level_of(style, styles)
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


def is_contents(paragraph: Element, styles: Styles) -> bool:
    """Says whether a paragraph is a line of a table of contents, whose numbers name other paragraphs."""
    return TABLE_OF_CONTENTS.match(styles.name(style_of(paragraph, styles))) is not None


def is_bold(properties: Element | None) -> bool:
    """Says whether run properties make the text bold directly."""
    return is_on(child(properties), "b") is True

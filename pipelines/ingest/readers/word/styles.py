"""Styles: what a paragraph inherits from its style and the styles that one is based on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.xml import Element, W, child, is_on, number, value

DEEPEST_HEADING = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The styles of one document by id."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str | None = None
    """Id of the default paragraph style."""

    def chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """Yields a style and those it is based on, nearest first; a circle ends it."""
        seen: set[str] = set()
        while style and style in self.by_id and style not in seen:
            seen.add(style)
            element = self.by_id[style]
            yield style, element
            style = value(element, "basedOn")


def read_styles(root: Element | None) -> Styles:
    """Reads the styles part; a document without one has no styles."""
    if root is None:
        return Styles()
    by_id = {style.get(W + "styleId", ""): style for style in root.findall(W + "style")}
    defaults = [
        name
        for name, style in by_id.items()
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
    ]
    return Styles(by_id=by_id, default=defaults[0] if defaults else None)


def style_of(paragraph: Element, styles: Styles) -> str | None:
    """Returns the id of a paragraph's style."""
    return value(paragraph, "pPr", "pStyle") or styles.default


def heading_level(paragraph: Element, styles: Styles) -> int | None:
    """Returns a paragraph's outline level: 0 for the title, 1 to 9 for headings, None for text."""
    direct = number(paragraph, "pPr", "outlineLvl")
    if direct is not None:
        return direct + 1 if direct < DEEPEST_HEADING else None
    for _, style in styles.chain(style_of(paragraph, styles)):
        if (value(style, "name") or "").lower() == "title":
            return 0
        level = number(style, "pPr", "outlineLvl")
        if level is not None:
            return level + 1 if level < DEEPEST_HEADING else None
    return None


def is_hidden(properties: Element | None, paragraph: Element, styles: Styles) -> bool:
    """Says whether run properties, their character style or the paragraph's style hide the text."""
    stated = is_on(properties, "vanish")
    if stated is not None:
        return stated
    chains = (value(properties, "rStyle"), style_of(paragraph, styles))
    for start in chains:
        for _, style in styles.chain(start):
            stated = is_on(style, "rPr", "vanish")
            if stated is not None:
                return stated
    return False


def is_bold(properties: Element | None) -> bool:
    """Says whether run properties make the text bold directly."""
    return is_on(child(properties), "b") is True

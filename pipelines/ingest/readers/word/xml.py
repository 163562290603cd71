"""Small helpers over WordprocessingML elements."""

from typing import Any, TypeAlias

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VAL = W + "val"

# A file saved as "Strict Open XML" says the same in other namespaces.
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = b"http://schemas.openxmlformats.org/"
FAMILIES = (b"wordprocessingml/", b"officeDocument/", b"drawingml/")

# lxml is published without types.
Element: TypeAlias = Any


def parse(data: bytes) -> Element:
    """Parses an XML part without entities, without the network and without a document type."""
    if STRICT in data:
        for family in FAMILIES:
            data = data.replace(STRICT + family, TRANSITIONAL + family + b"2006/")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def child(element: Element | None, *names: str) -> Element | None:
    """Returns the element at the end of a path of WordprocessingML names, or None."""
    for name in names:
        if element is None:
            return None
        # Twice as fast as `find`, and most of what a walk does.
        element = next(element.iterchildren(W + name), None)
    return element


class Properties(dict[str, Element]):
    """What is inside an element such as `w:pPr`, by tag: one walk instead of a search for each question."""

    def value(self, name: str) -> str | None:
        """Returns `w:val` of a property, or None."""
        found = self.get(W + name)
        return None if found is None else found.get(VAL)

    def number(self, name: str) -> int | None:
        """Returns `w:val` of a property as an integer, or None where it is missing or no integer."""
        return as_int(self.value(name))

    def is_on(self, name: str) -> bool:
        """Says whether an on/off property is on; one that is not stated is off."""
        found = self.get(W + name)
        return found is not None and is_set(found.get(VAL, "true"))


def properties(element: Element | None, name: str) -> Properties:
    """Returns the properties of an element, empty where it states none."""
    found = None if element is None else next(element.iterchildren(W + name), None)
    return Properties() if found is None else Properties((inner.tag, inner) for inner in found)


def value(element: Element | None, *names: str) -> str | None:
    """Returns `w:val` of the element at the end of a path, or None."""
    found = child(element, *names)
    return None if found is None else found.get(VAL)


def number(element: Element | None, *names: str) -> int | None:
    """Returns `w:val` as an integer, or None where it is missing or no integer."""
    return as_int(value(element, *names))


def as_int(text: str | None) -> int | None:
    """Returns an attribute as an integer, or None where it is missing or no integer."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def is_on(element: Element | None, *names: str) -> bool | None:
    """Returns an on/off property; None where it is not stated."""
    found = child(element, *names)
    if found is None:
        return None
    return is_set(found.get(VAL, "true"))


def is_set(text: str | None) -> bool:
    """Says whether an on/off attribute is on; a missing one is off."""
    return text is not None and text not in ("0", "false", "off")


def chosen(alternatives: Element) -> Element:
    """Returns the branch of an `mc:AlternateContent` that is read; both print the same.

    The choice, but where it holds nothing in a namespace we know, as for an emoji: there the fallback has the text.
    """
    choice, fallback = alternatives.find(MC + "Choice"), alternatives.find(MC + "Fallback")
    known = choice is not None and any(str(inner.tag).startswith(W) for inner in choice.iter())
    found = choice if known or fallback is None else fallback
    return alternatives if found is None else found


def stored_text(element: Element) -> str:
    """Returns all text below an element, printed or not."""
    return "".join(piece.text or "" for piece in element.iter(W + "t", W + "delText", M + "t"))

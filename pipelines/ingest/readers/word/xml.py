"""Small helpers over WordprocessingML elements."""

from typing import Any, TypeAlias

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# lxml is published without types.
Element: TypeAlias = Any


def parse(data: bytes) -> Element:
    """Parses an XML part without entities, without the network and without a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def child(element: Element | None, *names: str) -> Element | None:
    """Returns the element at the end of a path of WordprocessingML names, or None."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Element | None, *names: str) -> str | None:
    """Returns `w:val` of the element at the end of a path, or None."""
    found = child(element, *names)
    return None if found is None else found.get(W + "val")


def number(element: Element | None, *names: str) -> int | None:
    """Returns `w:val` as an integer, or None where it is missing or no integer."""
    text = value(element, *names)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def is_on(element: Element | None, *names: str) -> bool | None:
    """Returns an on/off property; None where it is not stated."""
    found = child(element, *names)
    if found is None:
        return None
    return is_set(found.get(W + "val", "true"))


def is_set(text: str | None) -> bool:
    """Says whether an on/off attribute is on; a missing one is off."""
    return text is not None and text not in ("0", "false", "off")

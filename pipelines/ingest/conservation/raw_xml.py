"""Office packages for the raw count: parts, relations, and elements by local name whatever the namespace."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

LARGEST_PART = 64 * 2**20
Element = Any


class Pack:
    """An Office package.

    Args:
        data: The file's bytes.
    """

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))

    def part(self, name: str) -> Element | None:
        """Returns a part's root; None where there is none.

        Raises:
            ValueError: It is larger than any real one.
        """
        from lxml import etree

        if name not in self.archive.NameToInfo:
            return None
        if self.archive.getinfo(name).file_size > LARGEST_PART:
            raise ValueError("a part of the file is too large to be counted")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.archive.read(name), parser)

    def every(self, name: str, tag: str) -> Iterator[Element]:
        """Yields a part's elements of a local name, however deep."""
        root = self.part(name)
        yield from () if root is None else root.iter(f"{{*}}{tag}")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Returns what a part points to inside the package: id → (kind, name)."""
        folder, base = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {
            link.get("Id", ""): (
                link.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/"),
            )
            for link in ([] if root is None else root)
            if local(link) == "Relationship" and link.get("TargetMode") != "External"
        }

    def related(self, part: str, *kinds: str) -> list[str]:
        """Returns the names of the parts that a part points to under these kinds, in natural order."""
        found = {name for kind, name in self.relations(part).values() if kind in kinds}
        return sorted(found, key=lambda name: (len(name), name))


def local(element: Element) -> str:
    """Returns an element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def get(element: Element, name: str, default: str = "") -> str:
    """Returns an attribute by its local name."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def below(element: Element | None, name: str) -> Iterator[Element]:
    """Yields an element's direct children of a name."""
    return (child for child in ([] if element is None else element) if local(child) == name)


def first(element: Element | None, *path: str) -> Element | None:
    """Returns the element at the end of a path of local names, or None."""
    for name in path:
        element = next(below(element, name), None)
    return element


def is_true(element: Element | None) -> bool:
    """Says whether an on/off element is there and not turned off."""
    return element is not None and get(element, "val", "true") not in ("0", "false", "off")


def texts(root: Element | None) -> Iterator[str]:
    """Yields the paragraphs of drawing text, `a:p`, such as shapes and diagrams hold; copies for old programs not."""
    for paragraph in () if root is None else root.iter("{*}p"):
        if any(local(above) == "Fallback" for above in paragraph.iterancestors()):
            continue
        yield "".join(node.text or "" for node in paragraph.iter("{*}t"))

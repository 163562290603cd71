"""What openpyxl does not say about an Excel file: formulas without a value, and text boxes."""

import re
import zipfile
from typing import Any

from lxml import etree

from pipelines.ingest.readers.slides.shapes import all_text
from pipelines.ingest.readers.word.xml import parse

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def formulas_without_value(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """Returns the cells of each sheet whose formula was never computed.

    Args:
        archive: The Excel file.

    Returns:
        Path of the sheet → its cells, such as `B2`.
    """
    return {name: _scan(archive, name) for name in archive.namelist() if SHEET.fullmatch(name)}


def _scan(archive: zipfile.ZipFile, name: str) -> list[str]:
    found: list[str] = []
    waiting: list[Any] = []
    with archive.open(name) as stream:
        tags = ("{*}f", "{*}row")
        for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
            if element.tag.endswith("}f"):
                waiting.append(element.getparent())  # its value comes after the formula
            else:
                # An empty text is a value too.
                empty = [cell for cell in waiting if not cell.findtext("{*}v") and cell.get("t") != "str"]
                found += [cell.get("r", "?") for cell in empty]
                waiting.clear()
                element.clear()
    return found


def text_boxes(archive: zipfile.ZipFile, sheet: str) -> list[str]:
    """Returns the texts of the shapes that lie on a sheet.

    Args:
        archive: The Excel file.
        sheet: Path of the sheet.
    """
    from openpyxl.packaging.relationship import get_dependents, get_rels_path

    links: Any = get_dependents(archive, path) if (path := get_rels_path(sheet)) in archive.namelist() else ()
    drawings = [link.target for link in links if link.Type.endswith("/drawing") and link.target in archive.namelist()]
    bodies = [body for drawing in drawings for body in parse(archive.read(drawing)).iter("{*}txBody")]
    return [text for body in bodies if (text := all_text(body))]

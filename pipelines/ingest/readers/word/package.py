"""The parts of a Word file: the document, its styles, numbering, notes, page headers and footers."""

import io
import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.readers.word.notes import Marks, note_forms
from pipelines.ingest.readers.word.numbering import Numbering, read_numbering
from pipelines.ingest.readers.word.styles import Styles, read_styles
from pipelines.ingest.readers.word.xml import Element, R, W, is_on, parse

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LARGEST_PART = 64 * 2**20


@dataclass(slots=True, kw_only=True)
class Package:
    """An opened Word file."""

    body: Element
    styles: Styles
    numbering: Numbering
    marks: Marks
    notes: dict[str, Element] = field(default_factory=dict)
    """`footnote 3` or `endnote 1` → the note's element."""
    headers: list[Element] = field(default_factory=list)
    """Roots of the page headers that are printed, then of the page footers."""
    unprinted: list[Element] = field(default_factory=list)
    """Roots of page headers and footers that no page shows."""
    comments: Element | None = None
    diagrams: dict[str, Element] = field(default_factory=dict)
    """Relation → the data of a diagram (SmartArt) or a chart."""


def open_package(data: bytes) -> Package:
    """Opens a Word file.

    Raises:
        UnreadableError: The bytes are no Word file, or a part is damaged or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        raise UnreadableError("damaged: not a readable Word package", "open it in Word and save it again") from error
    except SyntaxError as error:  # lxml's XMLSyntaxError
        raise UnreadableError("damaged: a part is not well-formed XML", "open it in Word and save it again") from error


def _read(archive: zipfile.ZipFile) -> Package:
    main = next((target for kind, target in _relations(archive, "").values() if kind == "officeDocument"), None)
    document = None if main is None else _part(archive, main)
    body = None if document is None else document.find(W + "body")
    if main is None or body is None:
        raise UnreadableError("not a Word document: it holds no document part", "check the file name's ending")
    relations = _relations(archive, main)
    by_kind = dict(relations.values())
    styles = read_styles(_part(archive, by_kind.get("styles")))
    settings = _part(archive, by_kind.get("settings"))
    sections = _sections(body)
    shown = _headers(sections, relations, even=is_on(settings, "evenAndOddHeaders") is True)
    others = sorted(name for kind, name in relations.values() if kind in ("header", "footer") and name not in shown)
    return Package(
        body=body,
        styles=styles,
        numbering=read_numbering(_part(archive, by_kind.get("numbering")), styles),
        marks=Marks(forms=note_forms(sections, settings)),
        notes=_notes(archive, by_kind),
        headers=_parts(archive, shown),
        unprinted=_parts(archive, others),
        comments=_part(archive, by_kind.get("comments")),
        diagrams={
            name: root
            for name, (kind, path) in relations.items()
            if kind in ("diagramData", "chart") and (root := _part(archive, path)) is not None
        },
    )


def _part(archive: zipfile.ZipFile, name: str | None) -> Element | None:
    if name is None or name not in archive.NameToInfo:
        return None
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise UnreadableError("a part of the file is larger than 64 MiB unpacked")
    return parse(archive.read(name))


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    root = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for relation in [] if root is None else root.iter(RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], path)
    return found


def _notes(archive: zipfile.ZipFile, by_kind: dict[str, str]) -> dict[str, Element]:
    notes: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(archive, by_kind.get(f"{kind}s"))
        for note in [] if root is None else root.findall(W + kind):
            notes[f"{kind} {note.get(W + 'id')}"] = note
    return notes


def _sections(body: Element) -> list[Element]:
    """The section properties in force; those inside a tracked change are the old ones."""
    return [section for section in body.iter(W + "sectPr") if section.getparent().tag != W + "sectPrChange"]


def _headers(sections: list[Element], relations: dict[str, tuple[str, str]], *, even: bool) -> list[str]:
    """Names of the parts that some page shows: what a section does not state it takes from the one before (17.10)."""
    names: dict[str, None] = {}
    for kind in ("header", "footer"):
        current: dict[str, str] = {}
        for section in sections:
            for reference in section.findall(f"{W}{kind}Reference"):
                current[reference.get(W + "type", "default")] = reference.get(R + "id", "")
            for page in ["first"] * (is_on(section, "titlePg") is True) + ["default"] + ["even"] * even:
                if current.get(page) in relations:
                    names[relations[current[page]][1]] = None
    return list(names)


def _parts(archive: zipfile.ZipFile, names: Iterable[str]) -> list[Element]:
    return [part for name in names if (part := _part(archive, name)) is not None]

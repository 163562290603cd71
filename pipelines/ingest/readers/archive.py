"""Zip archives, Notion's exports among them: each readable file inside is a document of its own.

Nothing is ever unpacked to a disk, so that a name inside is only a label, whatever path it states.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from pipelines.ingest.blocks import Part, Problem, Reading, UnreadableError
from pipelines.ingest.readers.notion import CONTAINER, clean_name, clean_page
from pipelines.ingest.readers.options import Options
from pipelines.ingest.readers.parts import part_of, sorted_out, unique

MOST_MEMBERS = 10_000
MOST_UNPACKED = 256 * 2**20
"""Bytes of all files inside together."""
HIGHEST_RATIO = 200
"""Bytes that one packed byte may become, in a file of more than `SMALL` bytes; Office's XML stays below 100."""
SMALL = 2**20
UTF8_NAME, ENCRYPTED = 0x800, 0x1
LEFT_OUT = ("__MACOSX", "Thumbs.db", "desktop.ini")
PAGES = (".md", ".html", ".htm")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".heic", ".ico")
ALL_ROWS = "_all.csv"


def read(data: bytes, options: Options) -> Reading:
    """Reads an archive.

    Args:
        data: The archive's bytes.
        options: Passed on to the readers of what is inside.

    Returns:
        A part for each file that could be read, named by its path; a problem for each that could not. Pictures that a
        page shows, and what an operating system puts into archives, are left out; of a Notion table the export with
        all its rows is taken, not the one of the current view.

    Raises:
        UnreadableError: It is damaged, an Office file, too large unpacked, or nothing in it could be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _reading(archive, options)
    except zipfile.BadZipFile as error:
        raise UnreadableError("damaged: not a whole zip archive", "pack it again") from error


def _reading(archive: zipfile.ZipFile, options: Options) -> Reading:
    members = [member for member in archive.infolist() if not member.is_dir()]
    _check(members)
    named = [(_path(member), member) for member in members]
    shown = _shown(archive, named)
    documents = [(clean_name(path), path, member) for path, member in named if _is_document(path, shown)]
    wanted = sorted(documents, key=lambda document: document[:2])
    tables = {name for name, _, _ in wanted if name.endswith(ALL_ROWS)}
    found: list[Part | Problem] = []
    for name, path, member in wanted:
        if name.removesuffix(".csv") + ALL_ROWS in tables:
            continue
        part = _part(archive, member, name.replace(ALL_ROWS, ".csv"), options, is_notion=path != name)
        # An export in several archives is one export.
        found += _inside(part) if isinstance(part, Part) and CONTAINER.search(name) else [part]
    parts, problems = sorted_out(found)
    if not parts:
        reason = problems[0].reason if len(problems) == 1 else f"none of the {len(members)} files in it can be read"
        raise UnreadableError(reason, problems[0].hint if len(problems) == 1 else None)
    ordered = sorted(parts, key=lambda part: part.name)
    names = unique([part.name for part in ordered])
    parts = tuple(replace(part, name=name) for part, name in zip(ordered, names, strict=True))
    return Reading(parts=parts, problems=problems)


def _check(members: Sequence[zipfile.ZipInfo]) -> None:
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise UnreadableError("not a zip of documents but an Office file", "check the file name's ending")
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"more than {MOST_MEMBERS:,} files in it", "split it")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise UnreadableError(f"more than {MOST_UNPACKED // 2**20} MiB unpacked", "split it")


def _path(member: zipfile.ZipInfo) -> str:
    """A file's path, in the encoding of the system that packed it, without parts that lead out of the archive."""
    name = member.filename
    if not member.flag_bits & UTF8_NAME:
        packed = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp950"):
            try:
                name = packed.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    return "/".join(parts)


def _is_document(path: str, shown: bytes) -> bool:
    parts = PurePosixPath(path).parts
    if not parts or any(part in LEFT_OUT or part.startswith((".", "~$")) for part in parts):
        return False
    is_picture = PurePosixPath(path).suffix.lower() in PICTURES
    return not is_picture or not any(name.encode() in shown for name in (parts[-1], quote(parts[-1])))


def _shown(archive: zipfile.ZipFile, named: Sequence[tuple[str, zipfile.ZipInfo]]) -> bytes:
    """The text of all pages, in which the pictures that they show are named."""
    if not any(PurePosixPath(path).suffix.lower() in PICTURES for path, _ in named):
        return b""
    pages = (member for path, member in named if PurePosixPath(path).suffix.lower() in PAGES)
    unpacked = (_unpacked(archive, member, "") for member in pages)
    return b"\n".join(data for data in unpacked if isinstance(data, bytes))


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes | Problem:
    if member.flag_bits & ENCRYPTED:
        return Problem(locator=name, reason="locked with a password", hint="pack it again without one")
    if member.file_size > max(SMALL, HIGHEST_RATIO * member.compress_size):
        return Problem(locator=name, reason=f"packed more than {HIGHEST_RATIO} to 1", hint="add the file unpacked")
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return Problem(locator=name, reason="damaged inside the archive", hint="pack it again")


def _part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, options: Options, *, is_notion: bool
) -> Part | Problem:
    data = _unpacked(archive, member, name)
    if isinstance(data, Problem):
        return data
    suffix = PurePosixPath(name).suffix.lower()
    return part_of(name, clean_page(data, suffix) if is_notion and suffix in PAGES else data, options)


def _inside(part: Part) -> list[Part | Problem]:
    return [*part.reading.parts, *part.reading.problems]

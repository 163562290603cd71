"""An export of Notion: a zip within a zip, whose pages and tables are named with 32 hexadecimal digits."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from zips import packed

LINK = re.compile(r"\[\[(.+?)\]\]")


def render(folder: Path) -> bytes:
    """Renders a folder of pages (.md) and tables (.csv) as the .zip file that Notion offers.

    Args:
        folder: The sources. `[[PATH]]` in a page links to another one; a page's folder holds what is below it.

    Returns:
        The bytes of the outer zip.
    """
    inner = dict(_members(folder))
    name = f"Export-{_identity(folder.name)}"
    return packed({f"{name}-Part-1.zip": packed(inner)})


def _members(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*.*")):
        name = _named(path.relative_to(folder).as_posix())
        data = path.read_bytes()
        if path.suffix == ".csv":
            # A table is exported as its view and once more with all its properties.
            yield name, b"\xef\xbb\xbf" + data
            yield name.replace(".csv", "_all.csv"), b"\xef\xbb\xbf" + data
        else:
            text = LINK.sub(lambda match: _link(match[1]), data.decode("utf-8"))
            yield name, text.encode("utf-8")


def _link(target: str) -> str:
    return f"[{PurePosixPath(target).stem}]({quote(_named(target))})"


def _named(path: str) -> str:
    """Adds to each part of a path the identity of its page: `客服/話術.md` → `客服 0f…/話術 9a….md`."""
    whole = PurePosixPath(path)
    above = [f"{part.name} {_identity(part.as_posix())}" for part in list(whole.parents)[-2::-1]]
    return "/".join([*above, f"{whole.stem} {_identity(whole.with_suffix('').as_posix())}{whole.suffix}"])


def _identity(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8")).hexdigest()[:32]

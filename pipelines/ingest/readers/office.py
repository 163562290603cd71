"""Office packages: their size is checked before a parser unpacks them, and its errors become reasons."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import TypeVar

from pipelines.ingest.blocks import UnreadableError

T = TypeVar("T")

LARGEST_UNPACKED = 256 * 2**20
DAMAGE = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError,
    NotImplementedError,
)  # fmt: skip
"""What parsers raise on a damaged package."""


def opened(data: bytes, program: str, load: Callable[[zipfile.ZipFile, io.BytesIO], T]) -> T:
    """Opens an Office package with its parser.

    Args:
        data: The file's bytes.
        program: The program that writes such files, as its owner knows it.
        load: The parser; gets the archive to look into, and the bytes.

    Returns:
        What the parser made of it.

    Raises:
        UnreadableError: It is damaged, or unreasonably large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise UnreadableError("larger than 256 MiB unpacked", "split the file")
            return load(archive, io.BytesIO(data))
    except DAMAGE as error:
        raise UnreadableError(
            f"damaged: not a readable {program} file", f"open it in {program} and save it again"
        ) from error

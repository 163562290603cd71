"""The raw count of files that hold files: mails with attachments, and archives."""

import email
import email.policy
import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from pipelines.ingest.conservation.raw import Piece, Room, raw

ALL_ROWS = "_all.csv"
"""How Notion names a whole table; the filtered view beside it goes by the plain name."""
LONGEST_HEAD, MOST_BOUNDARIES = 100_000, 100
NAMED = ("subject", "from", "to", "cc", "date")


def mail(data: bytes, room: Room) -> Iterator[Piece]:
    """Yields the lines that name a mail, its text, and what is attached.

    Args:
        data: The file's bytes.
        room: What the attachments may unpack to.

    Raises:
        ValueError: Its head is longer, or its parts are more, than the standard library takes in reasonable time.
    """
    head, _, _ = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    if len(head) > LONGEST_HEAD or data.lower().count(b"boundary=") > MOST_BOUNDARIES:
        raise ValueError("no mail that a program writes")
    message = email.message_from_bytes(data, policy=email.policy.default)
    yield from (Piece(text=str(message[name]), fate="margin") for name in NAMED if message[name])
    body = message.get_body(preferencelist=("plain", "html"))
    for part in message.walk():
        name = part.get_filename()
        if part is body or (name is None and part.get_content_type() in ("text/plain", "text/html") and body is None):
            suffix = ".html" if part.get_content_type() == "text/html" else ".txt"
            text = part.get_content()
            yield from _inner(text.encode("utf-8", "replace"), suffix, "", room)
        elif name is not None:
            content = part.get_payload(decode=True)
            yield from _inner(content if isinstance(content, bytes) else b"", posixpath.splitext(name)[1], name, room)


def archive(data: bytes, room: Room) -> Iterator[Piece]:
    """Yields what the members of an archive hold, in the order of their names.

    Args:
        data: The file's bytes.
        room: What may be unpacked.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = sorted(packed.infolist(), key=lambda member: _order(member.filename))
        room.take(sum(member.file_size for member in members), len(members))
        names = {member.filename for member in members}
        for member in members:
            if not member.is_dir():
                name = member.filename
                pieces = _inner(packed.read(member), posixpath.splitext(name)[1], name, room)
                filtered = name.removesuffix(".csv") + ALL_ROWS in names
                yield from (replace(piece, fate="copy") for piece in pieces) if filtered else pieces


def _order(name: str) -> tuple[str, bool]:
    """By name, a whole table before its view."""
    return name.replace(ALL_ROWS, ".csv"), not name.endswith(ALL_ROWS)


def _inner(data: bytes, suffix: str, name: str, room: Room) -> Iterator[Piece]:
    counted = raw(data, suffix, room)
    for piece in () if counted is None else counted.pieces:
        where = "!".join(part for part in (name, piece.where) if part)
        yield replace(piece, where=where)

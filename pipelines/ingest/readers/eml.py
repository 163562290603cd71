"""Mails: the newest text under its subject, the header as furniture, attachments as documents of their own.

The text is the plain one, unless the page beside it holds a table of data, whose columns plain text loses.
Quoted history at the end is a copy of earlier mails that a mail program folds away: it counts as hidden. Quotes above
an answer are kept, because the answer hangs on them, and so is everything that was forwarded.
"""

import email
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.header import decode_header
from email.message import MIMEPart
from mimetypes import MimeTypes
from typing import cast

from pipelines.ingest.blocks import Block, Hidden, Part, Problem, Reading, UnreadableError
from pipelines.ingest.readers import html
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.lines import blocks_of_lines
from pipelines.ingest.readers.options import Options
from pipelines.ingest.readers.parts import part_of, sorted_out, unique
from pipelines.ingest.readers.quotes import holds_table, is_forwarded, split_page, split_text

PRINTED = ("From", "To", "Cc", "Date")
CHARSETS = {"big5": "cp950", "gb2312": "gb18030", "us-ascii": "utf-8"}
"""What mails call an encoding, and the wider one that they are written in."""
SEALS = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
"""Signatures of a program: they hold no text."""
BODY = ("text/plain", "text/html")
UNFOLDED = policy.default.clone(refold_source="none")


def read(data: bytes, options: Options) -> Reading:
    """Reads a mail.

    Args:
        data: The file's bytes.
        options: Passed on to the readers of its attachments.

    Returns:
        Its subject as the title, sender, recipients, date and signature as furniture, its text, and its attachments as
        parts; pictures inside the text are left out.

    Raises:
        UnreadableError: It is no mail, or its text is in no known encoding.
    """
    mail = email.message_from_bytes(data, policy=UNFOLDED)
    subject = _header(mail, "Subject")
    if not subject and not _header(mail, "From"):
        raise UnreadableError("not a mail: neither a sender nor a subject", "check the file name's ending")
    blocks = [Block(kind="heading", text=subject, level=0)] if subject else []
    lines = [(name, _header(mail, name)) for name in PRINTED]
    blocks += [Block(kind="paragraph", text=f"{name}: {line}", where="header") for name, line in lines if line]
    hidden: list[Hidden] = []
    for part in _texts(mail):
        reading = _text_of(part, forwarded=is_forwarded(subject))
        blocks += reading.blocks
        hidden += reading.hidden
    parts, problems = sorted_out(_attached(mail, options))
    return Reading(blocks=tuple(blocks), hidden=tuple(hidden), parts=parts, problems=problems)


def _header(mail: MIMEPart, name: str) -> str:
    """A header's text. The library gives up on letters that are not encoded at all, and on Big5 beyond the standard."""
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    return _words(decode(str(raw).encode("utf-8", "surrogateescape")))


def _words(text: str) -> str:
    pieces = [
        piece if isinstance(piece, str) else _decoded(piece, charset) if charset else piece.decode("raw-unicode-escape")
        for piece, charset in decode_header(text)
    ]
    return " ".join("".join(pieces).split())


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(CHARSETS.get((charset or "").lower(), charset or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _is_attached(part: MIMEPart) -> bool:
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment"


def _payload(part: MIMEPart) -> bytes:
    return cast(bytes, part.get_payload(decode=True) or b"")


def _texts(part: MIMEPart) -> list[MIMEPart]:
    """The parts that are the mail's text; of alternatives the plain one, unless it is empty or the page has a table."""
    if _is_attached(part) or part.get_content_type() == "message/rfc822":
        return []
    if not part.is_multipart():
        return [part] if part.get_content_type() in BODY and _payload(part).strip() else []
    inner = [texts for texts in map(_texts, part.iter_parts()) if texts]
    if part.get_content_type() != "multipart/alternative":
        return [text for texts in inner for text in texts]
    plain = next((texts for texts in inner if texts[0].get_content_type() == "text/plain"), None)
    richest = inner[-1] if inner else []
    if plain is None or any(part.get_content_type() == "text/html" and holds_table(_text(part)) for part in richest):
        return richest
    return plain


def _text(part: MIMEPart) -> str:
    return _decoded(_payload(part), part.get_content_charset()).replace("\r\n", "\n")


def _text_of(part: MIMEPart, *, forwarded: bool) -> Reading:
    text = _text(part)
    if part.get_content_type() == "text/html":
        page, history = split_page(text, forwarded=forwarded)
        reading = html.read(page.encode())
    else:
        lines, signature, history = split_text(text.split("\n"), forwarded=forwarded)
        foot = (Block(kind="paragraph", text=line, where="header") for line in signature)
        reading = Reading(blocks=(*blocks_of_lines(lines), *foot))
    older = (Hidden(kind="hidden_element", text=line.strip()) for line in history.split("\n") if line.strip())
    return replace(reading, hidden=(*reading.hidden, *older))


def _attached(mail: MIMEPart, options: Options) -> list[Part | Problem]:
    attached = list(_leaves(mail))
    names = [_name(part, number) for number, part in enumerate(attached, 1)]
    return [part_of(name, _payload_of(part), options) for name, part in zip(unique(names), attached, strict=True)]


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for inner in part.iter_parts():
            yield from _leaves(inner)
    elif _is_document(part):
        yield part


def _is_document(part: MIMEPart) -> bool:
    kind = part.get_content_type()
    if kind in SEALS:
        return False
    if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
        return True
    # A picture that is not attached is shown in the text.
    return part.get_content_maintype() != "image" and (kind not in BODY or bool(part.get_filename()))


def _payload_of(part: MIMEPart) -> bytes:
    if part.get_content_type() != "message/rfc822":
        return _payload(part)
    return cast(bytes, part.get_content().as_bytes(policy=UNFOLDED))


def _name(part: MIMEPart, number: int) -> str:
    name = _words(part.get_filename() or "").replace("/", "_")
    if part.get_content_type() == "message/rfc822":
        name = name or _header(part.get_content(), "Subject").replace("/", "_") or f"attachment {number}"
        return name if name.lower().endswith(".eml") else f"{name}.eml"
    # A table of this program's own, since each system has another one.
    return name or f"attachment {number}{MimeTypes().guess_extension(part.get_content_type()) or ''}"

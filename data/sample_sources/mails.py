"""Mails as a mail program keeps them, from readable sources: plain text, the same as a page, and attachments."""

import email.policy
from email.message import EmailMessage
from html import escape
from pathlib import Path

from markup import Block, parse


def render(path: Path) -> bytes:
    """Renders a source as an .eml file; `attachment` names a CSV file beside it."""
    source = parse(path.read_text(encoding="utf-8"))
    mail = EmailMessage(policy=email.policy.SMTP)
    for name in ("From", "To", "Cc", "Subject", "Date", "Message-ID"):
        mail[name] = source.header[name.lower()]
    mail.set_content("\n\n".join(map(_plain, source.blocks)) + "\n", cte="base64")
    mail.add_alternative("\n".join(map(_page, source.blocks)) + "\n", subtype="html", cte="quoted-printable")
    attached = path.parent / source.header["attachment"]
    mail.add_attachment(attached.read_bytes(), maintype="text", subtype="csv", filename=attached.name)
    for place, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_lanpan_{place}")
    return mail.as_bytes()


def _plain(block: Block) -> str:
    return "\n".join("  ".join(row) for row in block.rows) if block.kind == "table" else block.text


def _page(block: Block) -> str:
    if block.kind == "table":
        rows = [
            "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row)
            for place, row in enumerate(block.rows)
            for tag in ["th" if place < block.header_rows else "td"]
        ]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    tag = {"heading": "h2", "item": "li"}.get(block.kind, "p")
    return f"<{tag}>{escape(block.text)}</{tag}>"

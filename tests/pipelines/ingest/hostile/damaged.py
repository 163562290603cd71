"""Valid files of every format, and what transfer, disks and people do to them."""

import io
import random
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache

import openpyxl
import pptx
from reportlab.pdfgen.canvas import Canvas

from tests.pipelines.ingest.conftest import word_file
from tests.pipelines.ingest.hostile.packages import zipped

Made = tuple[str, str, bytes]
CHAT = "[LINE] 與客服的聊天記錄\n\n2024/05/03（五）\n09:18\t禾田\t請問運費多少？\n09:19\t客服\t一百元。\n"
RULES = "第一條 租金\n一、每月新臺幣十八萬元。\n二、逾期者加計違約金。\n"
SIGNS = {
    "OLE2": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(512),
    "gzip": b"\x1f\x8b\x08" + bytes(512),
    "program": b"\x7fELF" + bytes(range(256)) * 8,
}


@cache
def valid() -> dict[str, bytes]:
    """Returns a small valid file for each ending."""
    body = "".join(f"<w:p><w:r><w:t>第{n}條 租金每月十八萬元。</w:t></w:r></w:p>" for n in "一二三四五六")
    made = {
        ".docx": word_file(body),
        ".csv": "問題,答案\n運費多少？,一百元。\n幾天到？,兩天。\n".encode("cp950"),
        ".tsv": "a\tb\n1\t2\n".encode("utf-16"),
        ".md": f"---\ntitle: 規則\n---\n# 規則\n\n{RULES}\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        ".html": f"<html><body><h1>規則</h1><p>{RULES}</p><table><tr><td>1</td></tr></table></body></html>".encode(),
        ".txt": CHAT.encode(),
        ".json": '{"title": "規則", "articles": [{"no": "第一條", "text": "租金"}]}'.encode(),
        ".jsonl": b'{"messages": [{"role": "user", "content": "fee?"}, {"role": "assistant", "content": "100"}]}\n' * 3,
    }
    packed = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["職級", "上限"], ["經理", 3000], ["專員", 2000.5]):
        book.active.append(row)
    book.save(packed)
    made[".xlsx"] = packed.getvalue()
    packed = io.BytesIO()
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "規則", "租金每月十八萬元"
    deck.save(packed)
    made[".pptx"] = packed.getvalue()
    made[".pdf"] = pdf()
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "運費", "a@b.example", "c@d.example"
    mail.set_content("一百元。\n")
    mail.add_attachment(made[".csv"], maintype="text", subtype="csv", filename="運費.csv")
    made[".eml"] = mail.as_bytes()
    made[".zip"] = zipped({"a/規則.md": made[".md"], "b.txt": made[".txt"], "c.pdf": made[".pdf"]})
    return made


def pdf(encrypt: str | None = None) -> bytes:
    """Returns a PDF of three pages, which may ask for a password."""
    packed = io.BytesIO()
    canvas = Canvas(packed, encrypt=encrypt, invariant=1)
    for page in range(3):
        for line in range(20):
            canvas.drawString(72, 740 - 24 * line, f"{page}.{line} Report exceptions within {line} hours.")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def damaged() -> Iterator[Made]:
    """Yields truncated, flipped, zeroed, misnamed and empty files of every format."""
    yield from broken()
    yield from misnamed()
    yield from header_only()


def broken() -> Iterator[Made]:
    """Yields what transfers and disks leave of files."""
    files, chance = sorted(valid().items()), random.Random(20241124)
    for suffix, data in files:
        for share in (0.02, 0.5, 0.9, 0.995):
            yield "truncated", suffix, data[: max(1, int(len(data) * share))]
        for count in (1, 8, 64):
            flipped = bytearray(data)
            for _ in range(count):
                flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            yield "flipped bits", suffix, bytes(flipped)
        start = len(data) // 3
        yield "zero-filled", suffix, data[:start] + bytes(len(data) // 4) + data[start + len(data) // 4 :]
        yield "zero-filled", suffix, bytes(len(data))
        yield "empty", suffix, b" \n\t" if suffix < ".m" else b""


def misnamed() -> Iterator[Made]:
    """Yields files that are another kind than their name says, or two kinds at once."""
    files = valid()
    suffixes = sorted(files)
    for place, suffix in enumerate(suffixes):
        yield "wrong ending", suffixes[place - 1], files[suffix]
        yield "wrong ending", suffixes[place - 4], files[suffix]
        yield "foreign bytes", suffix, list(SIGNS.values())[place % 4]
    for suffix in (".doc", ".xls", ".ppt", ".docx", ".xlsx", ".pptx"):
        yield "old or encrypted Office", suffix, SIGNS["OLE2"]
    for suffix, data in (("", b"text"), (".rtf", b"{\\rtf1 x}"), (".exe", SIGNS["program"]), (".DOCX", files[".docx"])):
        yield "unknown ending", suffix, data
    yield "encrypted PDF", ".pdf", pdf("secret")
    for suffix in (".docx", ".xlsx", ".pdf", ".zip"):
        yield "polyglot", suffix, b"MZ" + bytes(400) + files[suffix]
        yield "polyglot", suffix, files[".pdf"] + files[suffix]
        yield "polyglot", suffix, files[suffix] + files[".zip"]


def header_only() -> Iterator[Made]:
    """Yields files with everything but content."""
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    yield "header only", ".docx", word_file("")
    yield "header only", ".xlsx", empty.getvalue()
    yield "header only", ".zip", zipped({})
    yield "header only", ".csv", b"a,b,c\n"
    yield "header only", ".md", b"---\ntitle: x\n---\n"
    yield "header only", ".html", b"<html><head><title></title></head></html>"
    yield "header only", ".eml", b"Subject: x\nFrom: a@b.example\n\n"
    for text in ("{}", "[]", '""', "null", "[[], {}]"):
        yield "header only", ".json", text.encode()

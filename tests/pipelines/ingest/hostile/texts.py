"""Text formats: floods, patterns that make expressions explode, nesting, encodings and broken syntax."""

import base64
import json
from collections.abc import Iterator

from tests.pipelines.ingest.hostile.packages import paragraph, word_file

Made = tuple[str, str, bytes]
N = 100_000
PATTERNS = {
    "第": "第" * N,
    "digits": "1" * N,
    "dotted": "1." * N,
    "spaces": "第一條" + " " * N + "x",
    "brackets": "（" * N,
    "numerals": "第" + "一" * N + "條",
    "wide spaces": "一、" + "\u3000" * N + "。",
    "pairs": "版本：" * (N // 3),
    "names": "文件編號 " * (N // 5),
    "labelled": "Article 1 " * (N // 10),
    "dates": "2024/05/03 " * (N // 11),
    "clocks": "09:18\t" * (N // 6),
    "hyphens": "- " * N,
    "circled": "①" * N,
    "roman": "i" * N + ")",
    "stops": "。" * N,
    "at signs": "a@" * N,
    "letters": "a" * N + "！",
}
INVISIBLE = {
    "zero width": "甲\u200b\u2060" * N,
    "bidi": "\u202e\u2066甲" * N,
    "tags": "甲" + "\U000e0041" * N,
    "marks": "Z" + "\u0301" * N,
    "selectors": "甲" + "\U000e0100" * N,
    "controls": "甲\x01\x1b[31m\x9b" * N,
    "nothing else": "\u200b" * N,
}


def texts() -> Iterator[Made]:
    """Yields all families of text formats."""
    yield from patterns()
    yield from tables()
    yield from chats()
    yield from markup()
    yield from markdown()
    yield from jsons()
    yield from mails()


def wrapped(text: str) -> Iterator[tuple[str, bytes]]:
    """Yields the same text in several formats."""
    yield ".txt", text.encode("utf-8", "surrogatepass")
    yield ".md", f"# {text}\n\n{text}\n".encode()
    yield ".html", f"<h1>{text}</h1><p>{text}</p><table><tr><td>{text}</table>".encode()
    yield ".csv", f'a,b\n"{text}",{text[:50]}\n'.encode()
    clean = "".join(letter if letter >= " " else " " for letter in text)
    yield ".docx", word_file(paragraph(clean) + "<w:tbl><w:tr><w:tc>" + paragraph(clean) + "</w:tc></w:tr></w:tbl>")


def patterns() -> Iterator[Made]:
    """Yields long repeats of what labels, dates and particulars look like, and of what nobody sees."""
    for text in PATTERNS.values():
        yield from (("patterns", suffix, data) for suffix, data in wrapped(text))
    for text in INVISIBLE.values():
        yield from (("invisible floods", suffix, data) for suffix, data in wrapped(text) if suffix != ".docx")
    for text in ("出貨異常須通報。" * 50_000, "Report it within a day. " * 40_000, "x" * 2**20):
        yield from (("one long line", suffix, data) for suffix, data in wrapped(text))
    yield "lone surrogates", ".txt", "甲\ud800乙".encode("utf-8", "surrogatepass")
    yield "lone surrogates", ".html", b"<p>a&#xD800;b&#xDFFF;c&#0;&#1114112;</p>"
    yield "lone surrogates", ".txt", "甲乙".encode("utf-16") + b"\x00\xd8\x00\xd8"


def tables() -> Iterator[Made]:
    """Yields CSV files of every kind of wrong."""
    yield "CSV of one huge field", ".csv", b'a,b\n"' + b"x" * 100 * 2**20 + b'",1\n'
    yield "CSV of one huge field", ".csv", b"a,b\n" + b"x" * 2_000_000 + b",1\n"
    for data in (b"a,b\n1,\x002\n", b"\x00" * 1000, b"a\x00,b\n1,2\n"):
        yield "NULs", ".csv", data
    for data in (
        b"a,b\n1\n1,2,3\n\n,\n1,2\n",
        b"a,b\n" + b"1,2,3\n" * 50_000 + b"1,2\n",
        b"a,b\n" + b"," * N + b"\n1,2\n",
    ):
        yield "ragged CSV", ".csv", data
    for data in (b'"' * N, b'a,b\n"1,2\n3,4\n', b'a,b\n"1"x,2\n', b'a,b\n""","""",2\n'):
        yield "quotes in CSV", ".csv", data
    for encoding in ("shift_jis", "gb18030", "utf-32", "utf-7", "euc-jp"):
        for suffix in (".csv", ".txt"):
            yield "wrong encoding", suffix, "項目,金額\n日本,中国\n".encode(encoding, "replace")
    for data in (b"\xff\xfea", b"\xfe\xff\x00", b"\xef\xbb\xbf", b"\xff" * 100, bytes(range(256))):
        yield "wrong encoding", ".txt", data
    yield "large CSV", ".csv", b",".join(b"c%d" % n for n in range(N)) + b"\n" + b"," * (N - 1) + b"x\n"
    yield "large CSV", ".csv", b"a,b\n" + b"1,2\n" * 500_000
    yield "large CSV", ".csv", b"a,b\n" + b"\n" * 2_000_000 + b"1,2\n"
    yield "large CSV", ".csv", b"a;b,c|d\te\n1;2,3|4\t5\n\r1;2\r\n"
    yield "large CSV", ".csv", ("角色,訊息,時間\n" + "客戶,費用？,9999-99-99 99:99\n" * 20_000).encode()


def chats() -> Iterator[Made]:
    """Yields chat exports with impossible times, speakers and lengths."""
    head = "[LINE] 與客服的聊天記錄\n\n2024/05/03（五）\n"
    for line in (
        "99:99\t甲\t問？",
        "09:18\t" + "甲" * N + "\t問？",
        "09:18\t甲\t" + "問？" * N,
        "9999/99/99",
        "0000/00/00（日）",
    ):
        yield "chats", ".txt", f"{head}{line}\n09:19\t客服\t答。\n".encode()
    yield "chats", ".txt", (head + "".join(f"09:18\t用戶{n}\t問？\n" for n in range(50_000))).encode()
    yield "chats", ".txt", (head + "09:18\t甲\t[貼圖]\n" * 50_000).encode()
    yield "chats", ".txt", (head + "09:18\t甲\t問？\n" + "續行\n" * N).encode()


def markup() -> Iterator[Made]:
    """Yields HTML that is nested, unclosed or lying."""
    for name in ("div", "ul><li", "table><tr><td", "b", "font", "blockquote", "dl><dd", "svg", "p"):
        yield "deep HTML", ".html", b"<%s>" % name.encode() * N + b"text"
    for attribute in ("rowspan", "colspan"):
        for value in ("1000000000", "-1", "x", "9" * 5000):
            yield "spans in HTML", ".html", f"<table><tr><td {attribute}={value}>x<td>y</tr><tr><td>z</table>".encode()
    yield "spans in HTML", ".html", b"<table>" + b"<tr><td rowspan=60000>x" * 2_000 + b"</table>"
    yield "spans in HTML", ".html", b"<table>" + (b"<tr>" + b"<td colspan=1000>x" * 100) * 100 + b"</table>"
    yield (
        "spans in HTML",
        ".html",
        b"<ol start=999999999999999999999><li>x</ol><ol start=x type=i><li>y</ol><ol start=-9><li>z</ol>",
    )
    for start in ("<!--", "<script>", "<style>", "<textarea>", "<title>", "<![CDATA[", "<a href='", "&", "<", "</"):
        yield "unclosed HTML", ".html", f"<p>text</p>{start}{'x' * N}".encode()
    yield "unclosed HTML", ".html", b"<p " + b"a=b " * N + b">text"
    yield "unclosed HTML", ".html", b"<p>" + b"&amp;" * N + b"&#xFFFFFFFFFF;&#99999999999;"
    for charset in ("x-nonsense", "utf-7", "idna", "rot13", "hex", "zlib", "unicode_escape", "punycode"):
        yield "charsets", ".html", f"<meta charset={charset}><p>text \\ud800 文字</p>".encode()


def markdown() -> Iterator[Made]:
    """Yields Markdown that parsers have been slow on."""
    deep = "".join("  " * n + "- a\n" for n in range(2_000))
    for text in (
        deep, "> " * 20_000 + "a", "[" * N, "![" * N, "*" * N + "a", "*a **a " * 20_000, "`" * N, "`a``b" * 20_000,
        "| a " * 20_000 + "|\n" + "|---" * 20_000 + "|\n" + "| 1 " * 20_000 + "|\n", "[a](<" * 20_000, "<" * N,
        "[a]: /x\n" * 20_000, "[a][" * 20_000, "&#1;" * 20_000, "~" * N, "- " * 10_000 + "a", "1. " * 10_000 + "a",
        "#" * N, "\\" * N, "a\n===\n" * 20_000, "---\n" * 50_000, "---\ntitle: " + "x" * N + "\n---\n",
        "<!--" * 50_000, "<div>" * 50_000 + "a", "[^1]" * 20_000,
    ):  # fmt: skip
        yield "Markdown", ".md", text.encode()


def jsons() -> Iterator[Made]:
    """Yields JSON beyond what parsers and types can hold."""
    deep = "[" * N, '{"a":' * N, "[" * 900 + '"x"' + "]" * 900, '{"a":' * 900 + '"x"' + "}" * 900
    values = (
        "1e400",
        "NaN",
        "-Infinity",
        "9" * 10_000,
        "0" * 10_000,
        '"\\ud800"',
        '"\\u0000\\u202e"',
        '"x" "y"',
        "'x'",
        "tru",
    )
    for text in (*deep, *(f'{{"title": {value}, "text": {value}}}' for value in values)):
        yield "JSON", ".json", text.encode()
    yield "JSON", ".json", json.dumps({f"k{n}": n for n in range(N)}).encode()
    yield "JSON", ".json", ("{" + ",".join(f'"a": "{n}"' for n in range(N)) + "}").encode()
    yield (
        "JSON",
        ".json",
        json.dumps([{"messages": [{"role": "?", "content": None}, {"role": None, "content": [1]}]}]).encode(),
    )
    yield "JSON", ".jsonl", b'{"a": 1}\n[\n"x"\n{"a": \n\n' + b'{"a": "b"}\n' * 50_000
    yield "JSON", ".jsonl", b'"x"\n' * N
    yield "JSON", ".json", json.dumps({"題": "第" * N, "文": ["（" * N]}).encode()


def mails() -> Iterator[Made]:
    """Yields mails that are nested, endless or lying."""
    opened = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(1000))
    nested = f'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b0"\n\n{opened}--b1000\n\ntext\n'
    yield "mails", ".eml", nested.encode()
    yield "mails", ".eml", ("Content-Type: message/rfc822\n\n" * 500 + "Subject: x\n\ntext\n").encode()
    same = (
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        + '--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * 5000
    )
    yield "mails", ".eml", same.encode()
    yield "mails", ".eml", b"".join(b"X-%d: y\n" % n for n in range(N)) + b"\ntext\n"
    yield "mails", ".eml", b"Subject: " + b"=?utf-8?q?=E7=94=B2?= " * 20_000 + b"\n\ntext\n"
    yield "mails", ".eml", b"To: " + b"a@b.example, " * 20_000 + b"\nSubject: x\n\ntext\n"
    yield "mails", ".eml", b"Subject: x\n" + b" folded\n" * N + b"\ntext\n"
    for line in (
        "text/plain; charset=nonsense",
        "text/plain; charset=utf-7",
        "text/html; charset=\x00",
        "x",
        'multipart/mixed; boundary=""',
        "multipart/mixed",
    ):
        yield "mails", ".eml", f"Subject: x\nContent-Type: {line}\n\n+ADw-text+AD4-\n".encode()
    for coding, body in (
        ("base64", "%%%%" * 1000),
        ("quoted-printable", "=ZZ=\n=" * 1000),
        ("uuencode", "begin 644 x\n" * 100),
        ("nonsense", "text"),
    ):
        yield "mails", ".eml", f"Subject: x\nContent-Transfer-Encoding: {coding}\n\n{body}\n".encode()
    attached = base64.b64encode(b"text " * 100).decode()
    for name in ("../../evil.txt", "a\\x1b[31m.txt", "x" * 5000 + ".txt", "con.zip", "a.eml"):
        opened = 'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\ntext\n--b\n'
        coded = "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
        named = f'Content-Disposition: attachment; filename="{name}"\n\n'
        yield "mails", ".eml", f"{opened}{coded}{named}{attached}\n--b--\n".encode()

"""PDF files: circles, trees, counts, sizes and streams."""

import io
import zlib
from collections.abc import Iterator

Made = tuple[str, str, bytes]
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F1 12 Tf 50 700 Td (Hello world) Tj ET "
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
RESOURCES = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """Returns a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Returns a PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start))
    return out.getvalue()


def page(box: bytes = b"[0 0 600 800]", extra: bytes = b"") -> bytes:
    """Returns a page object."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s %s >>" % (box, RESOURCES, extra)


def one(content: bytes = TEXT, *more: bytes, box: bytes = b"[0 0 600 800]", extra: bytes = b"") -> bytes:
    """Returns a PDF of one page; further objects are numbered from 6."""
    return pdf(CATALOG, PAGES, page(box, extra), stream(content), FONT, *more)


def form(content: bytes, inner: int = 0) -> bytes:
    """Returns a form that may draw another one."""
    uses = b"/Resources << /XObject << /X %d 0 R >> >>" % inner if inner else b""
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + uses)


def pages() -> Iterator[Made]:
    """Yields all families of PDF files."""
    yield from ((family, ".pdf", data) for family, data in (*forms(), *trees(), *sizes(), *streams()))


def forms() -> Iterator[tuple[str, bytes]]:
    """Yields forms that draw themselves, and forms that draw others too often."""
    for times in (1, 2, 8):
        yield "PDF form circle", one(TEXT + b"/X Do", form(b"/X Do " * times, 6))
    yield "PDF form circle", one(TEXT + b"/X Do", form(b"/X Do /X Do", 7), form(b"/X Do /X Do", 6))
    for levels in (5, 20, 60):
        chain = [form(b"/X Do /X Do", 7 + n) for n in range(levels)]
        yield "PDF form bomb", one(TEXT + b"/X Do", *chain, form(TEXT))
    yield "PDF form bomb", one(TEXT + b"/X Do " * 50_000, form(b"0 0 m"))
    tile = b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.001 /YStep 0.001"
    pattern = stream(b"/P scn 0 0 9 9 re f", tile + b" /Resources << /Pattern << /P 6 0 R >> >>")
    yield (
        "PDF form circle",
        one(TEXT + b"/Pattern cs /P scn 0 0 600 800 re f", pattern, extra=b"/Pattern << /P 6 0 R >>"),
    )
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 7 0 R >>"
        b" /Resources << /Font << /F1 6 0 R >> >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97"
        b" /Widths [9] >>"
    )
    text, drawn = stream(b"BT /F1 9 Tf (aaa) Tj ET"), stream(b"9 0 d0 BT /F1 9 Tf (aaa) Tj ET")
    itself = page().replace(b"/F1 5 0 R", b"/F1 6 0 R")
    yield "PDF form circle", pdf(CATALOG, PAGES, itself, text, FONT, font, drawn)


def trees() -> Iterator[tuple[str, bytes]]:
    """Yields page trees, outlines and tag trees that come back to themselves or never end."""
    text = stream(TEXT)
    for kids in (b"[2 0 R]", b"[3 0 R 2 0 R]", b"[1 0 R]", b"3 0 R", b"[99 0 R]", b"[3 0 R " + b"3 0 R " * 3000 + b"]"):
        yield "PDF page tree", pdf(CATALOG, b"<< /Type /Pages /Kids %s /Count 1 >>" % kids, page(), text, FONT)
    for count in (b"1000000000", b"-1", b"0", b"2147483648", b"/x"):
        yield "PDF page count", pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count %s >>" % count, page(), text, FONT)
    nested = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (7 + n) for n in range(3000)]
    yield (
        "PDF page tree",
        pdf(CATALOG, b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", page(), text, FONT, *nested, page()),
    )
    many = b" ".join(b"%d 0 R" % (6 + n) for n in range(5000))
    yield (
        "PDF page count",
        pdf(CATALOG, b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % many, page(), text, FONT, *[page()] * 5000),
    )
    root = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    item = b"<< /Title (x) /Parent 6 0 R /First 6 0 R /Last 6 0 R /Next 6 0 R /Prev 6 0 R /Count 99 >>"
    yield "PDF outlines", pdf(root, PAGES, page(), text, FONT, item)
    chain = [b"<< /Title (x) /First %d 0 R /Next %d 0 R >>" % (7 + n, 7 + n) for n in range(3000)]
    yield "PDF outlines", pdf(root, PAGES, page(), text, FONT, *chain, b"<< /Title (end) >>")
    root = b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>"
    marked = stream(b"/P << /MCID 0 >> BDC " + TEXT + b"EMC")
    for kids in (b"6 0 R", b"[7 0 R]", b"[7 0 R 7 0 R]", b"0", b"[[[7 0 R]]]", b"<< /Type /MCR /MCID 1000000000 >>"):
        tree = b"<< /Type /StructTreeRoot /K %s /RoleMap << /P /Q /Q /P >> >>" % kids
        element = b"<< /S /P /P 6 0 R /Pg 3 0 R /K [0 7 0 R 6 0 R] >>"
        yield "PDF tag tree", pdf(root, PAGES, page(), marked, FONT, tree, element)
    deep = [b"<< /S /Sect /Pg 3 0 R /K [%d 0 R %d 0 R] >>" % (7 + n, 7 + n) for n in range(40)]
    yield "PDF tag tree", pdf(root, PAGES, page(), marked, FONT, *deep, b"<< /S /P /Pg 3 0 R /K 0 >>")
    deep = [b"<< /S /Sect /Pg 3 0 R /K [%d 0 R] >>" % (7 + n) for n in range(20_000)]
    yield "PDF tag tree", pdf(root, PAGES, page(), marked, FONT, *deep, b"<< /S /P /Pg 3 0 R /K 0 >>")
    fields = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    widget = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (v) /Parent 6 0 R /Kids [6 0 R] /Rect [0 0 9 9] >>"
    yield "PDF form fields", pdf(fields, PAGES, page(extra=b"/Annots [6 0 R 6 0 R 3 0 R]"), text, FONT, widget)
    yield "PDF form fields", pdf(fields, PAGES, page(extra=b"/Annots 6 0 R"), text, FONT, b"[6 0 R 6 0 R]")


def sizes() -> Iterator[tuple[str, bytes]]:
    """Yields pages and texts of impossible size."""
    for box in (
        b"[0 0 1e9 1e9]",
        b"[0 0 0 0]",
        b"[0 0 -5 -5]",
        b"[600 800 0 0]",
        b"[0 0 1e400 1]",
        b"[]",
        b"(x)",
        b"[/a /b /c /d]",
    ):
        yield "PDF boxes", one(box=box)
    for matrix in (b"1e9 0 0 1e9 0 0 cm", b"0 0 0 0 0 0 cm", b"1e-9 0 0 1e-9 0 0 cm", b"1 0 0 1 1e30 1e30 cm"):
        yield "PDF boxes", one(matrix + b" " + TEXT)
    yield "PDF boxes", one(extra=b"/Rotate 45 /UserUnit 1e9")
    for size in (b"1e9", b"0", b"-12", b"0.0001"):
        yield "PDF boxes", one(TEXT.replace(b" 12 ", b" " + size + b" "))
    lines = b"".join(b"%d %d m %d %d l S " % (n % 600, n % 800, n % 599, n % 799) for n in range(30_000))
    yield "PDF drawings", one(TEXT + lines)
    grid = b"".join(b"0 %d m 600 %d l %d 0 m %d 800 l S " % (n * 2, n * 2, n * 2, n * 2) for n in range(300))
    yield "PDF drawings", one(TEXT + grid)
    rectangles = b"".join(b"%d %d 5 5 re S " % (n % 590, n // 590 * 6) for n in range(20_000))
    yield "PDF drawings", one(TEXT + rectangles)
    words = b"".join(b"1 0 0 1 %d %d Tm (x) Tj " % (n * 7 % 590, n * 13 % 790) for n in range(40_000))
    yield "PDF drawings", one(b"BT /F1 1 Tf " + words + b"ET")
    yield "PDF drawings", one(b"BT /F1 12 Tf " + b"(Hello) Tj " * 50_000 + b"ET")


def streams() -> Iterator[tuple[str, bytes]]:
    """Yields streams that unpack without end, files that refer to themselves, and syntax without an end."""
    zeros = zlib.compress(b" " * 200 * 2**20)
    bomb = stream(zeros, b"/Filter /FlateDecode")
    yield "PDF stream bomb", pdf(CATALOG, PAGES, page(), bomb, FONT)
    twice = stream(zlib.compress(zeros), b"/Filter [/FlateDecode /FlateDecode]")
    yield "PDF stream bomb", pdf(CATALOG, PAGES, page(), twice, FONT)
    many = stream(zlib.compress(TEXT), b"/Filter [" + b"/FlateDecode " * 2000 + b"]")
    yield "PDF stream bomb", pdf(CATALOG, PAGES, page(), many, FONT)
    picture = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    yield "PDF stream bomb", one(TEXT + b"/X Do", stream(zeros, picture + b" /Filter /FlateDecode"))
    yield "PDF stream bomb", one(TEXT + b"/X Do", stream(b"\xff\xd8\xff\xe0broken", picture + b" /Filter /DCTDecode"))
    good = one()
    for extra in (
        b"/Prev 9",
        b"/Prev 99999999",
        b"/XRefStm 9",
        b"/Encrypt 3 0 R",
        b"/Encrypt << /Filter /Standard >>",
        b"/Root 4 0 R",
    ):
        yield "PDF trailer", pdf(CATALOG, PAGES, page(), stream(TEXT), FONT, trailer=extra)
    start = good.rfind(b"startxref")
    yield (
        "PDF trailer",
        good[:start].replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % good.rfind(b"xref\n0")) + good[start:],
    )
    yield "PDF trailer", good[:start]
    yield "PDF trailer", b"%PDF-1.7\n%%EOF"
    yield "PDF trailer", good + good
    length = b"<< /Length 4 0 R >>\nstream\n" + TEXT + b"\nendstream"
    yield "PDF trailer", pdf(CATALOG, PAGES, page(), length, FONT)
    yield "PDF syntax", pdf(CATALOG, PAGES, page(extra=b"/A " + b"[" * 100_000), stream(TEXT), FONT)
    yield "PDF syntax", pdf(CATALOG, PAGES, page(extra=b"/A " + b"<< /A " * 50_000), stream(TEXT), FONT)
    for content in (
        b"q " * 200_000,
        b"BT " * 100_000,
        b"/P << /MCID 0 >> BDC " * 50_000,
        b"[" * 100_000,
        b"(" * 100_000,
        b"BI /W 9 ID x",
        b"<" * 50_000,
    ):
        yield "PDF syntax", one(TEXT + content)
    yield "PDF syntax", one(TEXT, extra=b"/B " + b"9" * 100_000)
    unicode = stream(b"1 beginbfrange <00> <ff> <" + b"0041" * 20_000 + b"> endbfrange", b"")
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R >>")
    yield "PDF fonts", pdf(CATALOG, PAGES, page(), stream(TEXT), font, unicode)
    yield "PDF fonts", pdf(CATALOG, PAGES, page(), stream(TEXT), FONT.replace(b">>", b"/ToUnicode 5 0 R >>"))
    yield (
        "PDF fonts",
        pdf(
            CATALOG,
            PAGES,
            page(),
            stream(TEXT),
            FONT.replace(b">>", b"/FirstChar -1 /LastChar 2000000000 /Widths 5 0 R >>"),
        ),
    )
    composite = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    yield "PDF fonts", pdf(CATALOG, PAGES, page(), stream(TEXT), composite)

"""PDF files made to harm: each comes back quickly, with text or with a reason."""

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.readers.pdf import read

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
SAYS = b"BT /F1 12 Tf 50 100 Td (Seen by everybody.) Tj ET"


def built(*objects: bytes) -> bytes:
    """Returns a PDF of numbered objects, the first of which is its catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return out + end + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def stream(text: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(text), text)


def page(entries: bytes = b"", box: bytes = b"0 0 300 200", resources: bytes = FONT) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Resources<<%b>>/Contents 4 0 R%b>>" % (box, resources, entries)


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_a_form_that_draws_itself_is_refused_at_once() -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>"
    data = built(
        CATALOG, PAGES, page(resources=b"/XObject<</A 5 0 R>>"), stream(b"/A Do"),
        stream(b"/B Do /B Do", form), stream(b"/A Do /A Do", form),
    )  # fmt: skip
    started = time.perf_counter()
    with pytest.raises(UnreadableError, match="contains itself"):
        read(data)
    assert time.perf_counter() - started < 20


def test_a_form_drawn_from_two_sides_is_no_cycle() -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 300 200]/Resources<<%b/XObject<<%b>>>>"
    data = built(
        CATALOG, PAGES, page(resources=b"/XObject<</A 5 0 R/B 6 0 R>>"), stream(b"/A Do"),
        stream(b"/B Do", form % (FONT, b"/B 6 0 R")), stream(SAYS, form % (FONT, b"")),
    )  # fmt: skip
    assert texts(read(data)) == ["Seen by everybody."]


def test_a_giant_page_count_is_not_believed() -> None:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    assert texts(read(built(CATALOG, pages, page(), stream(SAYS)))) == ["Seen by everybody."]


def test_a_file_of_more_pages_than_a_book_is_to_be_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.ingest.readers.pdf.MOST_PAGES", 0)
    with pytest.raises(UnreadableError, match="more than 0 pages") as caught:
        read(built(CATALOG, PAGES, page(), stream(SAYS)))
    assert caught.value.hint == "split the file"


def test_a_page_as_large_as_a_country_is_read_like_any_other() -> None:
    data = built(CATALOG, PAGES, page(box=b"0 0 100000000 100000000"), stream(SAYS))
    assert texts(read(data)) == ["Seen by everybody."]


def test_a_deep_tag_tree_costs_neither_the_text_nor_the_reader() -> None:
    depth = 3_000
    tree = [b"<</Type/StructElem/S/Div/P %d 0 R/K %d 0 R>>" % (n - 1, n + 1) for n in range(6, 6 + depth)]
    tree.append(b"<</Type/StructElem/S/P/Pg 3 0 R/K 0>>")
    catalog = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>>>"
    root = b"<</Type/StructTreeRoot/K 6 0 R>>"
    data = built(catalog, PAGES, page(), stream(b"/P<</MCID 0>>BDC %b EMC" % SAYS), root, *tree)
    assert texts(read(data)) == ["Seen by everybody."]


def test_a_tag_tree_that_bites_its_tail_is_read_once() -> None:
    catalog = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>"
    root = b"<</Type/StructTreeRoot/K[6 0 R 6 0 R]>>"
    element = b"<</S/P/Pg 3 0 R/K[0 6 0 R]>>"
    data = built(catalog, PAGES, page(), stream(b"/P<</MCID 0>>BDC %b EMC" % SAYS), root, element)
    assert texts(read(data)) == ["Seen by everybody."]


def test_a_table_whose_tags_ask_for_a_million_columns_stays_small() -> None:
    catalog = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>"
    root = b"<</Type/StructTreeRoot/K<</S/Table/K[6 0 R 6 0 R]>>>>"
    row = b"<</S/TR/K[<</S/TD/Pg 3 0 R/K 0/A<</O/Table/ColSpan 1000000/RowSpan 1000000>>>>]>>"
    data = built(catalog, PAGES, page(), stream(b"/P<</MCID 0>>BDC %b EMC" % SAYS), root, row)
    (block,) = read(data).blocks
    assert len(block.header or block.rows[0]) <= 256


def test_a_drawing_of_thousands_of_shapes_with_text_on_it_takes_seconds() -> None:
    shapes = b"\n".join(b"0.5 g %d %d 5 5 re f" % (n % 290, n // 100) for n in range(20_000))
    labels = b"\n".join(b"BT /F1 5 Tf %d %d Td (L%d) Tj ET" % (n % 290, n % 190, n) for n in range(1_000))
    started = time.perf_counter()
    reading = read(built(CATALOG, PAGES, page(), stream(shapes + b"\n0 g\n" + labels)))
    assert "L999" in " ".join(texts(reading))
    assert time.perf_counter() - started < 20


def test_an_owners_password_alone_keeps_nobody_out() -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    encryption = pytest.importorskip("reportlab.lib.pdfencrypt")
    packed = io.BytesIO()
    locked = encryption.StandardEncryption("", ownerPassword="owner", canPrint=0)
    drawing = canvas.Canvas(packed, pagesize=(300, 200), encrypt=locked)
    drawing.drawString(50, 100, "Seen by everybody.")
    drawing.save()
    assert texts(read(packed.getvalue())) == ["Seen by everybody."]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_file_with_bytes_knocked_out_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(built(CATALOG, PAGES, page(), stream(SAYS)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableError):
        read(bytes(whole))

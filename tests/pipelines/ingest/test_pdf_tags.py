"""Tag trees as Word and other programs write them, in small files built by hand."""

from collections.abc import Sequence

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.pdf import read

FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def tagged(tree: str, pages: Sequence[Sequence[tuple[float, float, float, str]]], roles: str = "") -> list[Block]:
    """Reads a file whose pieces (x, y, size, text) are numbered from 0 on each page; `@2` in the tree is page 2."""
    last = 5 + 2 * len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R/MarkInfo<</Marked true>>>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(b"%d 0 R" % n for n in range(5, last, 2)), len(pages)),
        b"<</Type/StructTreeRoot/RoleMap<<%b>>/K 4 0 R>>" % roles.encode(),
        _with_pages(tree).encode(),
    ]
    for number, pieces in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%b>>/Contents %d 0 R>>"
            % (FONT, 6 + 2 * number)
        )
        drawn = "\n".join(
            f"/P<</MCID {mcid}>>BDC BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET EMC"
            if not text.startswith("~")
            else f"/Artifact BMC BT /F1 {size} Tf {x} {y} Td ({text[1:]}) Tj ET EMC"
            for mcid, (x, y, size, text) in enumerate(pieces)
        ).encode()
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn))
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    end += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return list(read(out + end).blocks)


def _with_pages(tree: str) -> str:
    for number in range(1, 4):
        tree = tree.replace(f"@{number}", f"/Pg {3 + 2 * number} 0 R")
    return tree


def element(kind: str, *kids: str, page: int = 1, more: str = "") -> str:
    return f"<</S/{kind} @{page}{more}/K[{' '.join(kids)}]>>"


def test_the_printed_label_of_an_item_is_its_label() -> None:
    items = [
        element("LI", element("Lbl", str(2 * n)), element("LBody", element("P", str(2 * n + 1)))) for n in range(2)
    ]
    found = tagged(
        element("Document", element("L", *items)),
        [[(50, 600, 10, "1."), (70, 600, 10, "Unplug it."), (50, 580, 10, "2."), (70, 580, 10, "Report it.")]],
    )
    assert [(block.kind, block.label, block.text) for block in found] == [
        ("item", "1.", "Unplug it."),
        ("item", "2.", "Report it."),
    ]


def test_a_list_inside_an_item_gives_items_of_their_own() -> None:
    inner = element("L", element("LI", element("Lbl", "2"), element("LBody", "3")))
    found = tagged(
        element("L", element("LI", element("Lbl", "0"), element("LBody", element("P", "1"), inner))),
        [[(50, 600, 10, "1."), (70, 600, 10, "Check:"), (70, 580, 10, "a."), (90, 580, 10, "the plug.")]],
    )
    assert [(block.label, block.text) for block in found] == [("1.", "Check:"), ("a.", "the plug.")]


def test_a_programs_own_names_are_read_by_what_they_stand_for() -> None:
    found = tagged(
        element("Document", element("Kapitel", "0"), element("Textkoerper", "1")),
        [[(50, 600, 10, "Scope"), (50, 580, 10, "It applies to all.")]],
        roles="/Kapitel/Ueberschrift/Ueberschrift/H2/Textkoerper/P",
    )
    assert [(block.kind, block.level, block.text) for block in found] == [
        ("heading", 2, "Scope"),
        ("paragraph", 0, "It applies to all."),
    ]


def test_roles_that_stand_for_each_other_do_no_harm() -> None:
    found = tagged(element("A", "0"), [[(50, 600, 10, "Still here.")]], roles="/A/B/B/A")
    assert [block.text for block in found] == ["Still here."]


def test_a_paragraph_over_two_pages_is_one() -> None:
    second = "<</Type/MCR @2/MCID 0>>"
    found = tagged(
        element("P", "0", second), [[(50, 60, 10, "The driver checks the seal")], [(50, 600, 10, "and signs.")]]
    )
    assert [(block.text, block.page) for block in found] == [("The driver checks the seal and signs.", 1)]


def test_header_cells_head_a_table_and_spans_repeat() -> None:
    wide = "/A<</O/Table/ColSpan 2>>"
    rows = [
        element("TR", element("TH", "0"), element("TH", "1", more=wide)),
        element("TR", element("TH", "2"), element("TH", "3"), element("TH", "4")),
        element("TR", element("TD", "5"), element("TD", "6"), element("TD", "7")),
    ]
    words = ("Rank", "Lodging", "Grade", "Home", "Abroad", "7", "3,200", "220")
    caption, body = element("Caption", "8"), element("TBody", *rows)
    pieces = [(50 + 60 * n, 600, 10, word) for n, word in enumerate((*words, "Table 1"))]
    text, table = tagged(element("Table", caption, body), [pieces])
    assert text.text == "Table 1"
    assert table.header == ("Rank Grade", "Lodging Home", "Lodging Abroad")
    assert table.rows == (("7", "3,200", "220"),)


def test_a_table_of_one_column_is_text() -> None:
    rows = [element("TR", element("TD", element("P", str(n)))) for n in range(2)]
    found = tagged(element("Table", *rows), [[(50, 600, 10, "Lock the door."), (50, 580, 10, "Set the alarm.")]])
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "Lock the door."),
        ("paragraph", "Set the alarm."),
    ]


def test_a_note_inside_a_paragraph_stands_behind_the_text_and_its_mark_hangs_on_the_paragraph() -> None:
    note = element("Note", element("Lbl", "2"), element("P", "3"))
    found = tagged(
        element("Document", element("P", "0", element("Reference", "1"), note, "4")),
        [
            [
                (50, 600, 10, "Bonuses are paid in March"), (172, 605, 6, "1"), (50, 60, 6, "1"),
                (60, 58, 9, "Not to contractors."), (180, 600, 10, "and in June."),
            ]
        ],
    )  # fmt: skip
    assert [(block.where, block.label, block.text, block.notes) for block in found] == [
        ("body", "", "Bonuses are paid in March and in June.", ("1",)),
        ("footnote", "1", "Not to contractors.", ()),
    ]


def test_artifacts_are_furniture_and_untagged_text_is_not_lost() -> None:
    pieces = [
        (50, 600, 10, "Tagged text of some length."),
        (50, 780, 9, "~HR-007 Leave"),
        (50, 400, 10, "Nobody tagged me."),
    ]
    found = tagged(element("P", "0"), [pieces])
    assert [(block.where, block.text) for block in found] == [
        ("header", "HR-007 Leave"),
        ("body", "Tagged text of some length."),
        ("body", "Nobody tagged me."),
    ]


def test_a_tree_that_holds_almost_nothing_is_not_trusted() -> None:
    pieces = [(50, 600, 10, "Untagged heading"), (50, 580, 10, "and everything else too."), (50, 560, 10, "Tail")]
    found = tagged(element("P", "2"), [pieces])
    assert " ".join(block.text for block in found) == "Untagged heading and everything else too. Tail"

import io
import zipfile
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.readers import archive, read
from pipelines.ingest.readers.options import Options

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"


def packed(members: dict[str, bytes | str], *, compressed: bool = True) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def of(members: dict[str, bytes | str]) -> Reading:
    return read(packed(members), ".zip")


def names(reading: Reading) -> list[str]:
    return [part.name for part in reading.parts]


def text(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_each_readable_file_is_a_part_named_by_its_path_in_sorted_order() -> None:
    reading = of({"客服/話術.md": "# 話術\n\n先問候。\n", "b.txt": "乙。\n", "a.csv": "甲,乙\n1,2\n", "空/": ""})
    assert names(reading) == ["a.csv", "b.txt", "客服/話術.md"]
    assert text(reading.parts[2].reading) == ["話術", "先問候。"]
    assert reading.problems == ()


def test_what_a_system_puts_into_archives_is_left_out_and_an_unreadable_file_is_a_problem() -> None:
    reading = of(
        {
            "a.md": "甲。\n",
            "__MACOSX/._a.md": "x",
            ".DS_Store": "x",
            "Thumbs.db": "x",
            "~$b.docx": "x",
            "程式.exe": "x",
            "壞.pdf": "沒有",
        }
    )
    assert names(reading) == ["a.md"]
    assert [(problem.locator, problem.reason) for problem in reading.problems] == [
        ("壞.pdf", "not a PDF file but something else"),
        ("程式.exe", "no reader for .exe"),
    ]


def test_a_picture_is_a_problem_only_where_no_page_shows_it() -> None:
    page = "![](pictures/%E5%80%89.png)\n\n![](b.jpg)\n\n內文。\n"
    reading = of({"a.md": page, "pictures/倉.png": "x", "b.jpg": "x", "掃描.png": "x"})
    assert [problem.locator for problem in reading.problems] == ["掃描.png"]


@pytest.mark.parametrize("encoding", ["cp950", "utf-8"])
def test_names_of_systems_that_do_not_state_their_encoding_are_read(encoding: str) -> None:
    # Eight bytes take the place of the name, which the library would not write without its flag.
    name = "功許.md".encode(encoding)
    data = packed({"x" * len(name): "甲。\n"}).replace(b"x" * len(name), name)
    assert names(read(data, ".zip")) == ["功許.md"]


@pytest.mark.parametrize("name", ["../../etc/a.md", "/etc/a.md", "..\\..\\etc\\a.md", "etc/./a.md"])
def test_a_path_that_leads_out_of_the_archive_is_only_a_label(name: str) -> None:
    assert names(of({name: "甲。\n"})) == ["etc/a.md"]


def test_files_of_one_name_stay_apart() -> None:
    assert names(of({"a/x.md": "甲。\n", "../a/x.md": "乙。\n"})) == ["a/x.md", "a/x (2).md"]


def test_archives_inside_each_other_end_somewhere() -> None:
    data = packed({"a.md": "甲。\n"})
    for depth in range(2):
        data = packed({f"{depth}.zip": data})
    reading = read(data, ".zip")
    assert names(reading.parts[0].reading.parts[0].reading) == ["a.md"]
    with pytest.raises(UnreadableError, match="inside more than 3 archives or mails"):
        read(packed({"a.zip": packed({"b.zip": data})}), ".zip")


def test_a_mail_in_an_archive_and_its_attachment_are_read() -> None:
    mail = EmailMessage()
    mail["Subject"] = "價格"
    mail.set_content("見附件。\n")
    mail.add_attachment(packed({"a.csv": "甲,乙\n1,2\n"}), maintype="application", subtype="zip", filename="附件.zip")
    (part,) = of({"信.eml": mail.as_bytes()}).parts
    assert names(part.reading) == ["附件.zip"]
    assert names(part.reading.parts[0].reading) == ["a.csv"]


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [("MOST_MEMBERS", 1, "more than 1 files in it"), ("MOST_UNPACKED", 3, "more than 0 MiB unpacked")],
)
def test_a_bomb_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    monkeypatch.setattr(archive, limit, value)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(UnreadableError, match=reason):
        of({"a.md": "甲。\n", "b.md": "乙。\n"})


def test_a_file_packed_far_too_well_is_a_problem_and_the_others_are_read() -> None:
    reading = of({"a.md": "甲。\n", "bomb.md": b"0" * 2**21})
    assert names(reading) == ["a.md"]
    assert [problem.reason for problem in reading.problems] == ["packed more than 200 to 1"]


def test_a_damaged_and_a_locked_member_are_problems() -> None:
    data = bytearray(packed({"a.md": "甲。\n", "b.md": "乙乙乙。\n", "c.md": "丙。\n"}, compressed=False))
    data[data.index("乙乙乙".encode())] ^= 1
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.rindex(mark)
        data[place + offset] |= 1
    reading = read(bytes(data), ".zip")
    assert names(reading) == ["a.md"]
    assert [(problem.locator, problem.reason) for problem in reading.problems] == [
        ("b.md", "damaged inside the archive"),
        ("c.md", "locked with a password"),
    ]


def test_an_archive_without_anything_readable_says_why() -> None:
    with pytest.raises(UnreadableError, match=r"no reader for \.exe"):
        of({"a.exe": "x"})
    with pytest.raises(UnreadableError, match="none of the 2 files in it can be read"):
        of({"a.exe": "x", "b.exe": "x"})
    with pytest.raises(UnreadableError, match="none of the 0 files"):
        of({})
    with pytest.raises(UnreadableError, match="not a whole zip archive"):
        read(packed({"a.md": "甲。\n"})[:-30], ".zip")
    with pytest.raises(UnreadableError, match="not a zip of documents but an Office file"):
        of({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})


def test_members_are_told_what_the_archive_was() -> None:
    options = Options(mapping={"label": "no", "text": "body"})
    (part,) = read(packed({"a.json": '[{"no": "4.1", "body": "One."}]'}), ".zip", options).parts
    assert part.reading.blocks[0].label == "4.1"


PAGE = """# 話術

Owner: 王小明
Status: 使用中

先問候，再看 [退貨](%E9%80%80.md)。

<aside>
💡 不可承諾時效。

</aside>

<details>
<summary>範例</summary>

1. 您好

</details>
"""


def notion() -> bytes:
    table = "\ufeffName,Owner\n退貨,王小明\n"
    inner = {
        f"客服 {ID}.md": "# 客服\n\n[話術](x.md)\n",
        f"客服 {ID}/話術 {OTHER}.md": PAGE,
        f"客服 {ID}/話術 {ID}.md": "# 話術\n\n另一頁。\n",
        f"客服 {ID}/流程 {ID}.csv": table,
        f"客服 {ID}/流程 {ID}_all.csv": table + "換貨,李小華\n",
        f"客服 {ID}/流程 {ID}/退貨 {OTHER}.md": "# 退貨\n\nOwner: 王小明\n\n七日內。\n",
    }
    more = {"圖.md": "# 圖\n\n完。\n", "客服.md": "# 客服\n\n又一頁。\n"}
    return packed({f"Export-{ID}-Part-1.zip": packed(inner), "Export-x-Part-2.zip": packed(more)})


def test_a_notion_export_is_read_through_the_archives_it_is_split_into() -> None:
    reading = read(notion(), ".zip")
    assert names(reading) == [
        "圖.md",
        "客服.md",
        "客服 (2).md",
        "客服/流程.csv",
        "客服/流程/退貨.md",
        "客服/話術 (2).md",
        "客服/話術.md",
    ]
    assert reading.problems == ()


def test_of_a_notion_table_all_rows_are_taken_once_and_each_rows_page_is_its_own() -> None:
    parts = {part.name: part.reading for part in read(notion(), ".zip").parts}
    assert parts["客服/流程.csv"].blocks[0].rows == (("退貨", "王小明"), ("換貨", "李小華"))
    assert text(parts["客服/流程/退貨.md"]) == ["退貨", "Owner: 王小明", "七日內。"]


def test_a_notion_page_keeps_properties_links_callouts_and_toggles() -> None:
    parts = {part.name: part.reading for part in read(notion(), ".zip").parts}
    assert [(block.kind, block.label, block.text) for block in parts["客服/話術 (2).md"].blocks] == [
        ("heading", "", "話術"),
        ("paragraph", "", "Owner: 王小明\nStatus: 使用中"),
        ("paragraph", "", "先問候，再看 退貨。"),
        ("paragraph", "", "💡 不可承諾時效。"),
        ("paragraph", "", "範例"),
        ("item", "1.", "您好"),
    ]


def test_a_notion_page_as_html_has_its_title_once_and_its_properties_in_pairs() -> None:
    page = (
        '<html><head><title>話術</title></head><body><article class="page"><header><h1 class="page-title">話術</h1>'
        '<table class="properties"><tbody><tr><th>Owner</th><td>王 &amp; 李</td></tr><tr><th>Status</th><td>Done</td>'
        "</tr></tbody></table></header><div class=page-body><details open><summary>範例</summary><p>您好</p></details>"
        '<figure class="callout"><div>💡</div><div>注意。</div></figure></div></article></body></html>'
    )
    (part,) = of({f"話術 {ID}.html": page}).parts
    assert part.name == "話術.html"
    assert text(part.reading) == ["話術", "Owner: 王 & 李; Status: Done", "範例", "您好", "💡", "注意。"]


def test_a_page_that_begins_with_a_remark_is_not_taken_apart() -> None:
    page = "# 話術\n\n- Owner: 甲\n\n注意：先問候\n"
    (part,) = of({f"話術 {ID}.md": page}).parts
    assert text(part.reading) == ["話術", "Owner: 甲", "注意：先問候"]


@settings(max_examples=50)
@given(
    st.dictionaries(st.text(alphabet="ab/.\\ 客", min_size=1, max_size=8), st.just("內文。\n"), min_size=1, max_size=5)
)
def test_every_name_that_ends_in_a_known_way_is_read_once(members: dict[str, bytes | str]) -> None:
    wanted = {f"{name}x.txt": content for name, content in members.items()}
    with suppress(UnreadableError):
        reading = of(wanted)
        found = names(reading)
        assert len(set(found)) == len(found)
        assert not any(part in ("", ".", "..") for name in found for part in name.split("/"))


@settings(max_examples=50)
@given(st.data())
def test_no_damage_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(packed({"a.md": "甲。\n", f"b {ID}.csv": "甲,乙\n1,2\n"}))
    for _ in range(3):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableError):
        read(bytes(whole), ".zip")


def test_a_member_that_breaks_its_reader_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> Reading:
        raise KeyError(data)

    monkeypatch.setattr("pipelines.ingest.readers.text.read", broken)
    reading = of({"a.md": "甲。\n", "b.txt": "乙。\n", "c.json": "[" * 100_000})
    assert names(reading) == ["a.md"]
    assert [(problem.locator, problem.reason) for problem in reading.problems] == [
        ("b.txt", "the reader failed: KeyError"),
        ("c.json", "nested too deeply"),
    ]

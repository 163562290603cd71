import pytest

from pipelines.ingest.readers.markdown import read
from pipelines.ingest.readers.notion import CONTAINER, clean_name, clean_page

ID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (f"客服 {ID}.md", "客服.md"),
        (f"客服 {ID}/話術 {ID}.html", "客服/話術.html"),
        (f"流程 {ID}_all.csv", "流程_all.csv"),
        (f"{ID}.md", f"{ID}.md"),
        (f"批號 {ID[:20]}.md", f"批號 {ID[:20]}.md"),
        (f"雜湊 {ID.upper()}.md", f"雜湊 {ID.upper()}.md"),
        ("一般/檔案.docx", "一般/檔案.docx"),
    ],
)
def test_only_the_digits_that_notion_adds_are_taken_off(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "is_container"),
    [
        ("Export-1a2b-Part-1.zip", True),
        ("ExportBlock-1a2b-Part-12.zip", True),
        ("Part-1.docx", False),
        ("a.zip", False),
    ],
)
def test_a_part_of_an_export_is_known_by_its_name(name: str, is_container: bool) -> None:
    assert bool(CONTAINER.search(name)) == is_container


def lines(page: str) -> list[str]:
    return [block.text for block in read(clean_page(page.encode(), ".md")).blocks]


def test_properties_stay_a_line_each_and_links_keep_their_text() -> None:
    page = (
        "# 退貨\n\nOwner: 王小明\nStatus: 使用中\nURL: https://a.example/x\nTags: 退貨, 換貨\n\n見 [流程](a%20b.md)。\n"
    )
    assert lines(page) == [
        "退貨",
        "Owner: 王小明\nStatus: 使用中\nURL: https://a.example/x\nTags: 退貨, 換貨",
        "見 流程。",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "# 退貨\n\n- 項目: 一\n- 項目: 二\n",
        "# 退貨\n\n> 引文: 一\n",
        "# 退貨\n\n第一行沒有冒號\n第二行也沒有\n",
        "沒有標題: 一\n也沒有: 二\n",
        "# 退貨\r\n\r\n內文。\r\n",
    ],
)
def test_a_page_without_properties_reads_as_any_other(page: str) -> None:
    assert lines(page) == [block.text for block in read(page.encode()).blocks]


def test_a_list_inside_a_callout_is_a_list() -> None:
    page = (
        "# 退貨\n\n<aside>\n💡 注意\n- 甲\n- 乙\n</aside>\n\n<details>\n<summary>更多</summary>\n\n丙\n\n</details>\n"
    )
    assert lines(page) == ["退貨", "💡 注意", "甲", "乙", "更多", "丙"]


def test_a_page_in_another_encoding_is_left_to_its_reader() -> None:
    assert clean_page("退貨".encode("cp950"), ".md") == "退貨".encode("cp950")
    assert clean_page(b"<p>x</p>", ".html") == b"<p>x</p>"

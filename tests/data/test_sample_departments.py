"""The five departments' papers: kinds of files, invented people, and facts that are told in several places."""

import re
from collections import Counter

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.data.papers import entries, named, sheet, table, text_of

DEPARTMENTS = {
    "logistics": ("SOP-LOG", "SOP-WH", "SOP-QA", "RATE", "LOG-"),
    "manufacturing": ("WI-MFG", "QC-", "MFG-", "FAQ-013"),
    "clinic": ("CL-", "LINE-CL"),
    "legal": ("LEG-",),
    "customer service": ("CS-", "FAQ-001", "FAQ-002", "CRM", "LINE-CS", "SLA"),
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their values from 10."""
WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def is_valid(number: str) -> bool:
    """The check sum of national IDs and of resident certificates."""
    value = LETTERS.index(number[0]) + 10
    digits = [value // 10, value % 10, *map(int, number[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    )


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_each_department_has_several_papers(department: str) -> None:
    assert len([entry for entry in entries() if entry["file"].startswith(DEPARTMENTS[department])]) >= 4


def test_the_staff_list_holds_valid_numbers_that_differ() -> None:
    rows = sheet("CL-024", "集團員工")[1:] + sheet("CL-024", "Foreign_workers")[1:]
    numbers = [str(row[3]) for row in rows]
    assert (len(rows), len(set(numbers))) == (24, 24)
    assert all(re.fullmatch(r"[A-Z][1289]\d{8}", number) and is_valid(number) for number in numbers)


def test_a_changed_digit_makes_a_number_invalid() -> None:
    assert [is_valid(number) for number in ("A123456789", "A800000014", "A123456788")] == [True, True, False]


def test_the_staff_list_names_telephones_addresses_and_mailboxes_of_nobody() -> None:
    rows = sheet("CL-024", "集團員工")[1:]
    assert all(re.fullmatch(r"09\d\d-000-\d{3}", str(row[5])) for row in rows)
    assert all(str(row[7]).endswith("@mail.example") for row in rows)
    assert all(re.search(r"[市縣].+[區鄉鎮].+\d+ 號", str(row[8])) for row in rows)
    foreign = sheet("CL-024", "Foreign_workers")[1:]
    assert all(re.fullmatch(r"\+886-9\d\d-000-\d{3}", str(row[5])) for row in foreign)


def test_no_number_or_mailbox_of_the_staff_list_stands_in_another_paper() -> None:
    private = re.findall(r"[A-Z][1289]\d{8}|[\w.]+@mail\.example|09\d\d-000-\d{3}", text_of(named("CL-024")))
    others = "\n".join(text_of(named(entry["file"])) for entry in entries() if entry["id"] != "CL-024")
    assert len(private) > 60
    assert [hit for hit in private if hit in others] == []


@pytest.mark.parametrize("prefix", ["FAQ-013", "CL-023"])
def test_two_papers_are_in_the_old_encoding_of_taiwan(prefix: str) -> None:
    data = named(prefix).read_bytes()
    assert data.decode("cp950").count("\r\n") == data.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_the_retention_table_is_what_excel_saves_as_unicode_text() -> None:
    data = named("LEG-033").read_bytes()
    assert data.startswith(b"\xff\xfe")
    assert {line.count("\t") for line in data.decode("utf-16").strip().split("\r\n")} == {5}


def test_maintenance_dates_are_written_in_the_calendar_of_the_republic_and_some_are_dates() -> None:
    page = load_workbook(named("MFG-012"))["年度計畫"]
    header = [cell.value for cell in page[1]]
    last, following = header.index("上次保養日"), header.index("下次保養日")
    for row in page.iter_rows(min_row=2):
        assert re.fullmatch(r"民國11[23]年\d+月\d+日", str(row[last].value))
        assert row[following].is_date
        assert row[following].number_format == '[$-404]e"年"m"月"d"日"'


def test_the_agreement_is_numbered_by_articles_and_sections() -> None:
    root = Document(str(named("LEG-030"))).part.numbering_part.element
    texts = [level.get(qn("w:val")) for level in root.find(qn("w:abstractNum")).iter(qn("w:lvlText"))]
    assert texts == ["Article %1", "Section %1.%2", "(%3)", "(%4)"]


def test_tables_in_print_are_ruled_and_one_runs_over_a_page_end_under_a_repeated_header() -> None:
    with pdfplumber.open(named("QC-011")) as book:
        tables = [grid for page in book.pages for grid in page.extract_tables()]
    headers = [tuple(grid[0]) for grid in tables]
    assert len(headers[0]) == 4
    assert Counter(headers)[("料號", "品名", "檢驗項目", "規格", "量具")] == 2


def test_the_driver_handbook_hides_what_no_reader_should_see() -> None:
    assert "<aside hidden>" in text_of(named("LOG-007"))


def test_the_english_chat_is_laid_out_as_line_exports_it() -> None:
    lines = text_of(named("LINE-CL")).split("\n")
    assert lines[0].startswith("[LINE] Chat history with ")
    assert len([line for line in lines if re.fullmatch(r"[A-Z][a-z]{2}, \d{1,2}/\d{1,2}/\d{4}", line)]) == 4
    assert all(re.match(r"\d\d:\d\d [AP]M\t[^\t]+\t", line) for line in lines if "\t" in line)


@pytest.mark.parametrize(
    ("code", "prefix", "told"),
    [
        ("RT-01", "SOP-LOG-001_出貨作業標準程序_v2.0", "出貨單與簽收單保存 {}"),
        ("RT-02", "SOP-LOG-001_出貨作業標準程序_v2.0", "溫度紀錄保存 {}"),
        ("RT-03", "SOP-LOG-001_出貨作業標準程序_v2.0", "監視錄影保存 {}"),
        ("RT-04", "SOP-LOG-005", "倉庫留存份保管 {}"),
        ("RT-15", "CL-020", "病歷自最後就診日起保存 {}"),
        ("RT-16", "CL-020", "特殊作業健檢紀錄保存 {}"),
        ("RT-17", "WI-MFG-010_恆溫箱組裝作業指導書_v2.0", "製程紀錄表保存 {}"),
        ("RT-18", "FAQ-013", "結案後保存 {}"),
        ("RT-19", "QC-011", "量具校正報告保存 {}"),
    ],
)
def test_a_retention_period_is_the_same_in_the_table_and_in_the_paper_it_comes_from(
    code: str, prefix: str, told: str
) -> None:
    (period,) = [row["保存年限"] for row in table("LEG-033") if row["代碼"] == code]
    assert told.format(period) in text_of(named(prefix))


@pytest.mark.parametrize(
    ("fact", "prefixes"),
    [
        (r"NT\$650", ("CL-021_疫苗接種時程表_2024", "LINE-CL")),
        (r"英文診斷證明書另加 NT\$200|certificate is NT\$200", ("CL-020", "LINE-CL")),
        (r"押金 NT\$500|deposit of NT\$500", ("CL-020", "LINE-CL")),
        (r"團體健檢達 30 人|start at 30 people", ("CL-020", "LINE-CL")),
        (r"桃園.{0,10}高雄|Taoyuan with a copy in Kaohsiung", ("CL-023", "SLA-001")),
        (r"臺灣士林地方法院|Taiwan Shilin District Court", ("LEG-030", "LEG-031_契約審閱指引_v2.0")),
        (r"UN3481", ("SOP-LOG-005", "FAQ-002")),
        (r"出現 E7|E7", ("WI-MFG-010_恆溫箱組裝作業指導書_v2.0", "CRM-2024")),
        (r"55 分鐘|55 minutes", ("WI-MFG-010_恆溫箱組裝作業指導書_v2.0", "PROD-001")),
    ],
)
def test_a_fact_that_is_told_twice_has_one_value(fact: str, prefixes: tuple[str, ...]) -> None:
    assert all(re.search(fact, text_of(named(prefix))) for prefix in prefixes)


@pytest.mark.parametrize("id_", ["WI-MFG-010", "LEG-031"])
def test_an_older_edition_says_something_else_under_the_same_heading(id_: str) -> None:
    old, new = (dict(_clauses(named(f"{id_}*_v{edition}"))) for edition in ("1.0", "2.0"))
    shared = old.keys() & new.keys()
    assert len(shared) >= 12
    assert [heading for heading in sorted(shared) if old[heading] == new[heading]] == []


def _clauses(path: object) -> list[tuple[str, str]]:
    paragraphs = Document(str(path)).paragraphs
    headings = [place for place, paragraph in enumerate(paragraphs) if paragraph.style.name == "Heading 2"]
    ends = [*headings[1:], len(paragraphs)]
    return [
        (paragraphs[start].text, "\n".join(paragraph.text for paragraph in paragraphs[start + 1 : end]))
        for start, end in zip(headings, ends, strict=True)
    ]

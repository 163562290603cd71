"""What the sample company's documents hold, read without the product's own readers."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from selectolax.lexbor import LexborHTMLParser

from tests.data.papers import SAMPLE, entries, named, sheet, table, text_of

WORD = sorted(SAMPLE.glob("*.docx"))
CONTACT = r"[\w.]+@[\w.]+\w|(?<!\d)0\d{1,3}-\d{3,4}-\d{3,4}"
CLIENT = "orders@hetian.example"
FORMATS = {
    ".docx": 14, ".xlsx": 7, ".csv": 5, ".md": 5, ".pdf": 3, ".html": 3, ".txt": 2, ".pptx": 2, ".json": 1, ".jsonl": 1,
    ".eml": 1, ".zip": 1, ".yaml": 1,
}  # fmt: skip

# What nobody types in front of a paragraph that Word numbers: 1.2, 第三條, 一、, （一）, (a), 步驟1, Step 1.
TYPED_NUMBER = re.compile(
    r"\d+(\.\d+)+\s|\d+[.)、]\s*\D|第[一二三四五六七八九十百]+[章條]"
    r"|[一二三四五六七八九十]+、|[（(]([一二三四五六七八九十]+|[a-z]|[ivx]+)[)）]|步驟|Step \d"
)


def clauses(path: Path) -> dict[tuple[int, int], tuple[str, str]]:
    """Counts headings as Word does: (chapter, clause) → (heading, first paragraph)."""
    place = (0, 0)
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for paragraph in Document(str(path)).paragraphs:
        if paragraph.style.name == "Heading 1":
            place = (place[0] + 1, 0)
        elif paragraph.style.name == "Heading 2":
            place = (place[0], place[1] + 1)
            found[place] = (paragraph.text, "")
        elif found.get(place, ("", "x"))[1] == "":
            found[place] = (found[place][0], paragraph.text)
    return found


def numbered(path: Path) -> Iterator[Paragraph]:
    for paragraph in Document(str(path)).paragraphs:
        own = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
        if own or paragraph.style.name.startswith("Heading"):
            yield paragraph


def test_the_company_has_documents_of_every_kind() -> None:
    assert Counter(path.suffix for path in SAMPLE.iterdir()) == FORMATS


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.name)
def test_word_numbers_are_never_typed(path: Path) -> None:
    paragraphs = list(numbered(path))
    assert len(paragraphs) >= 25
    assert [paragraph.text for paragraph in paragraphs if TYPED_NUMBER.match(paragraph.text)] == []


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.name)
def test_every_number_points_to_a_list_that_exists(path: Path) -> None:
    document = Document(str(path))
    root = document.part.numbering_part.element
    lists = {number.get(qn("w:numId")): number for number in root.findall(qn("w:num"))}
    abstract = {item.get(qn("w:abstractNumId")) for item in root.findall(qn("w:abstractNum"))}
    used = {number.get(qn("w:val")) for number in document.element.body.iter(qn("w:numId"))}
    styled = {number.get(qn("w:val")) for number in document.styles.element.iter(qn("w:numId"))}
    assert used | styled == set(lists), "a list nobody uses, or a number without a list"
    assert {item.find(qn("w:abstractNumId")).get(qn("w:val")) for item in lists.values()} <= abstract


@pytest.mark.parametrize(
    ("prefix", "formats"),
    [
        ("SOP-LOG-001_出貨作業標準程序_v2.0", ["%1", "%1.%2", "%1.%2.%3"]),
        ("HR-001", ["第%1章", "第%2條", "%3、", "（%4）"]),
        ("FIN-002", ["%1、", "（%2）", "%3."]),
    ],
)
def test_the_numbering_is_the_one_of_its_kind_of_paper(prefix: str, formats: list[str]) -> None:
    root = Document(str(named(prefix))).part.numbering_part.element
    texts = [level.get(qn("w:val")) for level in root.find(qn("w:abstractNum")).iter(qn("w:lvlText"))]
    assert texts[: len(formats)] == formats


def test_articles_count_on_across_chapters() -> None:
    levels = Document(str(named("HR-001"))).part.numbering_part.element.findall(".//" + qn("w:lvl"))
    restart = levels[1].find(qn("w:lvlRestart"))
    assert levels[1].find(qn("w:numFmt")).get(qn("w:val")) == "taiwaneseCountingThousand"
    assert restart.get(qn("w:val")) == "0"


def test_clause_4_3_of_both_editions_is_the_shipping_exception_with_different_values() -> None:
    current = clauses(named("SOP-LOG-001_出貨作業標準程序_v2.0"))[4, 3]
    older = clauses(named("SOP-LOG-001_出貨作業標準程序_v1.0"))[4, 3]
    text = "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物。"
    assert current == ("出貨異常通報", text)
    assert older == ("出貨異常通報", "出貨異常須於 48 小時內通報物流部門，並由物流部經理核定是否補發貨物。")


def test_the_deadline_of_the_shipping_exception_stands_in_no_other_document() -> None:
    rows = [*sheet("FAQ-001", "常見問答"), *(tuple(row.values()) for row in table("FAQ-002"))]
    chat = named("LINE-CS").read_text(encoding="utf-8")
    assert not any("出貨異常" in str(cell) for row in rows for cell in row)
    assert "出貨異常" not in chat


@pytest.mark.parametrize("edition", ["2.0", "1.0"])
def test_an_edition_says_what_it_is_in_its_running_header_and_on_its_first_page(edition: str) -> None:
    document = Document(str(named(f"SOP-LOG-001_出貨作業標準程序_v{edition}")))
    header = document.sections[0].header.paragraphs[0].text
    front = "\n".join(paragraph.text for paragraph in document.paragraphs[:4])
    assert "文件編號：SOP-LOG-001" in header
    assert f"版次：{edition}" in header
    assert f"版次：{edition}" in front
    assert "生效日期" in front


def test_the_fee_tables_have_merged_cells_and_two_header_rows() -> None:
    tables = Document(str(named("FIN-002"))).tables
    assert [len(table.rows) for table in tables] == [7, 11]
    for fees in tables:
        assert fees._tbl.findall(".//" + qn("w:gridSpan"))
        assert fees._tbl.findall(".//" + qn("w:vMerge"))
        assert len(fees._tbl.findall(".//" + qn("w:tblHeader"))) == 2
    assert [cell.text for cell in tables[0].rows[3].cells] == [
        "協理、處長",
        "NT$4,200",
        "NT$3,700",
        "NT$3,300",
        "NT$1,000",
    ]
    assert tables[1].cell(3, 0).text == tables[1].cell(4, 0).text == "東北亞"


def test_both_pdf_libraries_read_the_same_characters() -> None:
    path = named("CS-003")
    with pdfplumber.open(path) as book:
        plumbed = [page.extract_text() for page in book.pages]
    document = pypdfium2.PdfDocument(path)
    read = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(read) >= 3
    for one, other in zip(plumbed, read, strict=True):
        assert Counter(re.sub(r"\s", "", one)) == Counter(re.sub(r"\s", "", other))
        assert "CS-003 退換貨與保固政策" in one.split("\n")[0]
    assert "CB-20 保固 2 年，CB-40 保固 3 年" in plumbed[1]


def test_the_sheets_and_tables_have_enough_rows_of_full_width() -> None:
    assert sheet("FAQ-001", "常見問答")[0] == ("問題", "答案", "類別")
    counts = {
        "FAQ-001": len(sheet("FAQ-001", "常見問答")) - 1,
        "FAQ-002": len(table("FAQ-002")),
        "CRM": len(table("CRM-2024")),
        "RATE-001": len(sheet("RATE-001", "國內運費")) - 1,
        "HR-009": len(sheet("HR-009", "薪資級距")) - 1,
    }
    least = {"FAQ-001": 35, "FAQ-002": 30, "CRM": 20, "RATE-001": 20, "HR-009": 10}
    assert {name: count for name, count in counts.items() if count < least[name]} == {}
    for row in sheet("FAQ-001", "常見問答") + sheet("RATE-001", "國內運費") + sheet("HR-009", "薪資級距"):
        assert None not in row
    for record in table("FAQ-002") + table("CRM-2024"):
        assert all(record.values())


def test_questions_are_asked_once() -> None:
    questions = [row[0] for row in sheet("FAQ-001", "常見問答")] + [row["Question"] for row in table("FAQ-002")]
    assert len(questions) == len(set(questions))


def test_the_english_faq_opens_in_excel() -> None:
    assert named("FAQ-002").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_chat_is_laid_out_as_line_exports_it() -> None:
    lines = named("LINE-CS").read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("[LINE] ")
    assert re.fullmatch(r"儲存日期：\d{4}/\d\d/\d\d \d\d:\d\d", lines[1])
    kinds = Counter(
        "day" if re.fullmatch(r"\d{4}/\d\d/\d\d（[一二三四五六日]）", line) else "message" for line in lines[2:] if line
    )
    messages = [line.split("\t") for line in lines[2:] if "\t" in line]
    assert kinds == {"day": 6, "message": len(messages)}
    assert all(len(message) == 3 and re.fullmatch(r"\d\d:\d\d", message[0]) for message in messages)
    asked = [text for _, who, text in messages if not who.startswith("客服") and text.endswith(("？", "要填。"))]
    assert len(asked) >= 15


def test_the_leave_page_is_bilingual_and_has_a_table() -> None:
    page = LexborHTMLParser(named("HR-005").read_text(encoding="utf-8"))
    assert len(page.css("h3")) >= 14
    assert len(page.css("tbody tr")) == 7
    assert "For international staff" in page.text()


@pytest.mark.parametrize(("prefix", "least"), [("IT-001", 20), ("IT-004", 18), ("PROD-001", 20)])
def test_the_markdown_files_have_headings_and_steps(prefix: str, least: int) -> None:
    text = named(prefix).read_text(encoding="utf-8")
    assert len(re.findall(r"^### ", text, re.MULTILINE)) >= least
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) >= 5


def test_the_corpus_file_names_every_document_once_and_nothing_else() -> None:
    matched = [path.name for entry in entries() for path in SAMPLE.glob(entry["file"])]
    assert sorted(matched) == sorted(path.name for path in SAMPLE.iterdir() if path.name != "corpus.yaml")
    assert all(
        path.startswith(f"{entry['id']}_") for entry in entries() for path in [next(SAMPLE.glob(entry["file"])).name]
    )


def test_each_restricted_paper_is_for_one_department() -> None:
    assert {entry["id"]: entry["audience"] for entry in entries() if "audience" in entry} == {
        "HR-009": "hr",
        "CL-024": "clinic",
        "LEG-035": "legal",
    }


def test_four_papers_have_two_editions_and_one_of_them_is_superseded_by_its_date_alone() -> None:
    counts = Counter(entry["id"] for entry in entries())
    twice = sorted(id_ for id_, count in counts.items() if count > 1)
    assert (twice, max(counts.values())) == (["CL-021", "LEG-031", "SOP-LOG-001", "WI-MFG-010"], 2)
    replacing = {entry["id"]: (entry["edition"], entry["supersedes"]) for entry in entries() if "supersedes" in entry}
    assert replacing == dict.fromkeys(["LEG-031", "SOP-LOG-001", "WI-MFG-010"], ("2.0", "1.0"))
    assert len({entry["effective_from"] for entry in entries() if entry["id"] == "CL-021"}) == 2


def test_telephone_numbers_and_mailboxes_are_the_listed_ones() -> None:
    listed = yaml.safe_load(named("corpus.yaml").read_text(encoding="utf-8"))["hotlines"]
    papers = [path for path in SAMPLE.iterdir() if path.suffix != ".yaml" and not path.name.startswith("CL-024")]
    found = {hit for path in papers for hit in re.findall(CONTACT, text_of(path))}
    assert found - set(listed) <= {CLIENT}

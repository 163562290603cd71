"""The documents of a file: its own text, and each document that it encloses, under names without personal data."""

import pytest

from pipelines.ingest.blocks import Block, Part, Problem, Reading
from pipelines.ingest.corpus import CorpusFile, Entry
from pipelines.ingest.files import FileRead
from pipelines.ingest.job import Read
from pipelines.ingest.personal.redactor import Redactor
from pipelines.ingest.sources import SourceFile, documents_of, problems_of, told_apart, units

REDACTOR = Redactor(b"s" * 32, ())
PERSON = "A123456789"


def safe(text: str) -> str:
    return REDACTOR.text(text)[0]


def reading(text: str, *parts: Part, problems: tuple[Problem, ...] = ()) -> Reading:
    blocks = (Block(kind="paragraph", text=text),) if text else ()
    return Reading(blocks=blocks, parts=parts, problems=problems)


def part(name: str, text: str, *parts: Part, problems: tuple[Problem, ...] = ()) -> Part:
    return Part(name=name, reading=reading(text, *parts, problems=problems))


def source(path: str, read: Reading | None, **entry: str | bool) -> SourceFile:
    unread = Read(reason="no text layer", hint="turn OCR on") if read is None else Read(reading=read)
    file = FileRead(read=unread, sha256="d" * 64, bytes=9)
    stated = CorpusFile(documents=(Entry(**entry),) if entry else ())  # type: ignore[arg-type]
    return documents_of(SourceFile(path=path, name=safe(path), file=file), stated, safe)


def named(found: SourceFile) -> list[tuple[str, str]]:
    return [(document.source, document.id) for document in found.documents]


def test_a_file_is_a_document() -> None:
    assert named(source("log/SOP-LOG-001_出貨_v2.0.docx", reading("甲"))) == [
        ("log/SOP-LOG-001_出貨_v2.0.docx", "SOP-LOG-001")
    ]


def test_every_part_is_a_document_with_a_name_of_its_own() -> None:
    inner = part("SOP-1_v2.docx", "乙")
    found = source("mails.zip", reading("", part("a.eml", "甲", inner), part("folder/HR-2_v1.md", "丙")))
    assert named(found) == [
        ("mails.zip!a.eml", "a"),
        ("mails.zip!a.eml!SOP-1_v2.docx", "SOP-1"),
        ("mails.zip!folder/HR-2_v1.md", "HR-2"),
    ]


def test_two_parts_of_one_name_are_two_documents() -> None:
    found = source("mail.eml", reading("", part("image.txt", "甲"), part("image.txt", "乙"), part("b.txt", "丙")))
    assert [document.source for document in found.documents] == [
        "mail.eml!image.txt",
        "mail.eml!image.txt#2",
        "mail.eml!b.txt",
    ]


def test_a_part_without_text_is_no_document() -> None:
    assert named(source("a.zip", reading("", part("empty.md", "")))) == []


def test_what_is_stated_about_a_part_holds_for_it_alone() -> None:
    parts = (part("one.md", "甲"), part("two.md", "乙"))
    found = source("a.zip", reading("", *parts), file="a.zip!two*", id="HR-9", audience="hr")
    assert [(document.id, document.audience) for document in found.documents] == [("one", "all"), ("HR-9", "hr")]


def test_the_id_of_a_file_is_not_that_of_its_parts() -> None:
    """A pattern that ends in a star matches what follows the file's name, too."""
    found = source("a.eml", reading("甲", part("b.md", "乙")), file="a*", id="MAIL-1")
    assert [document.id for document in found.documents] == ["MAIL-1", "b"]


def test_what_few_may_read_holds_nothing_that_all_may_read() -> None:
    """The members of an archive for human resources were for everyone."""
    inside = part("mail.eml", "甲", part("pay.md", "乙"))
    found = source("hr.zip", reading("", inside), file="hr.zip", audience="hr", citable=False)
    assert [(document.audience, document.citable) for document in found.documents] == [("hr", False)] * 2


def test_a_part_may_be_for_more_than_its_file() -> None:
    parts = (part("one.md", "甲"), part("two.md", "乙"))
    stated = (Entry(file="hr.zip", audience="hr"), Entry(file="hr.zip!one*", audience="all"))
    file = FileRead(read=Read(reading=reading("", *parts)), sha256="", bytes=9)
    unnamed = SourceFile(path="hr.zip", name="hr.zip", file=file)
    found = documents_of(unnamed, CorpusFile(documents=stated), safe)
    assert [document.audience for document in found.documents] == ["all", "hr"]


@pytest.mark.parametrize("where", ["path", "id", "title", "part"])
def test_no_name_holds_personal_data(where: str) -> None:
    if where == "path":
        found = source(f"身分證 {PERSON}.md", reading("甲"))
    elif where == "part":
        redacted, _ = REDACTOR.reading(reading("", part(f"身分證 {PERSON}.md", "甲")))
        found = source("a.zip", redacted)
    else:
        found = source("a.md", reading("甲"), file="a.md", **{where: f"身分證 {PERSON}"})
    (document,) = found.documents
    assert PERSON not in f"{found.name} {document.source} {document.id} {document.title}"
    assert "〔ID-" in f"{document.id} {document.title}"


def test_a_file_that_could_not_be_read_is_quarantined_as_a_whole() -> None:
    (lost,) = problems_of(source("scan.pdf", None))
    assert (lost.source, lost.locator, lost.reader) == ("scan.pdf", None, "pdf")
    assert (lost.reason, lost.hint, lost.bytes) == ("no text layer", "turn OCR on", 9)


def test_problems_keep_their_place_in_the_file_and_in_its_parts() -> None:
    problems = (Problem(locator="member a.exe", reason="no reader for .exe"),)
    inner = part("b.csv", "乙", problems=(Problem(locator="row 3", reason="1 fields, the header has 2"),))
    found = problems_of(source("a.zip", reading("", inner, problems=problems)))
    assert [(item.source, item.locator) for item in found] == [("a.zip", "member a.exe"), ("a.zip!b.csv", "row 3")]


def test_plain_parts_that_share_a_name_are_told_apart_by_their_path() -> None:
    """Every channel of a chat export has a file of the same day."""
    days = (part("general/2024-05-01.json", "甲"), part("random/2024-05-01.json", "乙"), part("c/notes.md", "丙"))
    documents = told_apart([source("chat.zip", reading("", *days))])
    assert [document.id for document in documents] == [
        "chat.zip!general/2024-05-01.json",
        "chat.zip!random/2024-05-01.json",
        "notes",
    ]


def test_coded_documents_that_share_an_id_stay_a_mistake_to_be_told() -> None:
    copies = (part("a/SOP-1_v1.md", "甲"), part("b/SOP-1_v1.md", "乙"))
    assert [document.id for document in told_apart([source("a.zip", reading("", *copies))])] == ["SOP-1", "SOP-1"]


def test_files_that_share_an_id_stay_a_mistake_to_be_told() -> None:
    documents = told_apart([source("a/notes.md", reading("甲")), source("b/notes.md", reading("乙"))])
    assert [document.id for document in documents] == ["notes", "notes"]


def test_units_come_from_the_outside_in() -> None:
    deep = reading("", part("a", "1", part("b", "2")), part("c", "3"))
    assert [inside for inside, _ in units(deep)] == [(), ("a",), ("a", "b"), ("c",)]

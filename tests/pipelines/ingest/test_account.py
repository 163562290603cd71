"""An account adds up, whatever is in a file, and its page says so without any of the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.account import account_of, size_of
from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.cache import parse
from pipelines.ingest.card import card_of, kinds
from pipelines.ingest.config import CorpusConfig
from pipelines.ingest.conservation.tally import Tally, tally
from pipelines.ingest.corpus import CorpusFile
from pipelines.ingest.files import FileRead
from pipelines.ingest.job import Job, Read, reply
from pipelines.ingest.sources import SourceFile, documents_of
from pipelines.ingest.stage import Ingested, cut_all
from pipelines.records import Account, Quarantined

SECRET = b"s" * 32


def source(read: Read, path: str = "a.md") -> SourceFile:
    file = FileRead(read=read, sha256="d" * 64, bytes=9)
    return documents_of(SourceFile(path=path, name=path, file=file), CorpusFile(), str)


def ingested(text: str, path: str = "a.md") -> Ingested:
    job = Job(data=text.encode(), suffix=path[path.index(".") :], secret=SECRET)
    return cut_all([source(parse(reply(job, 64)), path)], CorpusConfig())


def adds_up(account: Account) -> bool:
    fates = (account.sections, account.furniture, account.hidden, account.redacted, account.quarantined, account.lost)
    return account.characters == sum(fates) and min(fates) >= 0


def test_the_characters_of_a_text_are_in_its_sections() -> None:
    (account,) = ingested("出貨異常須通報。\n", "a.txt").accounts
    assert (account.characters, account.sections) == (8, 8)


def test_a_title_is_furniture_and_no_section() -> None:
    (account,) = ingested("# 出貨程序\n\n須通報。\n").accounts
    assert account.furniture == 4
    assert account.sections == 4
    assert adds_up(account)


def test_personal_data_counts_as_redacted_by_kind() -> None:
    result = ingested("身分證字號 A123456789。\n\n手機 0912-345-678。\n", "a.txt")
    (account,) = result.accounts
    assert account.redacted == 22
    assert account.redactions == (("mobile", 1), ("national_id", 1))
    assert sum(section.redactions for section in result.sections) == 2
    assert adds_up(account)


def test_hidden_characters_are_told_by_kind() -> None:
    (account,) = ingested("出\u200b貨\u202e異常\n", "a.txt").accounts
    assert (account.hidden, account.hidden_kinds) == (2, (("bidi", 1), ("zero_width", 1)))
    assert adds_up(account)


def test_a_file_that_cannot_be_read_is_quarantined_with_all_its_characters() -> None:
    counted = tally("甲乙丙".encode(), ".txt", Reading())
    (account,) = cut_all([source(Read(reason="no", tally=counted), "a.txt")], CorpusConfig()).accounts
    assert (account.characters, account.quarantined, account.lost) == (3, 3, 0)


def test_a_file_that_nobody_can_count_has_no_characters() -> None:
    (account,) = cut_all([source(Read(reason="no"))], CorpusConfig()).accounts
    assert (account.characters, account.quarantined) == (0, 0)


def test_tracked_changes_of_all_parts_are_counted() -> None:
    blocks = (Block(kind="paragraph", text="甲"),)
    read = Read(reading=Reading(blocks=blocks, changes=2), hidden=(("deleted", 4),))
    account = account_of(source(read), {"a.md": []})
    assert (account.changes, account.hidden_kinds) == (2, (("deleted", 4),))


@settings(max_examples=40)
@given(
    st.lists(st.text("甲乙 abc123\n#|-", max_size=20), max_size=5),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_an_account_always_adds_up(texts: list[str], more: int, lost: int, redacted: int) -> None:
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts if text.strip())
    body = sum(size_of(block) for block in blocks)
    counted = Tally(
        characters=body + more + lost, body=body, furniture=more, hidden=0, quarantined=0, lost=lost,
        cells=0, cells_lost=0, items=0, items_lost=0, notes=0, notes_lost=0,
    )  # fmt: skip
    read = Read(reading=Reading(blocks=blocks), tally=counted, redacted=(("name", 1, redacted),))
    (account,) = cut_all([source(read)], CorpusConfig()).accounts
    assert adds_up(account)


def test_the_page_shows_every_file_and_their_sum() -> None:
    accounts = [
        Account(source="a.docx", characters=1200, sections=1000, hidden=150, hidden_kinds=(("white", 150),), lost=50),
        Account(source="b|c.pdf", characters=10, sections=10, cells=4, cells_lost=1, changes=3),
    ]
    lost = Quarantined(source="a.docx", locator="page 3", reader="docx", reason="torn", hint="mend", sha256="", bytes=1)
    page = card_of(Ingested(accounts=accounts, quarantined=[lost], hashes={"a.docx": "", "b|c.pdf": ""}), "acme")
    assert page.splitlines()[:2] == ["# What became of acme", "2 files, 0 sections."]
    assert "| a.docx | 1,200 | 1,000 | 0 | 150 | 0 | 0 | 50 | 0 of 0 | 0 of 0 | 0 of 0 |" in page
    assert "| b\\|c.pdf | 10 | 10 | 0 | 0 | 0 | 0 | 0 | 1 of 4 | 0 of 0 | 0 of 0 |" in page
    assert "| all | 1,210 | 1,010 | 0 | 150 | 0 | 0 | 50 | 1 of 4 | 0 of 0 | 0 of 0 |" in page
    assert "| a.docx | white 150 |  |  |" in page
    assert "| b\\|c.pdf |  |  | 3 |" in page
    assert "| a.docx | page 3 | torn | mend |" in page


def test_the_page_says_where_there_is_nothing_to_say() -> None:
    page = card_of(Ingested(accounts=[Account(source="a.md", characters=1, sections=1)], hashes={"a.md": ""}), "acme")
    assert page.count("Nothing.") == 2


def test_a_file_that_cannot_be_counted_has_no_zeros_that_read_like_a_count() -> None:
    page = card_of(Ingested(accounts=[Account(source="a.md", characters=0)], hashes={"a.md": ""}), "acme")
    assert "| a.md | – | – | – | – | – | – | – |" in page


def test_kinds_read_as_words() -> None:
    assert kinds([("hidden_sheet", 1200), ("white", 3)]) == "hidden sheet 1,200, white 3"

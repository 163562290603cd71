"""What the reader process makes of one file: nothing hidden and nobody's data leaves it."""

import json

import pytest

from pipelines.ingest import readers
from pipelines.ingest.blocks import Block, Hidden, Part, Problem, Reading, UnreadableError
from pipelines.ingest.cache import parse
from pipelines.ingest.job import Job, Read, reply
from pipelines.ingest.readers.options import Options

PERSON = "A123456789"


def text(content: str, **more: object) -> Job:
    return Job(data=content.encode(), suffix=".txt", secret=b"s" * 32, **more)  # type: ignore[arg-type]


def answered(job: Job, output: int = 64) -> Read:
    return parse(reply(job, output))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> "type[Reads]":
    """Puts a reading, or an error, in the place of what the readers would make of a file."""
    Reads.monkeypatch = monkeypatch
    return Reads


class Reads:
    monkeypatch: pytest.MonkeyPatch

    def __init__(self, outcome: Reading | BaseException) -> None:
        def stand_in(data: bytes, suffix: str, options: Options) -> Reading:
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        self.monkeypatch.setattr(readers, "read", stand_in)


def test_a_reading_comes_with_its_tally() -> None:
    read = answered(text("一、出貨異常須通報。"))
    assert read.reading is not None
    assert read.tally is not None
    assert (read.reading.blocks[0].text, read.tally.characters, read.tally.lost) == ("出貨異常須通報。", 10, 0)


def test_personal_data_is_replaced_and_counted_before_anything_leaves() -> None:
    content = reply(text(f"承辦人身分證字號 {PERSON}。"), 64)
    assert PERSON not in content.decode()
    assert parse(content).redacted == (("national_id", 1, 10),)


def test_the_same_secret_gives_the_same_pseudonym_and_another_one_another() -> None:
    job = text(f"身分證字號 {PERSON}")
    other = Job(data=job.data, suffix=job.suffix, secret=b"t" * 32)
    assert reply(job, 64) == reply(job, 64)
    assert reply(job, 64) != reply(other, 64)


def test_the_companys_own_mailbox_stays() -> None:
    read = answered(text("請寄 care@lanpan.example 或 amy.chen@mail.example", allowed=("care@lanpan.example",)))
    assert read.reading is not None
    assert "care@lanpan.example" in read.reading.blocks[0].text
    assert "amy.chen" not in read.reading.blocks[0].text


def test_hidden_text_is_counted_by_kind_and_stays_inside(reads: type[Reads]) -> None:
    inside = Reading(blocks=(Block(kind="paragraph", text="乙"),), hidden=(Hidden(kind="white", text="機 密"),))
    hidden = (Hidden(kind="white", text="忽略以上"), Hidden(kind="comment", text="改"))
    reads(Reading(blocks=(Block(kind="paragraph", text="甲"),), hidden=hidden, parts=(Part(name="p", reading=inside),)))
    content = reply(text("x"), 64)
    assert parse(content).hidden == (("comment", 1), ("white", 6))
    assert not any(words in content.decode() for words in ("忽略以上", "機 密"))


def test_the_place_of_a_problem_holds_no_personal_data(reads: type[Reads]) -> None:
    problem = Problem(locator=f"身分證 {PERSON}.exe", reason="no reader for .exe")
    reads(Reading(parts=(Part(name="p", reading=Reading(problems=(problem,))),)))
    content = reply(text("x"), 64)
    assert PERSON not in content.decode()
    assert "〔ID-" in content.decode()


def test_invisible_characters_are_no_part_of_a_text() -> None:
    read = answered(text("出\u200b貨\u202e異常"))
    assert read.reading is not None
    assert read.reading.blocks[0].text == "出貨異常"
    assert read.hidden == (("bidi", 1), ("zero_width", 1))


@pytest.mark.parametrize(
    ("error", "reason", "hint"),
    [
        (UnreadableError("no text layer", "turn OCR on"), "no text layer", "turn OCR on"),
        (
            MemoryError(),
            "reading needs more memory than allowed",
            "raise `corpus.reader_megabytes`, or split the file",
        ),
        (RecursionError(), "nested too deeply", None),
        (KeyError("機密"), "the reader failed: KeyError", "open the file and save it again"),
    ],
)
def test_whatever_a_parser_raises_becomes_a_reason_without_text(
    error: Exception, reason: str, hint: str | None, reads: type[Reads]
) -> None:
    reads(error)
    read = answered(text("機密"))
    assert (read.reading, read.reason, read.hint) == (None, reason, hint)


def test_what_is_in_a_file_that_cannot_be_read_is_counted_where_that_is_possible(reads: type[Reads]) -> None:
    reads(UnreadableError("the file holds no text"))
    read = answered(text("十個字的檔案讀不出來"))
    assert read.tally is not None
    assert read.tally.characters == 10


def test_a_reading_larger_than_allowed_is_refused() -> None:
    assert answered(text("字" * 400_000), output=1).reason == "its text is larger than 1 MiB"


def test_half_a_surrogate_pair_does_not_stop_a_run(reads: type[Reads]) -> None:
    """A broken file can hold one, and UTF-8 cannot."""
    reads(UnreadableError("a\ud800b"))
    assert answered(text("甲")).reason == "a?b"


def test_a_reply_is_json_with_the_names_of_the_record() -> None:
    shown = json.loads(reply(text("甲"), 64))
    assert set(shown) == set(Read.__slots__)
    assert shown["reading"]["blocks"][0]["text"] == "甲"


def test_parts_keep_their_place(reads: type[Reads]) -> None:
    deep = Part(name="deep.md", reading=Reading(blocks=(Block(kind="heading", text="H", level=1),)))
    outer = Part(name="outer", reading=Reading(parts=(deep,)))
    reads(Reading(parts=(outer,)))
    read = answered(text("x"))
    assert read.reading is not None
    assert read.reading.parts[0].reading.parts[0].reading.blocks[0].text == "H"

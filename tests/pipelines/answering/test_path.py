"""The one path from a question to an answer."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipelines.answering.path import answer
from pipelines.answering.shown import Asked, Library, ask_all
from pipelines.answering.writers import Finished, Writer, Written, extractive_writer
from pipelines.language.prompt import prompt_hash
from pipelines.retrieval.index import Index
from tests.pipelines.answering.company import NOTICE, QUESTIONS, SECTIONS

LIBRARY = Library.of(Index.build(SECTIONS), sources=3)


def writing(*written: Written) -> Writer:
    """Returns a writer that hands over its answers, the last one first."""

    def write(asked: Sequence[Asked], finished: Finished) -> None:
        for place in reversed(range(len(asked))):
            finished(place, written[place])

    return Writer(model="m", adapter_hash="a", write=write)


def said(*texts: str) -> Writer:
    """Returns a writer that hands over texts."""
    return writing(*(Written(text=text) for text in texts))


def test_a_handle_becomes_the_key_of_the_source_that_stands_there() -> None:
    asked = ask_all(QUESTIONS[:1], "retrieved", LIBRARY)
    made = answer(asked, said("24 小時內[1]。"), arm="base", library=LIBRARY)[0]
    assert made.text == "24 小時內 [SOP-LOG-001 §4.3]。"
    assert made.citations == (NOTICE.key,)
    assert (made.prompt_hash, made.adapter_hash, made.index_hash, made.arm) == (
        prompt_hash(),
        "a",
        LIBRARY.index.hash,
        "base",
    )


def test_a_handle_that_points_nowhere_is_kept_as_invented() -> None:
    asked = ask_all(QUESTIONS[:1], "retrieved", LIBRARY)
    made = answer(asked, said("24 小時內 [9]。"), arm="base", library=LIBRARY)[0]
    assert (made.text, made.citations, made.invented) == ("24 小時內。", (), ("[9]",))


def test_the_documents_have_the_word_where_the_writer_leaves_it_to_them() -> None:
    """The model's value is wrong here, and its source is right."""
    asked = ask_all([QUESTIONS[0], QUESTIONS[3]], "retrieved", LIBRARY)
    writer = replace(said("48 小時內[1]。", "所提供的文件沒有這個問題的答案。"), quote=True)
    quoted, refused = answer(asked, writer, arm="base", library=LIBRARY)
    assert quoted.text == "出貨異常須於 24 小時內通報物流部門 [SOP-LOG-001 §4.3]。"
    assert quoted.citations == (NOTICE.key,)
    assert refused.refused


def test_an_answer_is_counted_once_it_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    def quoted(written: Written, *_: object) -> str:
        happened.append(f"quoted {written.text}")
        return written.text

    monkeypatch.setattr("pipelines.answering.path.quoted", quoted)
    asked = ask_all(QUESTIONS[:2], "retrieved", LIBRARY)
    writer = replace(said("a", "b"), quote=True)
    answer(asked, writer, arm="base", library=LIBRARY, advance=lambda count: happened.append(f"{count} done"))
    assert happened == ["0 done", "quoted b", "1 done", "quoted a", "1 done"]


def test_a_refusal_is_taken_back_below_the_probability_that_is_configured() -> None:
    asked = ask_all(QUESTIONS[:1], "retrieved", LIBRARY)
    text = "所提供的文件沒有這個問題的答案。"
    refusal = Written(text=text, completion_tokens=10, confidence=-0.1)
    writer = replace(writing(refusal), quote=True)
    made = [answer(asked, replace(writer, refuse_from=one), arm="base", library=LIBRARY)[0] for one in (0, 0.3, 0.4)]
    assert [one.refused for one in made] == [True, True, False]
    assert made[2].citations == (NOTICE.key,)


def test_a_refusal_is_marked() -> None:
    asked = ask_all(QUESTIONS[3:], "retrieved", LIBRARY)
    assert answer(asked, said("所提供的文件沒有這個問題的答案。"), arm="base", library=LIBRARY)[0].refused


def test_the_extractive_arm_walks_the_same_path() -> None:
    done: list[int] = []
    asked = ask_all(QUESTIONS, "retrieved", LIBRARY)
    made = answer(asked, extractive_writer(0.3), arm="extractive", library=LIBRARY, advance=done.append)
    assert [one.question_id for one in made] == [one.id for one in QUESTIONS]
    assert (made[0].model, made[0].adapter_hash, made[0].citations) == ("extractive", None, (NOTICE.key,))
    assert sum(done) == len(QUESTIONS)


def test_a_code_that_no_source_knows_is_refused_and_nobody_is_asked_about_it() -> None:
    asked = ask_all(QUESTIONS[:2], "retrieved", LIBRARY)
    about_a_code = replace(asked[0], question="ZX-99 的通報時限是多久？")
    seen: list[Asked] = []

    def write(questions: Sequence[Asked], finished: Finished) -> None:
        seen.extend(questions)
        for place in range(len(questions)):
            finished(place, Written(text="24 小時內[1]。"))

    made = answer([about_a_code, asked[1]], Writer(model="m", adapter_hash=None, write=write), arm="a", library=LIBRARY)
    assert [one.refused for one in made] == [True, False]
    assert seen == [asked[1]]
    closed = replace(about_a_code, sources=(), closed_book=True)
    assert not answer([closed], Writer(model="m", adapter_hash=None, write=write), arm="a", library=LIBRARY)[0].refused

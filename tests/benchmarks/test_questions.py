"""The question sheets: their form, and that their citation keys are those of the corpora."""

import os
from pathlib import Path

import pytest

from benchmarks.retrieval.corpora import CORPORA, Asked, Task, crossed, ingested, plain, read_sheet
from pipelines.language.script import language_of

CORPORA_AT = "GROUNDSMITH_CORPORA"
KINDS = {"same_words", "paraphrase", "other_language", "codes"}


def keys_of(rows: list[Asked], split: str) -> set[str]:
    return {key for row in rows if row.split == split for key in row.keys}


@pytest.mark.parametrize("name", CORPORA)
def test_a_sheet_has_enough_questions_of_every_class_in_both_languages(name: str) -> None:
    rows = read_sheet(name)
    test = [row for row in rows if row.split == "test"]
    unanswerable = [row for row in test if not row.keys]
    assert len(test) >= 120
    assert len(rows) - len(test) >= 60
    assert len(unanswerable) >= len(test) * 0.3
    assert {row.kind for row in test if row.keys} == KINDS
    assert {language_of(row.question) for row in test} == {"zh", "en"}


@pytest.mark.parametrize("name", CORPORA)
def test_no_golden_section_of_a_test_question_is_one_of_the_training_questions(name: str) -> None:
    rows = read_sheet(name)
    assert not keys_of(rows, "test") & keys_of(rows, "train")


@pytest.mark.parametrize("name", CORPORA)
def test_a_question_stands_once_and_has_an_answer_exactly_where_it_has_keys(name: str) -> None:
    rows = read_sheet(name)
    assert len({row.question for row in rows}) == len(rows)
    assert {row.split for row in rows} == {"train", "test"}
    assert all(bool(row.answer) == bool(row.keys) for row in rows)
    assert all(row.question == row.question.strip() and row.kind in KINDS for row in rows)


@pytest.mark.skipif(CORPORA_AT not in os.environ, reason=f"{CORPORA_AT} does not say where the public corpora are")
@pytest.mark.parametrize("name", CORPORA)
def test_every_key_is_one_of_the_corpus_and_holds_the_answer(name: str) -> None:
    texts: dict[str, str] = {}
    for section in ingested(Path(os.environ[CORPORA_AT]), name):
        texts[section.key] = texts.get(section.key, "") + " " + section.text
    rows = [row for row in read_sheet(name) if row.keys]
    assert [key for row in rows for key in row.keys if key not in texts] == []
    # An answer in another language than its sections is in other words.
    alike = [row for row in rows if any(language_of(row.question) == language_of(texts[key]) for key in row.keys)]
    flat = {key: " ".join(text.split()).lower().replace("’", "'") for key, text in texts.items()}
    assert [row.question for row in alike if not any(row.answer.lower() in flat[key] for key in row.keys)] == []


def test_questions_across_languages_keep_only_the_keys_of_the_language_that_is_searched() -> None:
    sections = (plain("法 第1條", "雇主應給付工資。"), plain("Act Article 1", "An employer shall pay wages."))
    asked = (
        Asked(
            question="誰給付工資？", answer="雇主", keys=("法 第1條", "Act Article 1"), kind="same_words", split="test"
        ),
        Asked(question="Who pays?", answer="employer", keys=("Act Article 1",), kind="paraphrase", split="test"),
    )
    task = crossed(Task(name="laws", sections=sections, asked=asked), "zh", "en")
    assert [section.key for section in task.sections] == ["Act Article 1"]
    assert [(row.question, row.keys, row.kind) for row in task.asked] == [
        ("誰給付工資？", ("Act Article 1",), "other_language")
    ]

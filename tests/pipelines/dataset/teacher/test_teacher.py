"""A teacher's questions join the dataset: proven, counted, and the same whatever the order in which replies come."""

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.dataset.build import Dataset, build
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.teacher.config import TeacherConfig
from pipelines.dataset.teacher.teacher import Teacher, forget_gone, notes_on, teacher_of
from pipelines.dataset.verify import fault
from pipelines.language.refusal import REFUSALS
from pipelines.language.script import language_of
from pipelines.records import Section
from pipelines.retrieval.index import Index
from pipelines.runtime.errors import UserError
from tests.pipelines.dataset.teacher import fake
from tests.pipelines.models.chat_server import serving

SIZES = DatasetConfig(examples=80, validation=6, held_out=24, near_duplicate=0.99)


def config(url: str, **changes: Any) -> Config:
    known: dict[str, Any] = {"url": url, "model": "m", "max_sections": 16, "share_other_language": 0.5, "retries": 1}
    teacher = TeacherConfig(**(known | changes))
    return Config(dataset=replace(SIZES, teacher=teacher))


def made(company: list[Section], settings: Config, folder: Path) -> tuple[Dataset, Teacher]:
    teacher = Teacher(settings, folder)
    return build(company, settings, Index.build(company), teacher.teach), teacher


def ask(company: list[Section], settings: Config, folder: Path) -> Sequence[Candidate]:
    """Asks the teacher alone, without making a dataset."""
    return Teacher(settings, folder).teach(company, [], Index.build(company)).candidates


def test_without_a_teacher_there_is_none(tmp_path: Path) -> None:
    assert teacher_of(Config(), tmp_path / "replies") is None
    assert not (tmp_path / "replies").exists()
    assert notes_on(None, None) == []


def test_its_questions_and_wordings_are_in_the_dataset(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        dataset, teacher = made(company, config(server.url), tmp_path)
    counts = dataset.teacher
    assert counts is not None
    assert counts.sections == 16
    assert counts.calls == len(server.received) == len(teacher.new)
    assert min(counts.questions, counts.wordings, counts.translated) > 0
    train = [example for example in dataset.train if example.answerable]
    assert any(example.origin == "teacher" for example in train)
    assert any(example.question.startswith("想問一下，") for example in train)


def test_a_question_that_names_nothing_joins_no_sections(company: list[Section], tmp_path: Path) -> None:
    """One vague question for every section would make one group of them, and nothing could be held out any more."""

    def vague(request: dict[str, Any]) -> str:
        return re.sub(r"What does the rule on \w+ set\?", "What does the rule set?", fake.reply(request))

    with serving(vague) as server:
        dataset, _ = made(company, config(server.url, share_other_language=1.0), tmp_path)
    assert dataset.teacher is not None
    assert dataset.teacher.translated == 0
    assert dataset.teacher.rejected["asked of several sections"] > 1
    assert dataset.groups == build(company, Config(dataset=SIZES), Index.build(company)).groups


def test_a_question_in_the_other_language_is_answered_and_refused_in_it(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        settings = config(server.url, share_other_language=1.0, questions_per_section=0, wordings=0)
        settings = replace(settings, dataset=replace(settings.dataset, largest_origin=1.0))
        dataset, _ = made(company, settings, tmp_path)
    chinese = {section.id for section in company if section.language == "zh"}
    for item in (*dataset.train, *dataset.held_out):
        assert item.origin != "teacher" or item.language == language_of(item.question)
    foreign = [one for one in dataset.train if one.origin == "teacher" and {*one.lineage} <= chinese]
    assert foreign
    for example in foreign:
        assert example.language == "en"
        expected = language_of(example.answer.partition(" [")[0]) if example.answerable else example.answer
        assert expected in ("en", REFUSALS["en"])


def test_what_no_section_says_is_in_no_example(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        dataset, _ = made(company, config(server.url), tmp_path)
    assert dataset.teacher is not None
    assert dataset.teacher.rejected["answer not in its quote"] > 0
    assert not any("999" in example.answer + example.question for example in dataset.train)
    assert not any("天氣" in item.question for item in (*dataset.train, *dataset.held_out))


def shaken(answer: Callable[[dict[str, Any]], str], seed: int) -> Callable[[dict[str, Any]], str]:
    chance = random.Random(seed)

    def other(request: dict[str, Any]) -> str:
        time.sleep(chance.random() / 100)
        return answer(request)

    return other


def test_the_dataset_is_the_same_for_any_concurrency_and_arrival(company: list[Section], tmp_path: Path) -> None:
    datasets = []
    for number, concurrency in enumerate((1, 16)):
        with serving(shaken(fake.spoilt(fake.reply), number)) as server:
            settings = config(server.url, concurrency=concurrency)
            dataset, _ = made(company, settings, tmp_path / str(number))
            datasets.append(dataset)
            assert server.most_at_once <= concurrency
    assert datasets[0] == datasets[1]


def test_a_second_run_asks_nothing_and_makes_the_same(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        first, _ = made(company, config(server.url), tmp_path)
    again, teacher = made(company, config("http://127.0.0.1:9/v1"), tmp_path)
    assert again == first
    assert list(teacher.new) == []
    assert "0 calls made (0 tokens read, 0 written)" in notes_on(teacher, again.teacher)[0]


def test_rubbish_changes_nothing_but_the_counts(company: list[Section], tmp_path: Path) -> None:
    with serving(lambda request: "I am sorry, I cannot help with that.") as server:
        dataset, _ = made(company, config(server.url), tmp_path)
    plain = build(company, Config(dataset=SIZES), Index.build(company))
    assert (dataset.train, dataset.validation, dataset.held_out) == (plain.train, plain.validation, plain.held_out)
    assert dataset.teacher is not None
    assert dataset.teacher.rejected == {"reply is no JSON": len(server.received)}
    assert plain.teacher is None


def test_all_that_is_taken_is_proven_like_any_other_candidate(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        seen = ask(company, config(server.url), tmp_path)
    assert seen
    assert [fault(candidate) for candidate in seen] == [None] * len(seen)


def test_more_sections_are_asked_about_only_where_they_are_new(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        ask(company, config(server.url, max_sections=10), tmp_path)
        few = len(server.received)
        ask(company, config(server.url, max_sections=20), tmp_path)
        more = len(server.received)
        ask(company, config(server.url, max_sections=10), tmp_path)
        assert len(server.received) == more > few
    assert len({str(call) for call in server.received}) == len(server.received)


def test_a_withdrawn_section_takes_its_replies_with_it(company: list[Section], tmp_path: Path) -> None:
    with serving(fake.reply) as server:
        everything = config(server.url, max_sections=40)
        ask(company, everything, tmp_path)
        asked = len(server.received)
        forget_gone(company[1:], tmp_path)
        ask(company, everything, tmp_path)
        assert asked < len(server.received) <= asked + 3


def test_an_endpoint_that_is_gone_says_so_before_anything_is_written(company: list[Section], tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"127\.0\.0\.1:9 does not answer"):
        made(company, config("http://127.0.0.1:9/v1"), tmp_path)

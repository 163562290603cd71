"""The card says what was proven, and what became of the questions of sheets."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pipelines.dataset.bound import Bound
from pipelines.dataset.card.coverage import coverage
from pipelines.dataset.card.lengths import Lengths
from pipelines.dataset.card.lineage import Made
from pipelines.dataset.card.page import card, write_card
from pipelines.dataset.teacher.taught import TeacherCounts
from pipelines.models.lengths import SetLength

NONE = Lengths(model="llama", missing="it is not there")
SETS = (SetLength(name="a", shared=90, asked=(5, 5)), SetLength(name="b", shared=9, asked=(1,)))
SOME = Lengths(model="tiny", limit=500, sets=SETS)


def page(made: Made, found: Lengths = NONE) -> str:
    return card(made, found, coverage(made.sections, made.dataset, made.config))


def test_the_card_names_leaks_pairs_and_retired_questions(made: Made) -> None:
    dataset = made.dataset
    text = page(made)
    read = len(dataset.train) + len(dataset.validation)
    assert f"0 of {read} examples, each compared with {len(dataset.held_out)} held-out questions" in text
    assert f"has {dataset.checked.nearest:.0%} of all tokens in common with it." in text
    assert "| shown again without its source |" in text
    assert "question sheets" not in text
    bound = Bound(questions=[dataset.held_out[0]], verified=1, retired={"a.jsonl:2": "A §1 is gone"})
    text = page(replace(made, dataset=replace(dataset, bound=bound)))
    assert "From question sheets: 1 questions, 1 of them verified against a section that changed; 1 retired." in text
    assert "- a.jsonl:2: A §1 is gone" in text


def test_the_counts_of_every_table_are_those_of_the_files(made: Made) -> None:
    text = page(made)
    dataset = made.dataset
    assert f"| items | {len(dataset.train)} | {len(dataset.validation)} | {len(dataset.held_out)} |" in text
    counts = Counter((one.origin, one.language, one.answerable) for one in dataset.train)
    for origin, language in {(origin, language) for origin, language, _ in counts}:
        row = re.search(rf"^\| {origin} \| {language} \| (\d+) \| (\d+) \|", text, re.MULTILINE)
        assert row is not None
        assert [int(number) for number in row.groups()] == [counts[origin, language, flag] for flag in (True, False)]


def test_every_question_without_an_answer_has_a_kind(made: Made) -> None:
    part = page(made).split("## Questions without an answer")[1].split("Source sets that repeat")[0]
    rows = [[int(cell) for cell in row.split("|")[2:5]] for row in part.splitlines()[4:] if row.startswith("|")]
    sides = (made.dataset.train, made.dataset.validation, made.dataset.held_out)
    assert [sum(column) for column in zip(*rows, strict=True)] == [
        sum(not item.answerable for item in items) for items in sides
    ]


def test_the_card_shows_every_picture_it_has_and_no_other(made: Made, tmp_path: Path) -> None:
    for found, names in ((NONE, ["counts", "coverage"]), (SOME, ["counts", "coverage", "lengths"])):
        folder = tmp_path / found.model
        folder.mkdir()
        notes = write_card(made, found, folder)
        named = re.findall(r"\]\((plots/\w+\.svg)\)", (folder / "card.md").read_text(encoding="utf-8"))
        there = [path.relative_to(folder).as_posix() for path in (folder / "plots").iterdir()]
        assert sorted(named) == sorted(there) == [f"plots/{name}.svg" for name in names]
        assert sorted(path.name for path in folder.iterdir()) == ["card.md", "coverage.csv", "plots"]
        assert notes[0].startswith("coverage: ")
    assert notes[1] == "lengths: the longest source set has 100 of the 500 tokens that tiny may be trained on"


def test_a_dataset_made_with_a_teacher_says_so(made: Made) -> None:
    assert ", without a teacher, " in page(made)
    counts = TeacherCounts(
        model="qwen", sections=9, calls=8, prompt_tokens=7000, completion_tokens=600,
        questions=5, wordings=4, translated=3,
        rejected={"no quote": 2},
    )  # fmt: skip
    text = page(replace(made, dataset=replace(made.dataset, teacher=counts)))
    assert ", with a teacher beside them, " in text
    assert "`qwen` was asked about 9 sections and answered 8 calls (7,000 tokens read, 600 written)." in text
    assert "5 questions, 4 other wordings, 3 questions in the other language" in text
    assert "| no quote | 2 |" in text


def test_what_was_aimed_at_stands_beside_what_was_made(made: Made) -> None:
    assert f"Examples and questions: {len(made.dataset.train)} for training, " in page(made)
    assert "; 60, 4 and 8 were aimed at. " in page(made)


def test_the_same_dataset_gives_the_same_page(made: Made) -> None:
    assert page(made) == page(made)

"""The benchmark of retrieval: what it counts, on a corpus small enough to see."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks.retrieval import quality
from benchmarks.retrieval.corpora import Asked, Task, drcd, plain, sentences
from benchmarks.retrieval.speed import Drawn, measure, recombined

WORDS = ("leave", "badge", "hotel")


class Counting:
    """Counts three words, and the calls."""

    name = "counting"
    hash = "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.asarray([[text.lower().count(word) + 0.01 for word in WORDS] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.queries(texts)


def row(question: str, *keys: str, kind: str = "same_words") -> Asked:
    return Asked(question=question, answer="x", keys=keys, kind=kind, split="test")


SECTIONS = tuple(plain(f"H {at}", f"The {word} is for staff who need a {word}.") for at, word in enumerate(WORDS))
TASK = Task(
    name="small",
    sections=SECTIONS,
    asked=(row("Who gets leave?", "H 0"), row("Where is my hotel?", "H 1", "H 2", kind="paraphrase")),
)


@pytest.mark.parametrize("way", ["words", "meaning", "RRF", "fused"])
def test_every_way_of_ranking_finds_what_only_one_section_says(way: str) -> None:
    found = quality.rankings(TASK, Counting())
    assert quality.ranks(TASK, found[way]) == [1, 1]


def test_any_of_several_keys_will_do_and_a_section_not_found_has_no_place() -> None:
    assert quality.ranks(TASK, [["H 2", "H 0"], ["H 1"]]) == [2, 1]
    assert quality.ranks(TASK, [[], ["H 0"]]) == [None, None]


def test_measures_count_the_first_five_and_the_first_ten() -> None:
    assert quality.measures([1, 5, 6, 11, None]) == pytest.approx((0.2, 0.4, (1 + 1 / np.log2(6) + 1 / np.log2(7)) / 5))


@given(st.lists(st.none() | st.integers(1, 100), min_size=1))
@settings(max_examples=50)
def test_measures_lie_between_nothing_and_one_and_five_places_find_no_less_than_one(
    places: list[int | None],
) -> None:
    first, five, gain = quality.measures(places)
    assert 0 <= first <= five <= 1
    assert first <= gain <= 1


def test_kinds_of_questions_are_counted_apart_and_together() -> None:
    kinds = quality.by_kind(TASK, {"words": [["H 0"], ["H 0"]]})
    assert kinds == {
        "all": {"words": [1, None]},
        "paraphrase": {"words": [None]},
        "same_words": {"words": [1]},
    }


def test_reciprocal_ranks_put_first_what_both_halves_find() -> None:
    assert quality._reciprocal([[3, 1], [2, 1]]) == [1, 2, 3]


def test_misses_say_what_came_first_and_where_the_golden_section_was() -> None:
    assert quality.misses(TASK, [["H 1", "H 0"], ["H 0"]], 20) == [
        "small | paraphrase | Where is my hotel? | first: H 0 | golden: H 1 at none of 100",
        "small | same_words | Who gets leave? | first: H 1 | golden: H 0 at 2",
    ]


def test_a_text_is_embedded_once_also_in_the_next_run(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    path = tmp_path / "kept" / "vectors.npz"
    made = quality.Remembered(first, path).queries(["badge", "hotel", "badge"])
    again = quality.Remembered(second, path).queries(["hotel", "badge"])
    assert first.asked == ["badge", "hotel"]
    assert second.asked == []
    assert np.array_equal(made[[1, 0]], again)


def test_a_question_and_a_section_of_the_same_words_have_vectors_of_their_own() -> None:
    embedder = Counting()
    remembered = quality.Remembered(embedder)
    remembered.queries(["badge"])
    remembered.passages(["badge"])
    assert embedder.asked == ["badge", "badge"]


def test_paragraphs_that_stand_twice_are_one_section(tmp_path: Path) -> None:
    pair = {"question": "誰？", "answers": [{"text": "王"}]}
    paragraphs = [{"context": text, "qas": [pair]} for text in ("甲乙", "丙丁", "甲乙")]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": paragraphs}]}), encoding="utf-8")
    task = drcd(path)
    assert [section.text for section in task.sections] == ["甲乙", "丙丁"]
    assert [asked.keys for asked in task.asked] == [("DRCD p2",), ("DRCD p1",), ("DRCD p2",)]


def test_sections_of_any_number_are_the_same_in_every_run() -> None:
    lines = [f"line {at} of a long enough text" for at in range(9)]
    assert recombined(lines, 20) == recombined(lines, 20)
    assert recombined(lines, 20)[:5] == recombined(lines, 5)
    assert len({section.id for section in recombined(lines, 20)}) == 20


def test_sentences_of_both_languages_are_told_apart_and_stand_once() -> None:
    english, chinese = (
        "This is long enough. So is this one!",
        "這一句話夠長可以用了啊。這一句話也是夠長的哦！So is this one!",
    )
    assert sentences([plain("a", f"Short.\n{english}"), plain("b", chinese)]) == [
        "So is this one!",
        "This is long enough.",
        "這一句話也是夠長的哦！",
        "這一句話夠長可以用了啊。",
    ]


def test_drawn_vectors_have_unit_length() -> None:
    assert np.allclose(np.linalg.norm(Drawn().queries(["a", "b"]), axis=1), 1)


@pytest.mark.parametrize("engine", ["words", "fused"])
def test_speed_is_measured_with_and_without_vectors(engine: str) -> None:
    found = measure(
        recombined([f"line {at} of a long enough text" for at in range(9)], 30), ["which line?"] * 60, engine
    )
    assert list(found) == ["sections/s", "questions/s", "one by one/s", "MB"]
    assert all(value > 0 for value in found.values())


@pytest.mark.slow
def test_chroma_and_words_between_spaces_are_put_the_same_questions() -> None:
    lines = (
        "from benchmarks.retrieval import others, quality",
        "from tests.benchmarks.test_retrieval import TASK, Counting",
        "print([quality.ranks(TASK, found) for found in others.rankings(TASK, {'c': Counting()}).values()])",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, capture_output=True, text=True)
    assert done.stdout == "[[None, 2], [1, 1]]\n"

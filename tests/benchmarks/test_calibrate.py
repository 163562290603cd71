"""Calibration: how training questions are made, and what is counted as a loss."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.retrieval.calibrate import COMMONS, GRID, LEVELS, gain, means, pairs, scored
from benchmarks.retrieval.corpora import Asked, Task, plain
from pipelines.retrieval.config import FusionWeights
from tests.pipelines.retrieval.makers import Bigrams

ZH = plain("勞動基準法 第12條", "勞工有左列情形之一者，雇主得不經預告終止契約：一、無正當理由。二、其他。")
EN = plain("Labor Standards Act Article 12", "An employer may terminate a contract. It shall do so in time.")
OTHER = plain("勞工請假規則 第2條", "勞工結婚者給予婚假八日。")


def test_a_first_sentence_asks_for_the_same_article_in_the_other_language() -> None:
    task = pairs((ZH, EN, OTHER), "Labor Standards Act", "勞動基準法")
    assert [(row.question, row.keys) for row in task.asked] == [
        ("An employer may terminate a contract.", ("勞動基準法 第12條",))
    ]
    assert [section.key for section in task.sections] == ["勞動基準法 第12條", "勞工請假規則 第2條"]


def test_a_chinese_sentence_ends_at_its_colon() -> None:
    (row,) = pairs((ZH, EN), "勞動基準法", "Labor Standards Act").asked
    assert row.question == "勞工有左列情形之一者，雇主得不經預告終止契約："


@settings(max_examples=50)
@given(st.integers(0, 9), st.integers(10, 30))
def test_the_gain_falls_with_the_place_of_the_right_section(place: int, count: int) -> None:
    scores = -np.arange(count, dtype=np.float32)[None]
    assert gain(scores, np.arange(count)[None] == place).tolist() == pytest.approx([1 / np.log2(place + 2)])


def test_a_right_section_beyond_the_tenth_place_gains_nothing() -> None:
    assert gain(-np.arange(20, dtype=np.float32)[None], np.arange(20)[None] == 10) == 0


def test_among_equal_scores_the_first_section_stands_first() -> None:
    # A question without a shared word counted as answered by words, since no section scored higher than the right one.
    assert gain(np.zeros((1, 30), np.float32), np.arange(30)[None] == 29) == 0


def test_both_halves_are_scored_one_kind_of_question_after_the_other() -> None:
    rows = [("婚假", OTHER.key, "same_words"), ("contract", EN.key, "codes")]
    asked = tuple(Asked(question=q, answer="", keys=(key,), kind=kind, split="train") for q, key, kind in rows)
    found = list(scored(Task(name="laws", sections=(ZH, EN, OTHER), asked=asked), Bigrams()))
    assert [kind.name for kind in found] == ["laws: codes", "laws: same_words"]
    assert all(kind.words.shape == kind.right.shape == (1, 3) for kind in found)
    assert all([*map(np.shape, kind.meaning.values())] == [(1, 3)] * len(COMMONS) for kind in found)
    assert found[0].right.sum() == 1
    assert means(found + found, [kind.right.astype(np.float32) for kind in found + found]) == {
        "laws: codes": 1.0,
        "laws: same_words": 1.0,
    }


def test_the_weights_that_are_the_default_are_among_those_that_are_tried() -> None:
    weights = FusionWeights()
    assert (weights.words, weights.curve) in GRID
    assert weights.level in LEVELS
    assert weights.common in COMMONS

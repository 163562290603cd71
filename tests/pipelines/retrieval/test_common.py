"""What questions have in common is taken out of them, so that a section near to all of them is not first for each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.script import language_of
from pipelines.retrieval.common import ANYTHING, LANGUAGES, common_of, without_common
from pipelines.retrieval.config import FusionWeights, RetrievalConfig
from pipelines.retrieval.index import Index
from tests.pipelines.retrieval.makers import keys, section

AXES = ("anything", "forklift", "pallet")


class Axes:
    """Places texts on an axis for each word, and every question half on that of `anything`."""

    name, hash = "axes", "x1"

    def queries(self, texts: Sequence[str]) -> Any:
        """A row a text."""
        return self._rows([f"anything {text}" for text in texts])

    def passages(self, texts: Sequence[str]) -> Any:
        """A row a text."""
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> Any:
        rows = np.array([[word in text for word in AXES] for text in texts], np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


SECTIONS = [section("§1", "anything anything"), section("§2", "forklift pallet"), section("§3", "nothing")]


def test_a_section_near_to_every_question_is_first_unless_that_is_taken_out() -> None:
    def first(common: float) -> str:
        # Words are left out: this is about meaning.
        fusion = FusionWeights(words=0, common=common)
        return keys(Index.build(SECTIONS, embedder=Axes(), config=RetrievalConfig(fusion=fusion)), "forklift")[0]

    assert first(0.0) == "SOP-LOG-001 §1"
    assert first(0.75) == "SOP-LOG-001 §2"


def test_each_language_has_a_mean_of_its_own() -> None:
    class Tongues(Axes):
        def queries(self, texts: Sequence[str]) -> Any:
            return np.array([[language_of(text) == "zh", language_of(text) == "en"] for text in texts], np.float32)

    assert [[language_of(text) for text in ANYTHING[one]] == [one] * len(ANYTHING[one]) for one in LANGUAGES] == [
        True
    ] * 2
    common = common_of(Tongues())
    assert common.tolist() == [[0, 1], [1, 0]]
    left = without_common(np.array([[1, 1], [1, 1]], np.float32), ["what", "什麼"], common, 1.0)
    assert left.tolist() == [[1, 0], [0, 1]]


@given(st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_what_is_left_of_a_question_has_unit_length_and_depends_on_it_alone(seed: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    vectors, common = draw.normal(size=(5, 8)).astype(np.float32), draw.normal(size=(2, 8)).astype(np.float32) / 9
    asked = ["a", "甲", "b", "乙", "c"]
    left = without_common(vectors, asked, common, share)
    assert np.allclose(np.linalg.norm(left, axis=1), 1, atol=1e-5)
    alone = [without_common(vectors[[place]], [asked[place]], common, share)[0] for place in range(5)]
    assert np.array_equal(left, np.stack(alone))


def test_a_question_of_which_nothing_is_left_is_near_to_nothing() -> None:
    common = np.ones((2, 3), np.float32)
    assert without_common(np.ones((1, 3), np.float32), ["a"], common, 1.0).tolist() == [[0, 0, 0]]

"""Fusion: words decide as far as a section holds the question, meaning the rest, and each question stands alone."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.language.tokens import tokens
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.config import FusionWeights
from pipelines.retrieval.fusion import ceilings, fuse, in_chinese

EVEN = replace(FusionWeights(), level=1.0)
SECTIONS = 40


def section(id_: str, text: str) -> Section:
    language = "zh" if "出" in text else "en"
    return Section(
        id=id_,
        document="D",
        title="",
        key=id_,
        kind="prose",
        heading_path=(),
        text=text,
        language=language,
        source="d.md",
        content_hash="0",
    )


def scores(seed: int, questions: int = 5) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Returns scores of words, of meaning, and ceilings that no score of words exceeds."""
    chance = np.random.default_rng(seed)
    words = chance.gamma(0.3, size=(questions, SECTIONS)).astype(np.float32)
    meaning = chance.normal(0.8, 0.03, (questions, SECTIONS)).astype(np.float32)
    return words, meaning, (words.max(axis=1) * chance.uniform(1, 9, questions)).astype(np.float32)


def ranked(row: NDArray[np.float32]) -> list[int]:
    return [int(place) for place in np.argsort(-row, kind="stable")]


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_a_question_is_scored_as_if_it_were_alone(seed: int) -> None:
    words, meaning, ceiling = scores(seed)
    chinese = np.arange(SECTIONS) % 3 == 0
    together = fuse(words, meaning, ceiling, chinese, FusionWeights())
    for at in range(len(words)):
        one = slice(at, at + 1)
        alone = fuse(words[one], meaning[one], ceiling[one], chinese, FusionWeights())
        assert (alone[0] == together[at]).all()


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_without_a_shared_word_meaning_alone_decides(seed: int) -> None:
    words, meaning, ceiling = scores(seed)
    fused = fuse(words * 0, meaning, ceiling, np.ones(SECTIONS, bool), FusionWeights())
    assert ranked(fused[0])[0] == ranked(np.round(fused[0], 4))[0]
    assert fused[0][ranked(meaning[0])[0]] == fused[0].max()


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_where_meaning_tells_nothing_apart_words_decide(seed: int) -> None:
    words, _, ceiling = scores(seed)
    fused = fuse(words, np.full_like(words, 0.8), ceiling, np.ones(SECTIONS, bool), FusionWeights())
    assert fused[0][ranked(words[0])[0]] == fused[0].max()


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10), st.floats(-1, 1))
def test_the_range_of_an_embedder_s_cosines_does_not_matter(seed: int, factor: float, shift: float) -> None:
    # One model's cosines lie between .75 and .9, another's between -.1 and .8.
    words, meaning, ceiling = scores(seed)
    chinese = np.arange(SECTIONS) % 2 == 0
    first = fuse(words, meaning, ceiling, chinese, FusionWeights())
    second = fuse(words, (meaning * factor + shift).astype(np.float32), ceiling, chinese, FusionWeights())
    assert first == pytest.approx(second, abs=2e-2)


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_a_section_that_shares_more_never_falls(seed: int) -> None:
    words, meaning, ceiling = scores(seed, 1)
    before = fuse(words, meaning, ceiling, np.ones(SECTIONS, bool), FusionWeights())[0]
    words[0, 7] += 1
    after = fuse(words, meaning, ceiling, np.ones(SECTIONS, bool), FusionWeights())[0]
    assert ranked(after).index(7) <= ranked(before).index(7)


def test_half_of_a_question_in_one_section_counts_an_eighth_of_all_of_it() -> None:
    words = np.array([[4.0, 2.0, 0.0]], np.float32)
    fused = fuse(words, np.full_like(words, 0.8), np.array([4.0], np.float32), np.ones(3, bool), FusionWeights())
    assert fused[0].tolist() == [128.0, 16.0, 0.0]


def test_a_lead_of_one_language_over_the_other_is_taken_away() -> None:
    # An English question: English sections are all nearer, and the Chinese one that answers is ahead of its own kind.
    meaning = np.array([[0.86, 0.85, 0.87, 0.80, 0.84, 0.79]], np.float32)
    chinese = np.array([False, False, False, True, True, True])
    nothing = np.zeros_like(meaning)
    ceiling = np.ones(1, np.float32)
    assert ranked(fuse(nothing, meaning, ceiling, chinese, replace(EVEN, level=0.0))[0])[0] == 2
    assert ranked(fuse(nothing, meaning, ceiling, chinese, EVEN)[0])[0] == 4


def test_noise_in_the_last_bits_of_vectors_leaves_the_scores_alone() -> None:
    words, meaning, ceiling = scores(1)
    chinese = np.ones(SECTIONS, bool)
    noisy = meaning + np.float32(6e-8) * np.sign(np.random.default_rng(0).normal(size=meaning.shape)).astype(np.float32)
    same = fuse(words, meaning, ceiling, chinese, FusionWeights()) == fuse(
        words, noisy, ceiling, chinese, FusionWeights()
    )
    assert same.mean() > 0.9


def test_one_section_and_none_can_be_fused() -> None:
    one = np.ones((2, 1), np.float32)
    assert np.isfinite(fuse(one, one, np.ones(2, np.float32), np.ones(1, bool), FusionWeights())).all()
    none = np.ones((2, 0), np.float32)
    assert fuse(none, none, np.ones(2, np.float32), np.ones(0, bool), FusionWeights()).shape == (2, 0)


def test_no_section_exceeds_the_ceiling_and_unknown_words_raise_it() -> None:
    texts = ["出貨異常須於 24 小時內通報", "Returns are accepted within fourteen days", "出貨"]
    lexical = Lexical.build([section(f"D#{place}", text) for place, text in enumerate(texts)])
    asked = [tokens("出貨異常多久內要通報"), tokens("出貨"), tokens("returns accepted"), tokens("returns zebra"), []]
    ceiling = ceilings(lexical, asked)
    assert (lexical.scores(asked).max(axis=1) < ceiling).all()
    assert ceilings(lexical, [tokens("出貨 zebra")]) > ceiling[1]


def test_sections_are_told_apart_by_their_language() -> None:
    assert in_chinese([section("D#1", "出貨"), section("D#2", "shipping")]).tolist() == [True, False]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"words": -1.0}, "`words` is -1 and `curve` 3; both must be above 0, or `words` 0"),
        ({"curve": 0.0}, "`words` is 128 and `curve` 0; both must be above 0, or `words` 0"),
        ({"level": 1.5}, "`level` is 1.5, and it goes from 0 to 1"),
        ({"common": -0.5}, "`common` is -0.5, and it goes from 0 to 1"),
    ],
)
def test_weights_that_mean_nothing_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        FusionWeights(**weights)

"""Fusion of the two halves: how much words and how much meaning decide is chosen by what is known of the question.

The first half scores shared words (BM25), the second likeness of meaning (cosine of vectors). Neither ranks nor scores
are added as they come: a half that fails on a kind of question would pull the other down with it. Each is brought to
[0, 1] over the sections that the reader may see; the words' share is looked up by how much of the question the best
section covers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.language.script import language_of
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import Lexical

# Below these shares of a question's weight that its best section covers, a question is `hardly`, then `partly` covered.
_HARDLY, _PARTLY = 0.25, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How much words count, [0, 1], by how well the best section covers a question's words; the rest is meaning."""

    hardly: float = 0.3
    partly: float = 0.6
    mostly: float = 0.8


def ceilings(lexical: Lexical, asked: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Returns what a section would score that holds all of a question's tokens, the unknown ones included.

    Args:
        lexical: The lexical half.
        asked: The tokens of each question.

    Returns:
        A number a question: the sum of its tokens' inverse document frequencies; above 0.
    """
    count = lexical.weights.shape[1]
    holding = np.diff(lexical.weights.indptr)
    unknown = np.log1p((count + 0.5) / 0.5)
    idf = np.log1p((count - holding + 0.5) / (holding + 0.5))
    rows = [[lexical.vocabulary.get(token) for token in found] for found in asked]
    sums = [sum(unknown if row is None else float(idf[row]) for row in found) for found in rows]
    return np.asarray([max(total, 1e-6) for total in sums], np.float32)


def scripts(sections: Sequence[Section]) -> NDArray[np.bool_]:
    """Says of each section whether it holds Chinese characters."""
    return np.asarray([language_of(section.text) == "zh" for section in sections], bool)


def fuse(
    lexical: NDArray[np.float32],
    dense: NDArray[np.float32],
    ceiling: NDArray[np.float32],
    weights: FusionWeights,
) -> NDArray[np.float32]:
    """Fuses the scores of both halves, for many questions at once.

    Args:
        lexical: Questions × sections that may be seen: BM25.
        dense: The same for cosines.
        ceiling: What `ceilings` says of each question.
        weights: How much words count.

    Returns:
        Questions × sections, [0, 1], higher is better.
    """
    if not lexical.size:
        return lexical
    best = lexical.max(axis=1, keepdims=True)
    cover = best / ceiling[:, None]
    table = np.asarray([weights.hardly, weights.partly, weights.mostly], np.float32)
    share = table[np.digitize(cover, [_HARDLY, _PARTLY])]
    fused: NDArray[np.float32] = share * lexical / np.maximum(best, 1e-6) + (1 - share) * _unit(dense)
    return fused


def _unit(dense: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = dense.min(axis=1, keepdims=True), dense.max(axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (dense - low) / np.maximum(high - low, 1e-6)
    return scaled

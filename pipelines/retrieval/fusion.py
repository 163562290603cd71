"""Fusion of the two halves: words decide as far as a section holds the question's words, and meaning the rest.

One half scores shared words (BM25), the other likeness of meaning (cosine of vectors). Adding ranks, or scores brought
to one range, lets a half that fails on a kind of question pull the other down. Here nothing is relative to the best
hit: a section gains by the share of the whole question that it holds, words unknown to the index included. Where no
section holds much, as with a question in the other language, next to nothing is gained and meaning decides alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.records.section import Section
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.config import FusionWeights

# Last bits of a vector depend on what is embedded beside it; what differs by less is a tie.
_DECIMALS = 4


def ceilings(lexical: Lexical, asked: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Returns what no section's score for a question exceeds.

    Args:
        lexical: The lexical half.
        asked: The tokens of each question.

    Returns:
        A number a question: the sum of its tokens' inverse document frequencies, the unknown ones included; above 0.
    """
    count = lexical.weights.shape[1]
    holding = np.append(np.diff(lexical.weights.indptr), 0)
    idf = np.log1p((count - holding + 0.5) / (holding + 0.5))
    sums = [idf[[lexical.vocabulary.get(token, -1) for token in found]].sum() if found else 1.0 for found in asked]
    return np.asarray(sums, np.float32)


def in_chinese(sections: Sequence[Section]) -> NDArray[np.bool_]:
    """Says of each section whether it is in Chinese."""
    return np.asarray([section.language == "zh" for section in sections], bool)


def fuse(
    lexical: NDArray[np.float32],
    dense: NDArray[np.float32],
    ceiling: NDArray[np.float32],
    chinese: NDArray[np.bool_],
    weights: FusionWeights,
) -> NDArray[np.float32]:
    """Fuses the scores of both halves, for many questions at once and each as if it were alone.

    Args:
        lexical: Questions × sections that may be seen: BM25.
        dense: The same for cosines.
        ceiling: What `ceilings` says of each question.
        chinese: Which of the sections are in Chinese.
        weights: How much words and meaning count.

    Returns:
        Questions × sections; higher is better, comparable within one question only.
    """
    if not lexical.size:
        return lexical
    held = lexical / ceiling[:, None]
    spread = np.maximum(dense.std(axis=1, keepdims=True), 1e-6)
    likeness = _levelled(dense, chinese, weights.level) / spread
    fused: NDArray[np.float32] = np.round(likeness + np.float32(weights.words) * held**weights.curve, _DECIMALS)
    return fused


def _levelled(dense: NDArray[np.float32], chinese: NDArray[np.bool_], level: float) -> NDArray[np.float32]:
    """Likeness above the mean, part of each language's own lead taken away."""
    likeness: NDArray[np.float32] = dense - dense.mean(axis=1, keepdims=True)
    if chinese.any() and not chinese.all():
        for language in (chinese, ~chinese):
            lead = np.compress(language, likeness, axis=1).mean(axis=1, keepdims=True)
            likeness -= np.float32(level) * lead * language
    return likeness

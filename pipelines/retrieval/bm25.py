"""BM25 over sections: how well the words of questions fit, as one sparse product for many questions."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.language.tokens import tokens
from pipelines.records.section import Section
from pipelines.retrieval.embedding import passage

# Raised when the tokens change, so that answers over another index are never taken for comparable.
_TOKENS_VERSION = 3
_METHOD = "lucene"
_K1 = 0.9
# Sections are short and their length says little: less length normalisation than the customary .75.
_B = 0.4
SETTINGS = f"{_TOKENS_VERSION} {_METHOD} {_K1} {_B}"
"""All that decides a score beside the texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexical:
    """What each token says for each section."""

    vocabulary: dict[str, int]
    """Token → its row."""
    weights: Any
    """`scipy.sparse.csr_array`, tokens × sections, float32; a question's score is the sum of its tokens' rows."""

    @classmethod
    def build(cls, sections: Sequence[Section]) -> "Lexical":
        """Counts the tokens of sections.

        Args:
            sections: The sections, in the order of the columns.

        Returns:
            The weights, the same for the same sections whatever the run.
        """
        import bm25s
        from scipy.sparse import csr_array

        # It logs each index at the debug level, on standard error.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        vocabulary: dict[str, int] = {}
        # A section without any token still needs its column; the placeholder is in no question. Numbers at once: the
        # tokens of all sections as strings would take half a gigabyte for ten thousand.
        rows = [
            [vocabulary.setdefault(token, len(vocabulary)) for token in tokens(_indexed(section)) or ["\x00"]]
            for section in sections
        ]
        if not sections:
            return cls(vocabulary=vocabulary, weights=csr_array((0, 0), dtype=np.float32))
        scorer = bm25s.BM25(method=_METHOD, k1=_K1, b=_B)
        scorer.index((rows, dict(vocabulary)), create_empty_token=False, show_progress=False)
        # Indices of one width: else every product would first copy all of them.
        parts = (scorer.scores["data"], scorer.scores["indices"], scorer.scores["indptr"].astype(np.int32))
        return cls(vocabulary=vocabulary, weights=csr_array(parts, shape=(len(vocabulary), len(sections))))

    def scores(self, asked: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Scores every section for every question.

        Args:
            asked: The tokens of each question; those in no section say nothing.

        Returns:
            Questions × sections; BM25, 0 where no token is shared, higher is better.
        """
        from scipy.sparse import csr_array

        rows = [[self.vocabulary[token] for token in found if token in self.vocabulary] for found in asked]
        ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        columns = np.fromiter((row for found in rows for row in found), np.int32, ends[-1])
        counts = csr_array((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), len(self.vocabulary)))
        scores: NDArray[np.float32] = (counts @ self.weights).toarray()
        return scores


def _indexed(section: Section) -> str:
    # With the key's own words: who has read a citation asks about `SOP-LOG-001 §4.3`.
    return f"{section.key}\n{passage(section)}"

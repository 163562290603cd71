"""The metrics, in the order in which tables show them; the first is the primary one."""

from eval.metrics.base import Case, Measured, Metric
from eval.metrics.citations import CITATION_F1, CITATION_PRECISION, CITATION_RECALL
from eval.metrics.correctness import CORRECTNESS
from eval.metrics.grounded import GROUNDED
from eval.metrics.ragas import CONTEXT_PRECISION, CONTEXT_RECALL, STRING_SIMILARITY
from eval.metrics.refusal import ANSWERED, TRUNCATED
from eval.metrics.retrieval import GOLDEN_SHOWN, GOLDEN_SHOWN_AT
from eval.metrics.support import CITATION_SUPPORT

METRICS: tuple[Metric, ...] = (
    GROUNDED,
    CORRECTNESS,
    CITATION_PRECISION,
    CITATION_RECALL,
    CITATION_F1,
    CITATION_SUPPORT,
    ANSWERED,
    TRUNCATED,
    GOLDEN_SHOWN,
    *GOLDEN_SHOWN_AT,
    STRING_SIMILARITY,
    CONTEXT_PRECISION,
    CONTEXT_RECALL,
)
"""One value an answer; refusal precision, recall and F1 exist for an arm alone, see `eval.summaries`."""

PRIMARY = GROUNDED.name

__all__ = ["METRICS", "PRIMARY", "Case", "Measured", "Metric"]

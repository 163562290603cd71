"""The metrics, in the order in which tables show them; the first is the primary one."""

from eval.metrics.base import ArmMetric, Case, Measured, Metric
from eval.metrics.citations import CITATION_F1, CITATION_PRECISION, CITATION_RECALL
from eval.metrics.conformance import TRADITIONAL_CHINESE
from eval.metrics.correctness import CORRECTNESS
from eval.metrics.cost import ANSWER_CHARACTERS, COMPLETION_TOKENS, PROMPT_TOKENS
from eval.metrics.grounded import GROUNDED
from eval.metrics.ragas import CONTEXT_PRECISION, CONTEXT_RECALL, STRING_SIMILARITY
from eval.metrics.refusal import ANSWERED, TRUNCATED
from eval.metrics.retrieval import GOLDEN_SHOWN, GOLDEN_SHOWN_AT
from eval.metrics.shown import ERROR, HALLUCINATION
from eval.metrics.support import CITATION_SUPPORT

METRICS: tuple[Metric, ...] = (
    GROUNDED,
    CORRECTNESS,
    CITATION_PRECISION,
    CITATION_RECALL,
    CITATION_F1,
    CITATION_SUPPORT,
    ANSWERED,
    HALLUCINATION,
    ERROR,
    TRADITIONAL_CHINESE,
    TRUNCATED,
    GOLDEN_SHOWN,
    *GOLDEN_SHOWN_AT,
    STRING_SIMILARITY,
    CONTEXT_PRECISION,
    CONTEXT_RECALL,
    ANSWER_CHARACTERS,
    PROMPT_TOKENS,
    COMPLETION_TOKENS,
)
"""One value an answer; what only an arm as a whole has is in `eval.arm_metrics`."""

PRIMARY = GROUNDED.name

__all__ = ["METRICS", "PRIMARY", "ArmMetric", "Case", "Measured", "Metric"]

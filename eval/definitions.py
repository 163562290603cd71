"""Every number that a score, a summary or a line below the tables can name, with its definition."""

from eval.arm_metrics import ARM_METRICS
from eval.diagnoses import DIAGNOSES, Definition
from eval.metrics import METRICS, ArmMetric, Metric

DEFINITIONS: tuple[Metric | ArmMetric | Definition, ...] = (*METRICS, *ARM_METRICS, *DIAGNOSES)
"""Each with a name, a source, the direction that is better, and a range."""

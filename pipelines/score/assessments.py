"""What a trace says of an answer: what was expected, what each metric found, and what failed, as a failure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from eval.scoring import failed
from pipelines.records import Question, Score

if TYPE_CHECKING:
    from mlflow.entities import Assessment

SHOWN = ("grounded", "correctness", "citation_f1", "golden_shown")
"""What a reviewer sees beside an answer. The list is cut to few columns and sorted by name, hence the numbers."""
BINARY = ("grounded",)
"""Shown as yes or no, which the pages colour and count; any other value is shown as the number it is."""


def assessments(question: Question, scores: Mapping[str, Score], run_id: str) -> Iterator["Assessment"]:
    """Yields what is attached to the trace of one answer.

    Args:
        question: The question, as the arm is judged by it.
        scores: Metric → score of this answer.
        run_id: The run that the trace belongs to.

    Yields:
        The reference, then a feedback a metric: those in `SHOWN`, then whatever a judge was asked. A value that was
        due and did not come is an error with its reason. One that is missing by design, such as the citations of a
        refusal, is left out: as an error it would look like a fault.
    """
    from mlflow.entities import AssessmentSource, Expectation

    code = AssessmentSource(source_type="CODE", source_id="eval")
    yield Expectation(name="reference", value=question.reference, source=code)
    judged = sorted(score.metric for score in scores.values() if score.judge is not None)
    for place, metric in enumerate([*SHOWN, *(one for one in judged if one not in SHOWN)], 1):
        score = scores.get(metric)
        if score is not None and (score.value is not None or failed(score)):
            yield _feedback(f"{place} {metric}", score, run_id)


def unscored(scores: Sequence[Score]) -> str:
    """Says why metrics have no value by design, for the trace's tags; an empty text where all have one."""
    reasons = {score.metric: score.reason for score in scores if score.value is None and not failed(score)}
    return "; ".join(f"{metric}: {reason}" for metric, reason in reasons.items())[:4000]


def _feedback(name: str, score: Score, run_id: str) -> "Assessment":
    from mlflow.entities import AssessmentError, AssessmentSource, Feedback

    kind, who = ("CODE", "eval") if score.judge is None else ("LLM_JUDGE", score.judge)
    source, metadata = AssessmentSource(source_type=kind, source_id=who), {"mlflow.assessment.sourceRunId": run_id}
    if score.value is None:
        # A value that is not a number would make the whole experiment unreadable; the reason is shown instead.
        why = AssessmentError(error_code="FAILED", error_message=score.reason)
        return Feedback(name=name, error=why, source=source, metadata=metadata)
    value: float | str = ("yes" if score.value else "no") if score.metric in BINARY else score.value
    return Feedback(name=name, value=value, source=source, metadata=metadata)

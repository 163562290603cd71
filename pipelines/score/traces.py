"""One trace a question: what was asked, what was shown, what was said, and what it was worth."""

import base64
import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.metrics import Case
from pipelines.records import Score
from pipelines.runtime.tracking import Store

if TYPE_CHECKING:
    from mlflow.entities import Assessment, Span, TraceInfo

SHOWN = ("grounded", "correctness", "citation_f1", "golden_shown")
"""What a reviewer sees beside an answer. The list is cut to few columns and sorted by name, hence the numbers."""


def file_traces(store: Store, run_id: str, cases: Sequence[Case], scores: Sequence[Score]) -> None:
    """Files one trace a case under a run.

    Traces are written as finished records: going through live spans takes six times as long, since every span is then
    a transaction of its own.

    Args:
        store: An open store.
        run_id: The run they belong to.
        cases: Questions with one arm's answers.
        scores: The arm's scores.
    """
    from mlflow.tracing.client import TracingClient

    client = TracingClient(store.uri)
    values = {(score.question_id, score.metric): score for score in scores}
    spans: list[Span] = []
    for case in cases:
        trace_id = f"tr-{secrets.token_hex(16)}"
        assessments = list(_assessments(case, values, run_id))
        client.start_trace(_info(case, trace_id, assessments, (store.experiment_id, run_id)))
        spans += _spans(case, trace_id)
    if spans:
        client.log_spans(store.experiment_id, spans)


def _info(case: Case, trace_id: str, assessments: list["Assessment"], where: tuple[str, str]) -> "TraceInfo":
    from mlflow.entities import TraceInfo, TraceLocation, TraceState

    experiment_id, run_id = where
    return TraceInfo(
        trace_id=trace_id,
        trace_location=TraceLocation.from_experiment_id(experiment_id),
        request_time=time.time_ns() // 1_000_000,
        execution_duration=0,
        state=TraceState.OK,
        # Runs are compared by joining on this text, so it is the same for every arm.
        request_preview=f"{case.question.id} {case.question.question}"[:1000],
        response_preview=case.answer.text[:1000],
        trace_metadata={"mlflow.sourceRun": run_id, "mlflow.trace_schema.version": "3"},
        tags={
            "mlflow.traceName": case.answer.arm,
            "language": case.question.language,
            "origin": case.question.origin,
            "answerable": str(case.question.answerable).lower(),
        },
        assessments=assessments,
    )


def _assessments(case: Case, values: Mapping[tuple[str, str], Score], run_id: str) -> Iterator["Assessment"]:
    from mlflow.entities import AssessmentError, AssessmentSource, Expectation, Feedback

    source = AssessmentSource(source_type="CODE", source_id="eval")
    yield Expectation(name="reference", value=case.question.reference, source=source)
    for place, metric in enumerate(SHOWN, 1):
        score = values[case.question.id, metric]
        name, metadata = f"{place} {metric}", {"mlflow.assessment.sourceRunId": run_id}
        if score.value is not None:
            yield Feedback(name=name, value=score.value, source=source, metadata=metadata)
        else:
            # A value that is not a number would make the whole experiment unreadable; the reason is shown instead.
            why = AssessmentError(error_code="UNSCORED", error_message=score.reason)
            yield Feedback(name=name, error=why, source=source, metadata=metadata)


def _spans(case: Case, trace_id: str) -> list["Span"]:
    answer = case.answer
    said = {"answer": answer.text, "citations": list(answer.citations), "refused": answer.refused}
    documents = [
        {
            "page_content": source.text,
            "metadata": {"doc_uri": source.key, "heading": source.heading, "golden": source.golden},
        }
        for source in answer.sources
    ]
    root = secrets.token_bytes(8)
    retrieved = {"mlflow.spanInputs": case.question.question, "mlflow.spanOutputs": documents}
    answered = {"mlflow.spanInputs": {"question": case.question.question}, "mlflow.spanOutputs": said}
    return [
        _span(trace_id, ("answer", "CHAIN"), answered, root),
        _span(trace_id, ("retrieve", "RETRIEVER"), retrieved, secrets.token_bytes(8), parent=root),
    ]


def _span(
    trace_id: str, name: tuple[str, str], content: Mapping[str, Any], span_id: bytes, *, parent: bytes | None = None
) -> "Span":
    from mlflow.entities import Span

    attributes = {"mlflow.traceRequestId": trace_id, "mlflow.spanType": name[1], **content}
    now = time.time_ns()
    return Span.from_dict(
        {
            "trace_id": _base64(bytes.fromhex(trace_id.removeprefix("tr-"))),
            "span_id": _base64(span_id),
            "parent_span_id": None if parent is None else _base64(parent),
            "name": name[0],
            "start_time_unix_nano": now,
            "end_time_unix_nano": now,
            "status": {"code": "STATUS_CODE_OK", "message": ""},
            "events": [],
            "attributes": {key: json.dumps(value, ensure_ascii=False) for key, value in attributes.items()},
        }
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()

"""One trace a question: what was asked, what was shown, what was said, and what it was worth."""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.records import Answer, Question, Score
from pipelines.runtime.tracking import Store
from pipelines.score.assessments import assessments, unscored
from pipelines.score.filed import Filed, answer_hash

if TYPE_CHECKING:
    from mlflow.entities import Span, TraceInfo

QUESTION = "question_id"
ANSWER = "answer_hash"
PREVIEW = 1000
"""Characters of question and answer in lists; the store cuts there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traced:
    """One question of an arm on its way to the store."""

    question: Question
    answer: Answer | None
    scores: Mapping[str, Score]
    marks: Mapping[str, str]
    trace_id: str
    milliseconds: int


def file_traces(store: Store, run_id: str, filed: Filed) -> None:
    """Files one trace a question under a run; a question without an answer is a trace that failed.

    Traces are written as finished records: going through live spans takes six times as long, since every span is then
    a transaction of its own.

    Args:
        store: An open store.
        run_id: The run they belong to.
        filed: The arm.
    """
    from mlflow.tracing.client import TracingClient

    client = TracingClient(store.uri)
    scores: dict[str, dict[str, Score]] = {}
    for score in filed.scores:
        scores.setdefault(score.question_id, {})[score.metric] = score
    now = time.time_ns() // 1_000_000
    spans: list[Span] = []
    for place, (question, answer) in enumerate(filed.asked()):
        traced = _Traced(
            question=question,
            answer=answer,
            scores=scores.get(question.id, {}),
            marks=filed.marks.get(question.id, {}),
            trace_id=f"tr-{secrets.token_hex(16)}",
            # The newest is listed first, and the first question should be.
            milliseconds=now - place,
        )
        client.start_trace(_info(traced, filed.arm, (store.experiment_id, run_id)))
        spans += _spans(traced)
    if spans:
        client.log_spans(store.experiment_id, spans)


def traces_of(store: Store, run_id: str) -> dict[str, str]:
    """Returns question id → trace id of the traces under a run."""
    import mlflow

    found: Any = mlflow.search_traces(
        locations=[store.experiment_id],
        run_id=run_id,
        return_type="list",
        include_spans=False,
        flush=False,
        max_results=100_000,
    )
    return {trace.info.tags[QUESTION]: str(trace.info.trace_id) for trace in found if QUESTION in trace.info.tags}


def _info(traced: _Traced, arm: str, where: tuple[str, str]) -> "TraceInfo":
    from mlflow.entities import TraceInfo, TraceLocation, TraceState

    experiment_id, run_id = where
    question, answer = traced.question, traced.answer
    missing = unscored(list(traced.scores.values()))
    return TraceInfo(
        trace_id=traced.trace_id,
        trace_location=TraceLocation.from_experiment_id(experiment_id),
        request_time=traced.milliseconds,
        execution_duration=0,
        state=TraceState.ERROR if answer is None else TraceState.OK,
        # Runs are compared by joining on this text, so it is the same for every arm.
        request_preview=f"{question.id} {question.question}"[:PREVIEW],
        response_preview=_response(question, answer),
        trace_metadata={"mlflow.sourceRun": run_id, "mlflow.trace_schema.version": "3"},
        tags={
            "mlflow.traceName": arm,
            QUESTION: question.id,
            "language": question.language,
            "origin": question.origin,
            "answerable": str(question.answerable).lower(),
            **({} if answer is None else {ANSWER: answer_hash(answer)}),
            **({"unscored": missing} if missing else {}),
            **traced.marks,
        },
        assessments=list(assessments(question, traced.scores, run_id)),
    )


def _response(question: Question, answer: Answer | None) -> str:
    # The page on which people review shows this text and nothing else: without the expected answer and the paragraphs
    # cited they would have to leave it for every answer. Lists show its first line, which is the answer.
    parts = ["(no answer 沒有作答)" if answer is None else answer.text, f"〔expected 預期答案〕 {question.reference}"]
    shown = answer.sources if answer else ()
    cited = [one for one in shown if answer and one.key in answer.citations]
    parts += [f"〔cited 引用段落 {source.key}〕 {source.text}" for source in cited]
    # A refusal cites nothing, and whether it was needless is seen in the section that holds the answer.
    parts += [
        f"〔golden 正確段落 {source.key}〕 {source.text}" for source in shown if source.golden and source not in cited
    ]
    return "\n\n".join(parts)[:PREVIEW]


def _spans(traced: _Traced) -> list["Span"]:
    answer = traced.answer
    asked = {"mlflow.spanInputs": {"question": traced.question.question}}
    root = secrets.token_bytes(8)
    if answer is None:
        return [_span(traced, ("answer", "CHAIN"), asked, root)]
    # The page that shows two answers side by side folds the span with the sources; what was cited belongs beside them.
    cited = {f"cited {one.key}": one.text for one in answer.sources if one.key in answer.citations}
    said = {"answer": answer.text, **cited, "refused": answer.refused}
    documents = [
        {
            "page_content": source.text,
            "metadata": {
                "doc_uri": source.key,
                "heading": source.heading,
                "golden": source.golden,
                "cited": source.key in answer.citations,
            },
        }
        for source in answer.sources
    ]
    retrieved = {"mlflow.spanInputs": traced.question.question, "mlflow.spanOutputs": documents}
    return [
        _span(traced, ("answer", "CHAIN"), {**asked, "mlflow.spanOutputs": said}, root),
        _span(traced, ("retrieve", "RETRIEVER"), retrieved, secrets.token_bytes(8), parent=root),
    ]


def _span(
    traced: _Traced, name: tuple[str, str], content: Mapping[str, Any], span_id: bytes, *, parent: bytes | None = None
) -> "Span":
    from mlflow.entities import Span

    attributes = {"mlflow.traceRequestId": traced.trace_id, "mlflow.spanType": name[1], **content}
    # Start and end are one moment: answers are written in batches, so that no question has a time of its own, and a
    # list would show the time that filing took as the time of the answer.
    moment = traced.milliseconds * 1_000_000
    failed = traced.answer is None
    return Span.from_dict(
        {
            "trace_id": _base64(bytes.fromhex(traced.trace_id.removeprefix("tr-"))),
            "span_id": _base64(span_id),
            "parent_span_id": None if parent is None else _base64(parent),
            "name": name[0],
            "start_time_unix_nano": moment,
            "end_time_unix_nano": moment,
            "status": {
                "code": "STATUS_CODE_ERROR" if failed else "STATUS_CODE_OK",
                "message": "the arm has no answer to this question" if failed else "",
            },
            "events": [],
            "attributes": {key: json.dumps(value, ensure_ascii=False) for key, value in attributes.items()},
        }
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()

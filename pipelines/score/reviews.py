"""What people said in the review queues, read back as labels that metrics and judges are checked against."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.records import Review, read_records, write_records
from pipelines.runtime.files import replacing_file
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import Store
from pipelines.score.filed import answer_hash
from pipelines.score.material import Material
from pipelines.score.queue import ASKS, queues
from pipelines.score.traces import ANSWER, QUESTION


def reviews_file(folders: Folders) -> Path:
    """Returns where verdicts are kept: beside the store, since a stage's own outputs are deleted before it runs."""
    return folders.tracking / "reviews.jsonl"


def read_reviews(folders: Folders) -> list[Review]:
    """Returns the verdicts read back so far; none before the first."""
    path = reviews_file(folders)
    return read_records(path, Review) if path.is_file() else []


def current(material: Material, folders: Folders) -> list[Review]:
    """Returns the verdicts on answers that the arms still give."""
    said = {(arm, one.question_id, answer_hash(one)) for arm, answers in material.answers.items() for one in answers}
    return [one for one in read_reviews(folders) if (one.arm, one.question_id, one.answer_hash) in said]


def collect_reviews(store: Store, folders: Folders) -> list[Review]:
    """Reads the verdicts on every answer whose review was completed and keeps them beside the store.

    A verdict stays when its run or its queue is deleted, and a newer one of the same person on the same answer takes
    its place. Answers that were declined or are still open do not count.

    Args:
        store: An open store.
        folders: The data folders.

    Returns:
        All verdicts, old and new, in a fixed order.
    """
    kept = {_key(review): review for review in read_reviews(folders)}
    found = {_key(review): review for review in _completed(store)}
    if found and found.items() - kept.items():
        kept |= found
        with replacing_file(reviews_file(folders)) as new:
            write_records(new, [kept[key] for key in sorted(kept)])
    return [kept[key] for key in sorted(kept)]


def _key(review: Review) -> tuple[str, ...]:
    return review.question_id, review.arm, review.answer_hash, review.metric, review.who


def _completed(store: Store) -> Iterator[Review]:
    from mlflow.genai.review_queues import list_review_queue_items
    from mlflow.tracing.client import TracingClient

    client = TracingClient(store.uri)
    for queue in queues(store):
        token: str | None = None
        while True:
            page = list_review_queue_items(queue.queue_id, status="complete", max_results=100, page_token=token)
            for item in page:
                yield from _verdicts(client, item.item_id)
            token = page.token
            if not token:
                break


def _verdicts(client: Any, trace_id: str) -> Iterator[Review]:  # noqa: ANN401
    from mlflow.exceptions import MlflowException

    try:
        info = client.get_trace_info(trace_id)
    except MlflowException:
        return  # the trace was deleted; what was read of it before is kept
    if not {QUESTION, ANSWER} <= set(info.tags):
        return
    for metric, said in _said(info.assessments):
        yield Review(
            question_id=info.tags[QUESTION],
            arm=info.tags["mlflow.traceName"],
            answer_hash=info.tags[ANSWER],
            metric=metric,
            value=float(said.feedback.value),
            who=hashlib.sha256(str(said.source.source_id).strip().lower().encode()).hexdigest()[:16],
        )


def _said(assessments: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    asked = {ask.name: ask.metric for ask in ASKS}
    people = [
        one
        for one in assessments
        if one.name in asked
        and one.source.source_type == "HUMAN"
        and one.feedback is not None
        and isinstance(one.feedback.value, bool)
        and one.valid is not False
    ]
    for said in sorted(people, key=lambda one: one.last_update_time_ms or 0):
        yield asked[said.name], said

"""The queue of answers that people are asked to look at, in the tracking store's own pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.records.review import ReviewedMetric
from pipelines.runtime.progress import warn
from pipelines.runtime.tracking import Store
from pipelines.score.marks import ORDER, Why
from pipelines.score.traces import traces_of

PREFIX = "candidate "
"""How the names of our queues begin; people may make others beside them."""
INSTEAD = "What should the answer be? 正確的答案是什麼？"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to a reviewer, with yes or no as its answer."""

    metric: ReviewedMetric
    name: str
    """As the reviewer reads it; what they say is kept under this name."""
    yes: str
    no: str
    instruction: str


ASKS = (
    Ask(
        metric="correctness",
        name="Is the answer right? 答案正確嗎？",
        yes="Right 正確",
        no="Wrong 錯誤",
        instruction="Compare it with the expected answer, or with what you know. Where the documents do not hold the "
        "answer, only the refusal is right. 與預期答案或您所知的事實相比；文件裡沒有答案時，只有表明沒有答案才算正確。",
    ),
    Ask(
        metric="faithfulness",
        name="Do the sources support it? 出處支持這個答案嗎？",
        yes="Supported 有依據",
        no="Not supported 無依據",
        instruction="Everything that the answer says must be in the paragraphs shown (`View full trace`, `retrieve`), "
        "whether it is right or not. 答案說的每一句都必須能在出示的段落中找到（見 retrieve），不論對錯。",
    ),
)


def fill_queue(store: Store, run_id: str, name: str, why: Mapping[str, Sequence[Why]]) -> str | None:
    """Puts the chosen answers of a run into a review queue of its own; one that is there already is left as it is.

    Args:
        store: An open store.
        run_id: The run whose traces are reviewed.
        name: Distinguishes the queue from those of other runs.
        why: Question id → why it is reviewed, the most urgent reason first, by which the queue is ordered.

    Returns:
        The queue's id; None where nothing is to be reviewed, or the tracking server is too old to have queues.
    """
    from mlflow.exceptions import MlflowException

    try:
        return _queue_named(store, PREFIX + name) or _fill(store, run_id, PREFIX + name, why)
    except MlflowException as error:
        warn(
            "the review queue was not made",
            [str(error).splitlines()[0][:200]],
            hint="the tracking server needs MLflow 3.14 or newer; runs and traces are filed all the same",
        )
        return None


def queues(store: Store) -> list[Any]:
    """Returns the review queues that `fill_queue` made, the oldest first."""
    from mlflow.genai.review_queues import list_review_queues

    found: list[Any] = []
    token: str | None = None
    while True:
        page = list_review_queues(experiment_id=store.experiment_id, max_results=100, page_token=token)
        found += [queue for queue in page if queue.name.startswith(PREFIX)]
        token = page.token
        if not token:
            return sorted(found, key=lambda queue: (queue.creation_time_ms, queue.queue_id))


def _queue_named(store: Store, name: str) -> str | None:
    return next((str(queue.queue_id) for queue in queues(store) if queue.name == name), None)


def _fill(store: Store, run_id: str, name: str, why: Mapping[str, Sequence[Why]]) -> str | None:
    from mlflow.genai.review_queues import add_items_to_review_queue, create_review_queue

    traces = traces_of(store, run_id)
    chosen = [[traces[one] for one in sorted(why) if why[one][0] == reason and one in traces] for reason in ORDER]
    if not any(chosen):
        return None
    made = create_review_queue(name, queue_type="custom", schema_ids=_schemas(store), experiment_id=store.experiment_id)
    # What was added last is listed first.
    for ids in reversed(chosen):
        if ids:
            add_items_to_review_queue(made.queue_id, item_ids=ids)
    return str(made.queue_id)


def _schemas(store: Store) -> list[str]:
    from mlflow.genai.label_schemas import InputPassFail, InputText, create_label_schema, list_label_schemas

    there = {one.name: str(one.schema_id) for one in list_label_schemas(experiment_id=store.experiment_id)}
    kind: Any
    wanted: dict[str, tuple[str, Any, str]] = {
        ask.name: ("feedback", InputPassFail(positive_label=ask.yes, negative_label=ask.no), ask.instruction)
        for ask in ASKS
    }
    wanted[INSTEAD] = ("expectation", InputText(), "Only where the expected answer is wrong. 僅在預期答案有誤時填寫。")
    # The pages show what was made last first.
    for name, (kind, input_type, instruction) in reversed(wanted.items()):
        if name not in there:
            made = create_label_schema(
                name,
                type=kind,
                input=input_type,
                instruction=instruction,
                enable_comment=kind == "feedback",
                experiment_id=store.experiment_id,
            )
            there[name] = str(made.schema_id)
    return [there[name] for name in wanted]

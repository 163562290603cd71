"""The held-out questions as one dataset in the tracking store, named by their content, which every run stands on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.records import Question
from pipelines.runtime.tracking import Store

if TYPE_CHECKING:
    from mlflow.entities import DatasetInput


def name_of(dataset_hash: str) -> str:
    """Returns the dataset's name: equal questions have equal names, whichever run is looked at."""
    return f"held-out {dataset_hash[:12]}"


def evaluation_set(store: Store, questions: Sequence[Question], dataset_hash: str) -> "DatasetInput":
    """Files the questions once and returns what a run names as its input.

    Args:
        store: An open store.
        questions: The held-out questions as their author labelled them.
        dataset_hash: Of the dataset they belong to.

    Returns:
        The input, the same for every run on these questions.
    """
    from mlflow.entities import Dataset, DatasetInput, InputTag
    from mlflow.genai.datasets import create_dataset, search_datasets

    name = name_of(dataset_hash)
    there = [
        one for one in search_datasets([store.experiment_id], f"name = '{name}'", max_results=10) if one.name == name
    ]
    dataset: Any = there[0] if there else create_dataset(name, experiment_id=store.experiment_id)
    if not there:
        dataset.merge_records([_record(question) for question in questions])
    entity = Dataset(
        name=name,
        # The store's own digest holds the time, by which two runs on equal questions would seem to differ.
        digest=dataset_hash[:8],
        source_type=dataset.source._get_source_type(),  # noqa: SLF001 - the one name the pages know it by
        source=dataset.source.to_json(),
    )
    return DatasetInput(dataset=entity, tags=[InputTag("mlflow.data.context", "evaluation")])


def _record(question: Question) -> dict[str, Any]:
    return {
        "inputs": {"question_id": question.id, "question": question.question},
        "expectations": {"reference": question.reference, "golden_keys": list(question.golden_keys)},
        "tags": {"language": question.language, "origin": question.origin, "group": question.group},
    }

"""What a training run reads: a company's examples, and what its starter practised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.records import Example, read_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import verify
from pipelines.train.config import Config
from pipelines.train.rehearsal import rehearsal


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Examples in the order in which they were written."""

    examples: Sequence[Example]
    validation: Sequence[Example]
    rehearsed: Sequence[Example]
    """What the starter practised and is to keep."""
    hash: str
    """sha256 of the dataset's files."""


def read_dataset(processed: Path, config: Config) -> Dataset:
    """Reads a dataset, and as much of the starter's practice as is rehearsed.

    Args:
        processed: The dataset's folder.
        config: Names the starter, if any.

    Returns:
        The dataset.

    Raises:
        UserError: It holds no examples, or a file is not as it was written.
    """
    whole = verify(processed)
    examples = read_records(processed / "train.jsonl", Example)
    if not examples:
        raise UserError(f"{processed / 'train.jsonl'} holds no examples", hint="run `python -m pipelines.dataset`")
    starter = config.model.starter
    return Dataset(
        examples=examples,
        validation=read_records(processed / "validation.jsonl", Example),
        rehearsed=rehearsal(Path(starter), config.train.rehearsal) if starter else [],
        hash=whole,
    )

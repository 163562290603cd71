"""What a starter practised, learnt again among a company's own examples.

A company's questions are made of its documents' words. Learnt alone, they teach that a question in other words has no
answer there.
"""

from pathlib import Path

from pipelines.records import Example, read_records
from pipelines.runtime.files import verify

FILE = "rehearsal.jsonl"


def rehearsal(starter: Path, sets: int) -> list[Example]:
    """Reads examples of a starter's practice.

    Args:
        starter: The starter's folder. Where it has no `rehearsal.jsonl`, there is nothing to rehearse.
        sets: Source sets wanted, from 0.

    Returns:
        All examples of the first so many source sets, or of as many as there are.

    Raises:
        UserError: The starter's files are not as they were written.
    """
    path = starter / FILE
    if not path.exists():
        return []
    verify(starter)
    examples = read_records(path, Example)
    wanted = set(list(dict.fromkeys(example.source_set for example in examples))[:sets])
    return [example for example in examples if example.source_set in wanted]

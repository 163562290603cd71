"""What `answer` leaves behind: the answers with their manifest, and the times apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.records.answer import Answer
from pipelines.records.files import write_json, write_records
from pipelines.runtime.files import replacing_file
from pipelines.runtime.folders import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What an arm's answers cost; apart from the answers, so that equal answers are equal bytes."""

    arm: str
    answers: int
    seconds: float
    """Time for writing the answers, without loading the model."""
    load_seconds: float
    prompt_tokens: int
    completion_tokens: int
    peak_memory_mb: int
    """Largest resident memory of the process."""
    kept: int = 0
    """Answers that an earlier run had written, and that cost none of the seconds."""
    absent: str | None = None
    """Why there are no answers; None where there are."""


def write_answers(folders: Folders, answers: Sequence[Answer], timing: Timing, inputs: Mapping[str, str]) -> Path:
    """Replaces an arm's answers and their times.

    Args:
        folders: The data folders.
        answers: The answers, in the order of the questions.
        timing: What they cost.
        inputs: Name → hash of what they were made from.

    Returns:
        The file with the answers.
    """
    target = folders.answers / f"{timing.arm}.jsonl"
    with replacing_file(target, inputs=inputs) as new:
        write_records(new, answers)
        write_json(new.with_name("timing"), timing)
        new.with_name("timing").replace(target.with_name(f"{timing.arm}.timing.json"))
    return target

"""The order of work of `answer`."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.answer.config import Config
from pipelines.answer.output import Timing, write_answers
from pipelines.answering.arms import Arm
from pipelines.answering.champion import read_champion
from pipelines.answering.engine import writer_for
from pipelines.answering.inputs import current_library, read_questions
from pipelines.answering.kept import KeptAnswers, resuming
from pipelines.answering.path import answer
from pipelines.answering.shown import ask_all
from pipelines.records.answer import Answer
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import progress_bar
from pipelines.runtime.stage import Outcome, peak_memory_mb

NEXT = "python -m pipelines.score"


def answer_arm(arm: Arm, config: Config, folders: Folders) -> Outcome:
    """Answers every held-out question with one arm and replaces the arm's answers.

    Args:
        arm: The arm.
        config: The model, and how questions are retrieved for and answered.
        folders: The data folders.

    Returns:
        What was asked and what came back.

    Raises:
        UserError: An input is missing, damaged, or does not fit the others.
    """
    inputs = {"sections": verify(folders.interim), "dataset": verify(folders.processed)}
    inputs["index"] = verify(folders.index)
    if arm.model == "champion" and read_champion(folders) is None:
        return _absent(arm, folders, inputs)
    questions = read_questions(folders)
    library = current_library(folders, config.retrieval)
    asked = ask_all(questions, arm.sources, library)
    began = time.monotonic()
    writer = writer_for(arm, library, folders, model=config.model, answer=config.answer)
    kept = KeptAnswers(folders.kept_answers / f"{arm.name}.jsonl")
    writer = resuming(writer, kept)
    loaded = time.monotonic()
    with progress_bar(f"{arm.name}: answers", len(asked)) as advance:
        answers = answer(asked, writer, arm=arm.name, library=library, advance=advance)
    timing = _timing(arm, answers, seconds=time.monotonic() - loaded, load_seconds=loaded - began)
    timing = replace(timing, kept=kept.found)
    where = write_answers(folders, answers, timing, inputs)
    outcome = _outcome(arm, answers, where=where, left_out=len(questions) - len(asked))
    found = [f"answers that an earlier run had written: {kept.found}"] if kept.found else []
    by = [f"written by {answers[0].written_by}"] if answers and answers[0].engine else []
    return replace(outcome, notes=(*outcome.notes, *by, *found, *writer.remarks))


def _absent(arm: Arm, folders: Folders, inputs: Mapping[str, str]) -> Outcome:
    why = "there is no champion yet"
    where = write_answers(folders, [], _timing(arm, [], absent=why), inputs)
    return Outcome(part=arm.name, made={"answers": 0}, where=(where,), notes=(f"absent: {why}",), next_command=NEXT)


def _timing(
    arm: Arm, answers: Sequence[Answer], *, seconds: float = 0, load_seconds: float = 0, absent: str | None = None
) -> Timing:
    return Timing(
        arm=arm.name,
        answers=len(answers),
        seconds=round(seconds, 2),
        load_seconds=round(load_seconds, 2),
        prompt_tokens=sum(answer.prompt_tokens for answer in answers),
        completion_tokens=sum(answer.completion_tokens for answer in answers),
        peak_memory_mb=peak_memory_mb(),
        absent=absent,
    )


def _outcome(arm: Arm, answers: Sequence[Answer], *, where: Path, left_out: int) -> Outcome:
    made = {
        "answers": len(answers),
        "refusals": sum(answer.refused for answer in answers),
        "answers that cite": sum(bool(answer.citations) for answer in answers),
        "answers cut at the token limit": sum(answer.finish_reason == "length" for answer in answers),
    }
    dropped = {"questions that cannot be asked this way": left_out} if left_out else {}
    read = {"questions": len(answers) + left_out}
    return Outcome(part=arm.name, read=read, made=made, dropped=dropped, where=(where,), next_command=NEXT)

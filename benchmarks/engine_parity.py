"""Whether an engine answers as a model in this process does, question by question.

    python -m benchmarks.engine_parity arm=candidate answer.engine.url=http://127.0.0.1:8080/v1 \
        answer.engine.candidate=candidate --questions 40

Takes the keys of `python -m pipelines.answer`, the engine among them. The same prompts are answered here and there;
`--here FILE` takes answers that this process wrote before. Nothing is written.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.scoring import score_arm
from eval.summaries import find, summarize_arm
from pipelines.answer.config import Config
from pipelines.answering.arms import Arm, arm_named
from pipelines.answering.engine import writer_for
from pipelines.answering.engine_config import EngineConfig
from pipelines.answering.inputs import current_library, read_questions
from pipelines.answering.path import answer
from pipelines.answering.shown import Asked, Library, ask_all
from pipelines.models.tokenizer import load_tokenizer
from pipelines.records import Answer, Question, read_records
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders

METRICS = ("grounded", "correctness", "citation_f1", "refusal_f1")
console = Console(width=120, highlight=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """How two sets of answers to the same questions agree."""

    answers: int
    same_text: int
    """Answers whose texts are equal to the letter."""
    same_citations: int
    same_end: int
    """Answers that both ended, or that both were cut."""
    agreed: float
    """Mean share of an answer's tokens before the first that differs, 0 to 1."""
    differing: tuple[str, ...]
    """Questions whose answers differ."""


def parity(here: Sequence[Answer], there: Sequence[Answer], tokenizer: Any) -> Parity:  # noqa: ANN401
    """Compares answers.

    Args:
        here: Answers of this process.
        there: Answers of the engine to the same questions, in the same order.
        tokenizer: The model's.

    Returns:
        How they agree.

    Raises:
        ValueError: They are answers to other questions, or to other prompts.
    """
    pairs = list(zip(here, there, strict=True))
    for one, other in pairs:
        if (one.question_id, one.prompt_hash, one.sources) != (other.question_id, other.prompt_hash, other.sources):
            raise ValueError(f"question {one.question_id} was not asked in the same way on both sides")
    return Parity(
        answers=len(pairs),
        same_text=sum(one.text == other.text for one, other in pairs),
        same_citations=sum(one.citations == other.citations for one, other in pairs),
        same_end=sum(one.finish_reason == other.finish_reason for one, other in pairs),
        agreed=mean(_agreed(one.text, other.text, tokenizer) for one, other in pairs),
        differing=tuple(one.question_id for one, other in pairs if one.text != other.text),
    )


def _agreed(one: str, other: str, tokenizer: Any) -> float:  # noqa: ANN401
    if one == other:
        return 1.0
    first, second = (tokenizer(text, add_special_tokens=False).input_ids for text in (one, other))
    alike = next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    return alike / max(len(first), len(second))


def main(config: Config, count: int, written: Path | None) -> None:
    """Prints how many answers are equal, and the figures of both sides."""
    folders = Folders(Path(config.data_dir))
    arm = arm_named(config.arm)
    library = current_library(folders, config.retrieval)
    questions = read_questions(folders)[: count or None]
    asked = ask_all(questions, arm.sources, library)
    there = _answered(arm, asked, library, config)
    if written is None:
        without = replace(config, answer=replace(config.answer, engine=EngineConfig()))
        here = _answered(arm, asked, library, without)
    else:
        known = {one.question_id: one for one in read_records(written, Answer)}
        here = [known[one.id] for one in asked]
    found = parity(here, there, load_tokenizer(config.model, folders.models).tokenizer)
    console.print(f"{arm.name}, {found.answers} answers: {there[0].written_by} against {here[0].written_by or 'here'}")
    console.print(
        f"  same text {found.same_text}, same citations {found.same_citations}, same end {found.same_end}; "
        f"{found.agreed:.3f} of the tokens before the first that differs"
    )
    console.print(f"  differing: {', '.join(found.differing) or 'none'}")
    console.print(_figures(questions, {"here": here, "engine": there}))


def _answered(arm: Arm, asked: Sequence[Asked], library: Library, config: Config) -> list[Answer]:
    writer = writer_for(arm, library, Folders(Path(config.data_dir)), model=config.model, answer=config.answer)
    began = time.perf_counter()
    answers = answer(asked, writer, arm=arm.name, library=library)
    seconds = time.perf_counter() - began
    console.print(f"{answers[0].written_by}: {seconds:.1f} s, {len(answers) / seconds:.2f} answers/s")
    for remark in writer.remarks:
        console.print(f"  {remark}")
    return answers


def _figures(questions: Sequence[Question], sides: dict[str, list[Answer]]) -> Table:
    table = Table("", *METRICS, box=None)
    for name, answers in sides.items():
        said = {one.question_id for one in answers}
        of = [question for question in questions if question.id in said]
        summaries = summarize_arm(of, answers, score_arm(of, answers, arm=answers[0].arm))
        found = [find(summaries, answers[0].arm, metric) for metric in METRICS]
        table.add_row(name, *(f"{one.value:.3f}" if one and one.value is not None else "–" for one in found))
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", help="keys of `python -m pipelines.answer`, such as arm=base")
    parser.add_argument("--questions", type=int, default=0, help="of the first so many; 0: all")
    parser.add_argument("--here", type=Path, help="answers that a model in this process wrote before")
    given = parser.parse_args()
    main(compose(Config, given.keys), given.questions, given.here)

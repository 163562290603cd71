"""What adapters are worth on other documents: each asked the held-out questions of each finished data folder.

    python -m benchmarks.transfer --data OUT/handbook_18f/data OUT/tw_law/data --questions 75 \
        --adapters data/starters/gemma3_270m OUT/tw_law/data/adapters/candidate

An adapter is a folder with its card; `base` is the model without one. Questions are taken evenly from each sheet.
Settings are those of `python -m pipelines.answer`. Nothing is written.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from eval.scoring import score_arm
from eval.statistics import mean
from pipelines.answer.config import Config
from pipelines.answering.inputs import current_library, read_questions
from pipelines.answering.path import answer
from pipelines.answering.shown import Asked, Library, ask_all
from pipelines.answering.writers import model_writer
from pipelines.models.base import load_model
from pipelines.records import Answer, Question
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console, progress_bar

ARM = "candidate"
BASE = "base"
COLUMNS = ("documents", "adapter", "n", "grounded", "shown", "right of them", "refused of them", "refused of the rest")


def evenly(questions: Sequence[Question], count: int) -> list[Question]:
    """Takes so many questions from the whole sheet, the first among them; 0 takes all."""
    if not count or count >= len(questions):
        return list(questions)
    return [questions[place * len(questions) // count] for place in range(count)]


def figures(questions: Sequence[Question], answers: Sequence[Answer]) -> tuple[str, ...]:
    """Tells what the answers are worth.

    Args:
        questions: The questions.
        answers: An answer to each, in their order.

    Returns:
        The columns after the adapter: questions, grounded with its 95% interval, answerable questions whose section is
        shown, the shares of these that are grounded and that are refused, and the share refused of all others.
    """
    scores = score_arm(questions, answers, arm=ARM)
    grounded = {score.question_id: score.value or 0.0 for score in scores if score.metric == "grounded"}
    shown = {one.question_id for one in answers if any(source.golden for source in one.sources)}
    refused = {one.question_id for one in answers if one.refused}
    rest = {one.id for one in questions} - shown
    value = mean([grounded[one.id] for one in questions], [one.group for one in questions])
    interval = "" if value.low is None else f" [{value.low:.2f}, {value.high:.2f}]"
    return (
        str(len(questions)),
        f"{value.value:.2f}{interval}",
        str(len(shown)),
        _share(sum(grounded[one] for one in shown), len(shown)),
        _share(len(refused & shown), len(shown)),
        _share(len(refused & rest), len(rest)),
    )


def _share(part: float, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def main(config: Config, folders: Sequence[Path], adapters: Sequence[str], count: int) -> None:
    """Answers and prints a row for each pair."""
    table = Table(box=None)
    for column in COLUMNS:
        # Folded, since the ends of paths are what tells them apart.
        table.add_column(column, overflow="fold")
    sheets: list[tuple[Path, list[Question], list[Asked], Library]] = []
    for folder in folders:
        library = current_library(Folders(folder), config.retrieval)
        questions = evenly(read_questions(Folders(folder)), count)
        sheets.append((folder, questions, ask_all(questions, "retrieved", library), library))
    total = len(adapters) * sum(len(questions) for _, questions, _, _ in sheets)
    with progress_bar("answers", total) as advance:
        for adapter in adapters:
            path = None if adapter == BASE else Path(adapter)
            loaded = load_model(config.model, Folders(folders[0]).models, adapter=path)
            writer = model_writer(loaded, config.answer)
            for folder, questions, asked, library in sheets:
                answers = answer(asked, writer, arm=ARM, library=library, advance=advance)
                table.add_row(str(folder), adapter, *figures(questions, answers))
    console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="data folders with index and questions")
    parser.add_argument("--adapters", nargs="+", required=True, help="folders of adapters, or `base`")
    parser.add_argument("--questions", type=int, default=0, help="so many of each sheet; 0: all")
    parser.add_argument("keys", nargs="*", help="keys of `python -m pipelines.answer`, such as retrieval=hybrid")
    # Keys may stand behind the options.
    given = parser.parse_intermixed_args()
    main(compose(Config, [*given.keys, f"arm={ARM}"]), given.data, given.adapters, given.questions)

"""What `score` reads: the held-out questions and every arm's answers, verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.answering.arms import arm_named
from pipelines.language.query_class import QueryClass, query_class
from pipelines.records import Answer, Question, Section, read_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders
from pipelines.score.labels import labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that is scored."""

    questions: Sequence[Question]
    """The held-out questions as their author labelled them."""
    labels: Mapping[str, Sequence[Question]]
    """Arm → the questions as this arm is judged by them."""
    answers: Mapping[str, Sequence[Answer]]
    """Arm → answers, in the order of the questions; arms without answers are left out."""
    absent: Sequence[str]
    """Arms without answers, such as the champion before the first promotion."""
    hashes: Mapping[str, str]
    """Input → sha256."""
    classes: Mapping[str, QueryClass]
    """Id of an answerable question → what it shares with the sections that answer it."""


def read_material(names: Sequence[str], folders: Folders) -> Material:
    """Reads and verifies what is to be scored.

    Args:
        names: The arms.
        folders: The data folders.

    Returns:
        Questions, labels and answers.

    Raises:
        UserError: An arm does not exist, a file is missing or damaged, or answers belong to other questions.
    """
    arms = [arm_named(name) for name in dict.fromkeys(names)]
    hashes = {"dataset": verify(folders.processed)}
    questions = read_records(folders.processed / "heldout.jsonl", Question)
    files = {arm.name: folders.answers / f"{arm.name}.jsonl" for arm in arms}
    hashes |= _verify_all(files)
    answers = {name: read_records(path, Answer) for name, path in files.items()}
    for name, said in answers.items():
        _belong(said, questions, files[name])
    sections = _sections(folders)
    texts = {found: section.text for found, section in sections.items()}
    return Material(
        questions=questions,
        labels={arm.name: labelled(arm, questions, answers[arm.name], texts) for arm in arms},
        answers={name: said for name, said in answers.items() if said},
        absent=[name for name, said in answers.items() if not said],
        hashes=hashes,
        classes=_classes(questions, sections),
    )


def _verify_all(files: Mapping[str, Path]) -> dict[str, str]:
    hashes: dict[str, str] = {}
    problems: dict[str, UserError] = {}
    for name, path in files.items():
        try:
            hashes[f"answers/{name}"] = verify(path)
        except UserError as error:
            problems[name] = error
    if not problems:
        return hashes
    commands = " && ".join(f"python -m pipelines.answer arm={name}" for name in problems)
    raise UserError(
        f"{len(problems)} of {len(files)} arms cannot be scored",
        details=[error.message for error in problems.values()],
        hint=f"write their answers again: `{commands}`, or all with `dvc repro score`",
    )


def _belong(answers: Sequence[Answer], questions: Sequence[Question], path: Path) -> None:
    foreign = {answer.question_id for answer in answers} - {question.id for question in questions}
    if foreign:
        raise UserError(
            f"{path} answers other questions than those held out",
            details=[f"{len(foreign)} of {len(answers)} answers, the first to question {min(foreign)}"],
            hint=f"the dataset was made again since; run `python -m pipelines.answer arm={path.stem}`",
        )


def _sections(folders: Folders) -> dict[str, Section]:
    verify(folders.interim)
    return {section.content_hash: section for section in read_records(folders.interim / "sections.jsonl", Section)}


def _classes(questions: Sequence[Question], sections: Mapping[str, Section]) -> dict[str, QueryClass]:
    golden = {one.id: [sections[found] for found in one.golden_hashes if found in sections] for one in questions}
    return {one.id: query_class(one.question, golden[one.id]) for one in questions if golden[one.id]}

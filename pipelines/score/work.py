"""The order of work of `score`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.code import code_hash
from eval.diagnoses import diagnosis_summaries
from eval.judges.table import judged_table
from eval.report import report
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from eval.table import difference_lines, final_table, retrieval_table
from pipelines.records import Score, Summary, write_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console, track, warn
from pipelines.runtime.stage import Outcome
from pipelines.runtime.tracking import Store, open_store
from pipelines.score.config import Config
from pipelines.score.judge import Judging, judge_answers
from pipelines.score.material import Material, read_material
from pipelines.score.notes import Links
from pipelines.score.reviews import collect_reviews, current, read_reviews
from pipelines.score.runs import file_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Every arm's scores and summaries."""

    scores: Sequence[Score]
    summaries: Sequence[Summary]


def score_answers(config: Config, folders: Folders) -> Outcome:
    """Scores every arm, writes scores, summaries and report, files the runs and prints the final table.

    Args:
        config: Which arms, and where runs are filed.
        folders: The data folders.

    Returns:
        What was scored. A tracking store that fails is a warning: the scores are there whatever it does.

    Raises:
        UserError: An input is missing, damaged, or does not fit the others.
    """
    material = read_material(config.arms.names, folders)
    store = _store(config, folders)
    judging = judge_answers(material, config, folders, read_reviews(folders))
    scored = _score(material, judging)
    target = folders.root / config.arms.folder
    with replacing_folder(target, inputs={**material.hashes, "metrics": code_hash()}) as folder:
        write_records(folder / "scores.jsonl", scored.scores)
        write_records(folder / "summary.jsonl", scored.summaries)
        if judging:
            write_records(folder / "judge.jsonl", judging.judged.licences)
        page = report(material.questions, material.answers, scored.scores, scored.summaries, current(material, folders))
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    links = _file(store, material, scored, config) if store else None
    console.print(final_table(scored.summaries, material.questions))
    if found := retrieval_table(scored.summaries):
        console.print(found)
    for line in difference_lines(scored.summaries, scored.scores, material.questions):
        console.print(line)
    if links:
        # An address that is wrapped or cut cannot be followed.
        console.print(f"question by question, after `make ui`: {links.comparison}", soft_wrap=True)
        if links.queue:
            console.print(f"answers to review: {links.queue}", soft_wrap=True)
    if found := judged_table(scored.summaries):
        console.print(found)
    return _outcome(material, scored, target, judging.notes if judging else ())


def _score(material: Material, judging: Judging | None) -> Scored:
    scores: list[Score] = []
    summaries: list[Summary] = []
    for arm, answers in track(material.answers.items(), "score: arms", total=len(material.answers)):
        found = score_arm(material.labels[arm], answers, arm=arm)
        scores += found
        summaries += summarize_arm(material.labels[arm], answers, found, material.classes)
    summaries += diagnosis_summaries(scores, material.questions)
    if judging:
        scores += judging.judged.scores
        summaries += judging.judged.summaries
    return Scored(scores=scores, summaries=summaries)


def _store(config: Config, folders: Folders) -> Store | None:
    # Before anything is scored, since what people said so far is a label for the judge of this run.
    try:
        store = open_store(config.tracking, folders)
        collect_reviews(store, folders)
    except UserError as error:
        warn(f"the runs were not filed: {error.message}", error.details, error.hint)
    except Exception as error:  # noqa: BLE001 - whatever a tracking server does, the answers can be scored
        _warn_of(error)
    else:
        return store
    return None


def _file(store: Store, material: Material, scored: Scored, config: Config) -> Links | None:
    try:
        return file_runs(store, material, scored.scores, scored.summaries, config)
    except UserError as error:
        warn(f"the runs were not filed: {error.message}", error.details, error.hint)
    except Exception as error:  # noqa: BLE001 - whatever a tracking server does, the scores stand
        _warn_of(error)
    return None


def _warn_of(error: Exception) -> None:
    warn(
        f"the runs were not filed: {type(error).__name__}",
        [str(error).splitlines()[0][:200]] if str(error) else [],
        hint="the scores are complete; run `python -m pipelines.score` again to file them",
    )


def _outcome(material: Material, scored: Scored, target: Path, judge_notes: Sequence[str]) -> Outcome:
    unscored = sum(score.value is None for score in scored.scores)
    notes = [f"arm {arm} has no answers" for arm in material.absent]
    return Outcome(
        read={
            "held-out questions": len(material.questions),
            "answers": sum(len(answers) for answers in material.answers.values()),
        },
        made={"scores": len(scored.scores) - unscored, "scores without a value, each with its reason": unscored},
        where=[target / name for name in ("scores.jsonl", "summary.jsonl", "report.html")],
        next_command="python -m pipelines.promote",
        notes=[*notes, *judge_notes],
    )

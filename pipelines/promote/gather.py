"""What a decision rests on, read from disk; whatever is missing, altered or out of date is written down as damage."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from eval.code import code_hash
from eval.comparison import BASELINES
from eval.evidence import Evidence
from pipelines.records import AdapterCard, Answer, Question, Score, Summary, read_json, read_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import manifest_of, verify
from pipelines.runtime.folders import Folders

CANDIDATE = "candidate"
CHAMPION = "champion"
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Collects hashes and damage while files are read."""

    hashes: dict[str, str] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def verified(self, name: str, path: Path) -> bool:
        """Checks one output against its manifest and notes its hash, or what is wrong with it."""
        try:
            self.hashes[name] = verify(path)
        except UserError as error:
            self.damage.append("; ".join((error.message, *error.details)))
        return name in self.hashes

    def records(self, path: Path, kind: type[T]) -> list[T]:
        """Reads records, or notes why they cannot be read."""
        try:
            return read_records(path, kind)
        except UserError as error:
            self.damage.append(error.message)
            return []


def gather(folders: Folders, champion: str | None) -> Evidence:
    """Reads and verifies everything that the decision on the candidate rests on.

    Args:
        folders: The data folders.
        champion: Hash of the champion's adapter; None when there is none yet.

    Returns:
        The evidence, with its damage.

    Raises:
        UserError: There is no candidate.
    """
    card = _card(folders.adapters / CANDIDATE / "adapter_card.json")
    reading = _Reading()
    reading.verified("adapters/candidate", folders.adapters / CANDIDATE)
    reading.verified("sections", folders.interim)
    reading.verified("index", folders.index)
    questions = _read(reading, "dataset", folders.processed, ("heldout.jsonl", Question))
    others = () if champion is None or champion == card.adapter_hash else (CHAMPION,)
    answers: dict[str, Sequence[Answer]] = {}
    for arm in (*BASELINES, CANDIDATE, *others):
        path = folders.answers / f"{arm}.jsonl"
        if reading.verified(f"answers/{arm}", path):
            answers[arm] = reading.records(path, Answer)
            _is_of(reading, path, {name: name for name in ("sections", "index", "dataset")})
    scores = _read(reading, "scores", folders.scores, ("scores.jsonl", Score))
    summaries = reading.records(folders.scores / "summary.jsonl", Summary) if scores else []
    if scores:
        _is_of(reading, folders.scores, {name: name for name in ("dataset", *(f"answers/{arm}" for arm in answers))})
        if _inputs(folders.scores).get("metrics") != code_hash():
            reading.foreign.append(
                "the scores were made by other metric code than this; run `python -m pipelines.score`"
            )
    return Evidence(
        questions=questions,
        answers=answers,
        scores=scores,
        summaries=summaries,
        card=card,
        champion=champion,
        hashes=reading.hashes,
        damage=reading.damage,
        foreign=reading.foreign,
    )


def _card(path: Path) -> AdapterCard:
    if not path.is_file():
        hint = "train one with `python -m pipelines.train`, or run the whole line with `dvc repro score`"
        raise UserError(f"there is no candidate to judge: {path} does not exist", hint=hint)
    return read_json(path, AdapterCard)


def _read(reading: _Reading, name: str, folder: Path, wanted: tuple[str, type[T]]) -> list[T]:
    return reading.records(folder / wanted[0], wanted[1]) if reading.verified(name, folder) else []


def _is_of(reading: _Reading, target: Path, inputs: Mapping[str, str]) -> None:
    """Notes where an output was made from other inputs than those that lie there now."""
    recorded = _inputs(target)
    for name, current in inputs.items():
        if current in reading.hashes and recorded.get(name) != reading.hashes[current]:
            reading.damage.append(f"{target} was made from another state of {name}")


def _inputs(target: Path) -> dict[str, str]:
    return dict(json.loads(manifest_of(target).read_text(encoding="utf-8")).get("inputs", {}))

"""One document set through the whole line: which stages, in which order, with what."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality.sets import DocumentSet, prepare
from benchmarks.quality.sheet import bindable
from benchmarks.quality.stages import Ran, Stage, run, taken
from pipelines.answering.arms import ARMS
from pipelines.records import AdapterCard, Section, read_json, read_records
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console

CHAMPION, REPEAT = "champion", "candidate_repeat"
RETRIEVED = tuple(name for name, arm in ARMS.items() if arm.sources == "retrieved" and name not in (CHAMPION, REPEAT))
DIAGNOSED = tuple(name for name, arm in ARMS.items() if arm.sources != "retrieved")
CHOICES = {"retrieved": RETRIEVED, "all": (*RETRIEVED, *DIAGNOSED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run of the benchmark is asked for."""

    corpora: Path
    out: Path
    arms: tuple[str, ...]
    overrides: tuple[str, ...]
    most: int | None
    """Questions a set at most; None: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a set went through."""

    name: str
    folder: Path
    ran: Sequence[Ran]
    left_out: Sequence[str]
    """Questions of the sheet that cannot be asked, each with its reason."""

    @property
    def folders(self) -> Folders:
        """The set's data folders."""
        return Folders(self.folder / "data")


def run_set(name: str, settings: Settings) -> Done:
    """Runs the line on one document set.

    Args:
        name: The set.
        settings: Where its documents are, and what is asked of it.

    Returns:
        What ran, and which questions could not be asked.

    Raises:
        StageError: A stage ended with a mistake or a crash.
        UserError: The settings do not compose.
    """
    folder = settings.out / name
    line = _Line(prepare(name, settings.corpora, folder), folder, settings)
    # A base model is converted once, not once a set.
    models = settings.out / "models"
    models.mkdir(parents=True, exist_ok=True)
    line.folders.root.mkdir(exist_ok=True)
    if not line.folders.models.exists():
        line.folders.models.symlink_to(models.absolute())
    ran: list[Ran] = []
    total = len(settings.arms) + 6
    for place, stage in enumerate(line.stages(), 1):
        console.print(f"[{place}/{total}] {name}: {stage.name}")
        ran.append(run(stage, folder / "done"))
        kept = "up to date, " if ran[-1].kept else ""
        console.print(f"[{place}/{total}] {name}: {stage.name}: {kept}{ran[-1].seconds:.1f} s")
    return Done(name=name, folder=folder, ran=ran, left_out=line.left_out)


class _Line:
    """The stages of one set; what a stage is told may depend on what those before it made."""

    def __init__(self, documents: DocumentSet, folder: Path, settings: Settings) -> None:
        self._set = documents
        self._folder = folder
        self._settings = settings
        self.folders = Folders(folder / "data")
        self.left_out: Sequence[str] = ()

    def stages(self) -> Iterator[Stage]:
        """Yields the stages in order; each must have run before the next is asked for."""
        at = self.folders
        examples = at.processed / "train.jsonl", at.processed / "validation.jsonl"
        asked = at.processed / "heldout.jsonl"
        yield self._stage("ingest", (self._set.documents,), at.interim)
        yield self._stage("index", (at.interim,), at.index)
        sheet, limits = self._sheet()
        made = self._stage("dataset", (at.interim, at.index, *sheet), at.processed)
        yield replace(made, overrides=(*made.overrides, *limits))
        yield self._stage("train", examples, at.adapters / "candidate")
        for name in self._settings.arms:
            adapter = (at.adapters / "candidate",) if ARMS[name].model == "candidate" else ()
            stage = self._stage(
                "answer", (at.interim, at.index, *examples, asked, *adapter), at.answers / f"{name}.jsonl"
            )
            yield replace(stage, part=name, overrides=(f"arm={name}", *stage.overrides))
        answers = [at.answers / f"{name}.jsonl" for name in self._settings.arms]
        scored = self._stage("score", (at.interim, *examples, asked, *answers), at.scores)
        names = f"arms.names=[{','.join(self._settings.arms)}]"
        yield replace(scored, overrides=(names, "score.traces=false", self._experiment(), *scored.overrides))
        promoted = self._stage("promote", (at.scores,), at.tracking / "decision.json")
        yield replace(promoted, overrides=(self._experiment(), *promoted.overrides))

    def _stage(self, module: str, inputs: tuple[Path, ...], output: Path) -> Stage:
        given = taken((*self._set.overrides, *self._settings.overrides), module)
        return Stage(module=module, overrides=(f"data_dir={self.folders.root}", *given), inputs=inputs, output=output)

    def _sheet(self) -> tuple[tuple[Path, ...], tuple[str, ...]]:
        """Writes the sheet that is asked; returns it, and the overrides that name it and limit the questions."""
        most = self._settings.most
        if self._set.sheet is None:
            return (), (() if most is None else (f"dataset.held_out={most}",))
        sections = read_records(self.folders.interim / "sections.jsonl", Section)
        found = bindable(self._set.sheet, sections, self._folder / "asked.csv", most)
        self.left_out = found.left_out
        (self._folder / "left_out.json").write_text(
            json.dumps(found.left_out, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        console.print(f"{self._set.name}: {found.asked} questions are asked, {len(found.left_out)} cannot be:")
        for line in found.left_out:
            console.print(f"  {line}")
        return (found.path,), (f"dataset.question_sheets=[{found.path}]",)

    def _experiment(self) -> str:
        # An adapter that a run before this one crowned is no champion of this benchmark.
        card = read_json(self.folders.adapters / "candidate" / "adapter_card.json", AdapterCard)
        return f"tracking.experiment={self._set.name}-{card.adapter_hash[:8]}"

"""The product's stages, run one after the other as a person would run them, and not again where nothing changed."""

import hashlib
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.records.decision import EXIT_CODES
from pipelines.runtime.choices import Tree
from pipelines.runtime.config import CONFIGS, compose
from pipelines.runtime.errors import UserError
from pipelines.runtime.schema import keys_of

REPOSITORY = Path(__file__).parents[2]
STAGES = ("ingest", "index", "dataset", "train", "answer", "score", "promote")
MADE_ANEW = ("manifest.json", ".timing.json")
"""Ends of names that say when and how long, and are no content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One run of a stage."""

    module: str
    """`answer` for `python -m pipelines.answer`, and the stage of dvc.yaml that says which code it stands on."""
    overrides: tuple[str, ...]
    inputs: tuple[Path, ...]
    output: Path
    part: str = ""
    """The arm, where there is one run an arm."""

    @property
    def name(self) -> str:
        """The stage, and the arm."""
        return f"{self.module} {self.part}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a stage took."""

    name: str
    seconds: float
    """Of the run that made the output, which may be an earlier one."""
    kept: bool
    """True where the output of an earlier run was up to date."""


class StageError(Exception):
    """A stage ended with an exit code that is no verdict; what it said stands above."""


def run(stage: Stage, marks: Path) -> Ran:
    """Runs a stage unless its last run had the same settings, code and inputs and its output is as it was.

    Args:
        stage: The stage.
        marks: A folder that remembers what ran.

    Returns:
        What it took.

    Raises:
        StageError: It ended with a mistake or a crash.
        UserError: Its settings do not compose.
    """
    mark, key = marks / f"{stage.name.replace(' ', '.')}.json", _key(stage)
    before = json.loads(mark.read_text(encoding="utf-8")) if mark.is_file() else {}
    if before.get("key") == key and before.get("output") == hash_of(stage.output):
        return Ran(name=stage.name, seconds=before["seconds"], kept=True)
    mark.unlink(missing_ok=True)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", f"pipelines.{stage.module}", *stage.overrides], cwd=REPOSITORY, check=False
    )
    if done.returncode not in (EXIT_CODES.values() if stage.module == "promote" else (0,)):
        raise StageError(f"{stage.name} ended with exit code {done.returncode}")
    seconds = round(time.monotonic() - began, 1)
    marks.mkdir(parents=True, exist_ok=True)
    found = {"key": key, "output": hash_of(stage.output), "seconds": seconds}
    mark.write_text(json.dumps(found), encoding="utf-8")
    return Ran(name=stage.name, seconds=seconds, kept=False)


def taken(overrides: Iterable[str], module: str) -> tuple[str, ...]:
    """Returns the overrides that a stage knows; each stage refuses those of others."""
    known = {*keys_of(schema_of(module)), *Tree(CONFIGS).shared}
    return tuple(one for one in overrides if _group(one) in known)


def require_known(overrides: Sequence[str]) -> None:
    """Checks that every override is one of some stage, and that all stages compose with them: hours later is too late.

    Raises:
        UserError: One is of none, or has no such key or value.
    """
    known = {*Tree(CONFIGS).shared, *(name for module in STAGES for name in keys_of(schema_of(module)))}
    wrong = [one for one in overrides if "=" not in one or _group(one) not in known]
    if wrong:
        raise UserError(f"no stage knows `{wrong[0]}`", details=[f"known: {', '.join(sorted(known))}"])
    for module in STAGES:
        compose(schema_of(module), taken(overrides, module))


@cache
def schema_of(module: str) -> type[Any]:
    """Returns the configuration of a stage."""
    schema: type[Any] = importlib.import_module(f"pipelines.{module}.config").Config
    return schema


def hash_of(path: Path) -> str | None:
    """Returns the sha256 over a file, or over all that a folder holds; None where there is nothing."""
    if not path.exists():
        return None
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    whole = hashlib.sha256()
    for one in files:
        if not one.name.endswith(MADE_ANEW) and "__pycache__" not in one.parts:
            whole.update(f"{one.relative_to(path)}\0{hashlib.sha256(one.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _key(stage: Stage) -> str:
    settings = asdict(compose(schema_of(stage.module), stage.overrides))
    read = [settings, _code(stage.module), [hash_of(path) for path in stage.inputs]]
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


@cache
def _code(module: str) -> list[str | None]:
    """Hashes what of this repository a stage stands on, which dvc.yaml names; a verdict is quick, and given again."""
    line = yaml.safe_load((REPOSITORY / "dvc.yaml").read_text(encoding="utf-8"))["stages"].get(module)
    if line is None:
        return [str(time.time())]
    named = line.get("do", line)["deps"]
    return [hash_of(REPOSITORY / one) for one in named if one.startswith(("pipelines/", "eval", "data/starters"))]


def _group(override: str) -> str:
    return override.split("=")[0].split(".")[0]

"""The line from documents to a verdict on three small documents, through its command lines."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.pipelines.answering.company import MODELS, ROOT

DOCUMENTS = (
    "IT-001_Information_Security_Policy.md",
    "IT-004_資訊設備領用與報修.md",
    "FAQ-002_Customer_FAQ.csv",
)
MODEL = "model=smollm2_135m"
SHORT = "answer.max_new_tokens=12"
WORDS = "retrieval=bm25"
ARMS = ("extractive", "base_few_shot", "base", "candidate")
STAGES: dict[str, tuple[str, ...]] = {
    "ingest": ("pipelines.ingest",),
    "index": ("pipelines.index", WORDS),
    "dataset": (
        "pipelines.dataset",
        "dataset.examples=24",
        "dataset.validation=6",
        "dataset.held_out=12",
        "dataset.hold_out_keys=[]",
        MODEL,
        WORDS,
    ),
    "train": ("pipelines.train", MODEL, "train.rank=4", "train.alpha=8"),
    **{arm: ("pipelines.answer", f"arm={arm}", MODEL, SHORT, WORDS) for arm in ARMS},
    "score": ("pipelines.score", f"arms.names=[{','.join(ARMS)}]"),
    "promote": ("pipelines.promote", MODEL, SHORT, WORDS),
}
VERDICTS = (0, 10, 11)


def new_data(root: Path) -> Path:
    """Makes a data folder with three of the sample's documents and the models that are converted already."""
    corpus = root / "raw" / "small"
    corpus.mkdir(parents=True)
    for name in DOCUMENTS:
        shutil.copy(ROOT / "data/raw/sample" / name, corpus)
    MODELS.mkdir(parents=True, exist_ok=True)
    (root / "models").symlink_to(MODELS)
    return root


def command(stage: str, root: Path) -> list[str]:
    corpus = (f"corpus.path={root / 'raw' / 'small'}",) if stage == "ingest" else ()
    return [sys.executable, "-m", *STAGES[stage], f"data_dir={root}", *corpus]


def environment() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1"}


def run(root: Path, stages: Sequence[str]) -> str:
    """Runs stages one after the other and returns what the last one said."""
    said = ""
    for stage in stages:
        done = subprocess.run(
            command(stage, root), cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode in (VERDICTS if stage == "promote" else (0,)), f"{stage}: {done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        said = done.stdout
    return said


def run_killed(root: Path, stage: str, seconds: float) -> bool:
    """Starts a stage and kills it; returns whether it was still at work."""
    process = subprocess.Popen(
        command(stage, root),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def outputs(root: Path) -> dict[str, bytes]:
    """Returns every output's bytes by name; times and the tracking store are no outputs."""
    folders = ("interim", "index", "processed", "adapters", "answers", "scores")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and not path.name.endswith(".timing.json")
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Returns the names of outputs that are not the same bytes in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))

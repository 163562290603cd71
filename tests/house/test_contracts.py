"""The layers hold, `__all__` is true, doctests run, and nothing heavy is imported before it is needed."""

import doctest
import importlib
import os
import pkgutil
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import eval as evaluation
import pipelines
from pipelines.runtime.offline import SWITCHES

REPOSITORY = Path(__file__).parents[2]
STAGES = sorted(path.parent.name for path in (REPOSITORY / "pipelines").glob("*/__main__.py"))
MODULES = sorted(
    module.name
    for package in (pipelines, evaluation)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    # The second is a script that MLflow keeps with a model; it can only be run by MLflow.
    if not module.name.endswith(("__main__", ".registered_model"))
)
HEAVY = {
    "bm25s", "chromadb", "datasets", "langchain_core", "matplotlib", "mlflow", "pandas", "peft", "ragas", "scipy",
    "sentence_transformers", "torch", "transformers", "trl", "weaviate",
}  # fmt: skip


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        arguments, cwd=REPOSITORY, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_imports_go_down_only() -> None:
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-logo")
    assert done.returncode == 0, done.stdout


def test_a_package_that_no_layer_names_breaks_the_build(tmp_path: Path) -> None:
    """The contract is exhaustive; without that, a `utils` would grow outside of every layer."""
    settings = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    without_runtime = settings.replace('  "runtime",\n', "")
    assert without_runtime != settings
    changed = tmp_path / "pyproject.toml"
    changed.write_text(without_runtime, encoding="utf-8")
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache", "--config", str(changed))
    assert done.returncode == 1, done.stdout


@pytest.mark.parametrize("stage", STAGES)
def test_help_answers_within_a_second(stage: str) -> None:
    """Processor time, so that what else the machine does at that moment does not count.

    The first of three tries may have to compile what is imported, which an installation does once.
    """
    assert min(seconds_of_help(stage) for _ in range(3)) < 1


def seconds_of_help(stage: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(sys.executable, "-m", f"pipelines.{stage}", "--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: python -m pipelines.{stage} ")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_imported_without_heavy_libraries(stage: str) -> None:
    program = f"import sys, pipelines.{stage}.__main__; print(sorted({HEAVY} & set(sys.modules)))"
    done = run(sys.executable, "-c", program)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_reads_in_a_minute(stage: str) -> None:
    lines = (REPOSITORY / "pipelines" / stage / "__main__.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_true_names_and_true_examples(name: str) -> None:
    module = importlib.import_module(name)
    for exported in getattr(module, "__all__", ()):
        assert hasattr(module, exported), f"{name}.__all__ names {exported}, which it does not have"
    assert doctest.testmod(module).failed == 0


def test_the_silencing_switches_are_set_by_importing_the_package() -> None:
    program = (
        "import os, pipelines; print([n for n, v in pipelines.runtime.offline.SWITCHES.items() if os.environ[n] != v])"
    )
    clean = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, env=clean, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

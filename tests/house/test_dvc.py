"""What reruns when: the shipped dvc.yaml, driven with stages that only write their names."""

import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

import grimp
import pytest
import yaml

from pipelines.runtime.choices import Tree
from pipelines.runtime.config import CONFIGS

REPOSITORY = Path(__file__).parents[2]
LINE: dict[str, Any] = yaml.safe_load((REPOSITORY / "dvc.yaml").read_text(encoding="utf-8"))
ARMS = sorted(LINE["stages"]["answer"]["foreach"])
COMPARED = yaml.safe_load((CONFIGS / "arms" / "demo.yaml").read_text(encoding="utf-8"))["names"]
LINE_TO_SCORE = sorted(["ingest", "index", "dataset", "train", "score", *(f"answer {arm}" for arm in COMPARED)])
DIAGNOSED = sorted(["evaluate", *(f"answer {arm}" for arm in ARMS if arm not in COMPARED)])
EVERY_STAGE = sorted([*LINE_TO_SCORE, *DIAGNOSED])
OF_THE_CANDIDATE = sorted(f"answer {arm}" for arm in ARMS if arm.startswith("candidate"))
# A stage that writes what dvc.yaml says it writes, and notes that it ran.
STUB = """
import sys
from pathlib import Path
stage = Path(sys.argv[0]).parent.name
words = dict(argument.split("=", 1) for argument in sys.argv[1:])
arm = words.get("arm", "")
stage = "evaluate" if words.get("arms") == "all" else stage
files = {
    "ingest": ["interim/sections.jsonl"],
    "index": ["index/index.json"],
    "dataset": ["processed/train.jsonl", "processed/validation.jsonl", "processed/heldout.jsonl", "processed/card.md"],
    "train": ["adapters/candidate/adapter.txt"],
    "answer": [f"answers/{arm}.jsonl", f"answers/{arm}.manifest.json"],
    "score": ["scores/scores.jsonl"],
    "evaluate": ["evaluation/scores.jsonl"],
}
for name in files[stage]:
    path = Path("data") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    adapter = Path("data/adapters/candidate/adapter.txt")
    program = Path(sys.argv[0]).read_text()
    program = program if name.endswith(".md") else program.split("# for the card" + " alone")[0]
    path.write_text((adapter.read_text() if arm.startswith("candidate") else program) + str(sorted(words.items())))
with Path("ran").open("a") as file:
    file.write(f"{stage} {arm}".strip() + "\\n")
"""


ALL_BUT_TEXT = shutil.ignore_patterns("*.json")


def deps_of(stage: str) -> list[str]:
    found = LINE["stages"][stage]
    return list(found.get("do", found)["deps"])


def code_of(stage: str) -> list[str]:
    return sorted(dep for dep in deps_of(stage) if dep.startswith(("pipelines/", "eval")))


def module_of(stage: str) -> str:
    """Returns the module that a stage runs; two stages may run one."""
    found = LINE["stages"][stage]
    return str(found.get("do", found)["cmd"].split()[2])


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a repository with the real dvc.yaml and configurations, in which everything has run once."""
    folder = tmp_path_factory.mktemp("line")
    for name in ("dvc.yaml", ".dvcignore", ".gitignore"):
        shutil.copy(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "configs", folder / "configs")
    shutil.copytree(REPOSITORY / "data" / "champion", folder / "data" / "champion", ignore=ALL_BUT_TEXT)
    (folder / "data" / "starters").mkdir()
    (folder / "data" / "starters" / "README.md").write_text("# Starters", encoding="utf-8")
    (folder / ".dvc").mkdir()
    shutil.copy(REPOSITORY / ".dvc" / "config", folder / ".dvc" / "config")
    needed = {arm["needs"] for arm in LINE["stages"]["answer"]["foreach"].values()}
    code = {*needed, *(path for stage in LINE["stages"] for path in code_of(stage))}
    for path in sorted(path if path.endswith(".py") else f"{path}/__main__.py" for path in code if "data/" not in path):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(STUB if path.endswith("__main__.py") else "", encoding="utf-8")
    raw = folder / "data" / "raw" / Tree(CONFIGS).chosen["corpus"]
    raw.mkdir(parents=True)
    (raw / "document.md").write_text("# One", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    assert repro(folder) == EVERY_STAGE
    return folder


def repro(folder: Path, *targets: str) -> list[str]:
    """Runs `dvc repro` and returns what it ran, sorted."""
    (folder / "ran").unlink(missing_ok=True)
    tools = Path(sys.executable).parent
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(folder), "DVC_NO_ANALYTICS": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [str(tools / "dvc"), "repro", *targets],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ran = folder / "ran"
    return sorted(ran.read_text(encoding="utf-8").splitlines()) if ran.exists() else []


def recipe_of(target: str) -> str:
    """Returns what make runs for a target."""
    lines = (REPOSITORY / "Makefile").read_text(encoding="utf-8").split(f"\n{target}:")[1].splitlines()[1:]
    return "\n".join(takewhile(lambda line: line.startswith("\t"), lines))


def make(target: str) -> list[str]:
    """Returns what `dvc repro` is asked for by a target of make."""
    dvc, repro_, *targets = recipe_of(target).split()
    assert (dvc, repro_) == ("dvc", "repro")
    return targets


def test_a_second_run_does_nothing_and_leaves_no_files_of_its_own(line: Path) -> None:
    assert repro(line) == []
    assert not (line / "params.yaml").exists()
    assert [path for path in line.rglob(".gitignore") if ".dvc" not in path.parts] == [line / ".gitignore"]


def test_an_empty_lock_file_that_a_kill_left_is_removed_by_make(line: Path) -> None:
    """DVC cannot read such a file, and every later `dvc repro` would fail."""
    lock = line / ".dvc" / "tmp" / "rwlock"
    lock.write_bytes(b"")
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    recipe = next(entry.strip().lstrip("@") for entry in makefile.splitlines() if "rwlock" in entry)
    subprocess.run(["sh", "-c", recipe], cwd=line, check=True)
    assert not lock.exists()
    assert repro(line) == []


def test_a_changed_metric_reruns_only_what_scores(line: Path) -> None:
    (line / "eval" / "metric.py").write_text("# new", encoding="utf-8")
    assert repro(line) == ["evaluate", "score"]


def test_a_new_champion_answers_again_and_nobody_else_does(line: Path) -> None:
    (line / "data" / "champion" / "champion.json").write_text("{}", encoding="utf-8")
    # It says the same as the one before, so that nothing is scored again.
    assert repro(line) == ["answer champion"]


def test_the_demo_and_its_like_run_no_diagnosis(line: Path) -> None:
    (line / "eval" / "metric.py").write_text("# newer", encoding="utf-8")
    assert repro(line, *make("repro")) == ["score"]
    assert repro(line, *make("evaluate")) == ["evaluate"]
    assert "pipelines" not in recipe_of("evaluate")


def test_every_arm_is_a_stage_and_what_is_scored_is_what_the_configurations_name() -> None:
    everyone = yaml.safe_load((CONFIGS / "arms" / "all.yaml").read_text(encoding="utf-8"))["names"]
    assert sorted(everyone) == ARMS
    for stage, names in (("score", COMPARED), ("evaluate", everyone)):
        answers = [Path(dep).stem for dep in deps_of(stage) if dep.startswith("data/answers/")]
        assert names == answers


def test_a_retrained_adapter_reruns_only_the_candidate_and_what_scores(line: Path) -> None:
    choice = Tree(CONFIGS).chosen["train"]
    (line / "configs" / "train" / f"{choice}.yaml").write_text("# Another.\nepochs: 3\n", encoding="utf-8")
    program = line / "pipelines" / "train" / "__main__.py"
    program.write_text(program.read_text(encoding="utf-8") + "# new\n", encoding="utf-8")
    assert repro(line) == sorted([*OF_THE_CANDIDATE, "evaluate", "score", "train"])


def test_a_nicer_card_retrains_nothing(line: Path) -> None:
    program = line / "pipelines" / "dataset" / "__main__.py"
    program.write_text(program.read_text(encoding="utf-8") + "# for the card alone: a picture\n", encoding="utf-8")
    assert repro(line) == ["dataset"]


def test_another_model_reruns_no_reading_and_no_index(line: Path) -> None:
    """The dataset's card counts in the model's tokens; its examples stay as they are."""
    choices = line / "configs" / "choices.yaml"
    before = choices.read_text(encoding="utf-8")
    choices.write_text(before.replace("gemma3_270m", "smollm2_135m"), encoding="utf-8")
    assert repro(line) == sorted({*EVERY_STAGE} - {"ingest", "index"})


def test_a_refresh_reads_and_indexes_a_changed_document_and_trains_nothing(line: Path) -> None:
    for document in sorted((line / "data" / "raw").rglob("*.md")):
        document.write_text("# Two", encoding="utf-8")
    program = line / "pipelines" / "ingest" / "__main__.py"
    program.write_text(program.read_text(encoding="utf-8") + "# new\n", encoding="utf-8")
    assert repro(line, *make("refresh")) == ["index", "ingest"]
    assert repro(line, *make("refresh")) == []


def test_the_whole_line_goes_on_from_what_was_refreshed(line: Path) -> None:
    assert "dataset" in repro(line)


@pytest.mark.parametrize("stage", sorted(LINE["stages"]))
def test_a_stage_depends_on_exactly_the_code_that_it_imports(stage: str) -> None:
    """Too few, and an edit goes unnoticed; too many, and an edit elsewhere retrains."""
    graph = grimp.build_graph("pipelines", "eval")
    program = f"{module_of(stage)}.__main__"
    used = graph.find_upstream_modules(program) | {program}
    files = {path for module in used if module.count(".") > 1 or module.startswith("eval") if (path := file_of(module))}
    outside = {path for path in files if not path.startswith("pipelines/runtime/")}
    covered = {dep: {path for path in outside if path == dep or path.startswith(f"{dep}/")} for dep in code_of(stage)}
    assert [path for path in sorted(outside) if not any(path in found for found in covered.values())] == []
    assert [dep for dep, found in covered.items() if not found] == []


def file_of(module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}.py" if (REPOSITORY / f"{path}.py").is_file() else f"{path}/__init__.py"


def test_every_choice_that_dvc_reads_is_a_group() -> None:
    assert {*Tree(CONFIGS).chosen} <= {*Tree(CONFIGS).defaults}

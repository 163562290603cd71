"""What the README promises is there: stages, targets, folders, models; and the notebook is Python."""

import json
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
STAGES = sorted(path.parent.name for path in (REPOSITORY / "pipelines").glob("*/__main__.py"))
TARGETS = sorted(re.findall(r"^([a-z-]+):.*## ", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_stands_in_the_table(stage: str) -> None:
    assert re.search(rf"^\| `python -m pipelines\.{stage}[ `]", README, re.MULTILINE)


def test_every_stage_the_readme_names_exists() -> None:
    assert {*re.findall(r"python -m pipelines\.(\w+)", README)} <= {*STAGES}


def test_every_target_the_readme_names_exists() -> None:
    named = {*re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", README, re.MULTILINE)}
    assert {name for pair in named for name in pair if name} <= {*TARGETS}


def test_every_model_has_its_licence_in_the_readme() -> None:
    models = sorted(path.stem for path in (REPOSITORY / "configs" / "model").glob("*.yaml"))
    assert [model for model in models if f"{model}`" not in README] == []


def test_every_folder_of_the_drawing_exists() -> None:
    drawing = README.split("## Folders")[1].split("```")[1]
    top = re.findall(r"^([\w/]+)/ ", drawing, re.MULTILINE)
    below = re.findall(r"^  (\w+)/ ", drawing, re.MULTILINE)
    assert top
    assert [name for name in top if not (REPOSITORY / name).is_dir()] == []
    assert [name for name in below if not (REPOSITORY / "pipelines" / name).is_dir()] == []


@pytest.mark.parametrize("path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_python_and_keeps_no_output(path: Path) -> None:
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert cells
    for cell in cells:
        compile("".join(cell["source"]), path.name, "exec")
        assert cell["outputs"] == []

"""Every shipped configuration composes, says what it is, and repeats nothing that the schema says already."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.runtime.choices import Tree
from pipelines.runtime.config import CONFIGS, compose
from pipelines.runtime.schema import keys_of, type_at

REPOSITORY = Path(__file__).parents[2]
STAGES = sorted(path.parent.name for path in (REPOSITORY / "pipelines").glob("*/__main__.py"))
TREE = Tree(CONFIGS)
FILES = sorted(path for path in CONFIGS.rglob("*.yaml") if path.parent != CONFIGS)


def schema_of(stage: str) -> type[Any]:
    schema: type[Any] = importlib.import_module(f"pipelines.{stage}.__main__").Config
    return schema


SCHEMAS = {stage: schema_of(stage) for stage in STAGES}


def stages_reading(group: str) -> list[str]:
    return [stage for stage in STAGES if group in TREE.shared or group in keys_of(SCHEMAS[stage])]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONFIGS)))
def test_a_file_composes_in_every_stage_that_reads_its_group(path: Path) -> None:
    group = path.parent.name
    assert stages_reading(group), f"no stage reads the group {group}"
    for stage in stages_reading(group):
        compose(SCHEMAS[stage], [f"{group}={path.stem}"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONFIGS)))
def test_a_file_says_what_the_choice_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONFIGS)))
def test_a_file_holds_no_key_that_equals_the_default(path: Path) -> None:
    group = path.parent.name
    if group in TREE.shared:
        return
    kind = type_at(SCHEMAS[stages_reading(group)[0]], (group,))
    for name, value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
        if name != "defaults":
            assert keys_of(kind)[name].default != (tuple(value) if isinstance(value, list) else value), name


def test_every_group_is_on_the_defaults_list_and_every_choice_is_there() -> None:
    assert TREE.groups == {*TREE.defaults}
    for group, choice in {**TREE.defaults, **TREE.chosen}.items():
        assert choice is None or choice in TREE.choices(group), group


@pytest.mark.parametrize("stage", STAGES)
def test_every_key_has_a_docstring(stage: str) -> None:
    from pipelines.runtime.schema import docs_of, walk

    missing = [path for path, key, owner in walk(SCHEMAS[stage]) if not docs_of(owner).get(key.name)]
    assert missing == []


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_the_common_keys(stage: str) -> None:
    keys = keys_of(SCHEMAS[stage])
    assert keys["data_dir"].default == "data"
    assert isinstance(keys["seed"].default, int)


def test_one_seed_is_the_default_of_all_stages() -> None:
    assert len({keys_of(schema)["seed"].default for schema in SCHEMAS.values()}) <= 1

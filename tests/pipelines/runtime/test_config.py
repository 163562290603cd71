"""A configuration is composed from files and the command line into one frozen object."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines.runtime.config import compose


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    source: str
    parameters: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    rank: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    epochs: int = 1
    learning_rate: float = 5e-4
    resume: bool = True
    order: Literal["length", "random"] = "length"
    until: str | None = None
    floors: Mapping[str, float] = field(default_factory=dict)
    lora: Lora = field(default_factory=Lora)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    model: Model
    train: Train = field(default_factory=Train)
    arms: Arms = field(default_factory=Arms)
    question: str = ""
    data_dir: str = "data"
    seed: int = 0


def test_defaults_come_from_the_schema_and_differences_from_the_files(configs: Path) -> None:
    config = compose(Config, [], folder=configs)
    assert config == Config(model=Model(source="package"), arms=Arms(names=("base", "candidate")))


def test_what_reaches_a_stage_is_frozen(configs: Path) -> None:
    config = compose(Config, [], folder=configs)
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.seed = 1  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.train.epochs = 1  # type: ignore[misc]


def test_the_user_chooses_over_choices_yaml_and_choices_yaml_over_config_yaml(configs: Path) -> None:
    assert compose(Config, ["model=large"], folder=configs).model.parameters == 8
    (configs / "choices.yaml").write_text("model: large\ntrain: default\narms: all\n", encoding="utf-8")
    config = compose(Config, [], folder=configs)
    assert (config.model.source, len(config.arms.names)) == ("folder", 3)


def test_a_choice_may_build_on_another(configs: Path) -> None:
    assert compose(Config, ["model=larger"], folder=configs).model == Model(source="folder", parameters=70)


def test_keys_that_only_the_schema_has_can_be_set(configs: Path) -> None:
    arguments = ["train.epochs=2", "train.learning_rate=1e-4", "train.resume=false", "train.lora.rank=8", "seed=3"]
    config = compose(Config, arguments, folder=configs)
    assert config.train == Train(epochs=2, learning_rate=1e-4, resume=False, lora=Lora(rank=8))
    assert config.seed == 3


@pytest.mark.parametrize("argument", ["train.epochs=2", "+train.epochs=2", "++train.epochs=2"])
def test_plus_signs_change_nothing(configs: Path, argument: str) -> None:
    assert compose(Config, [argument], folder=configs).train.epochs == 2


def test_a_later_value_wins_over_an_earlier_one(configs: Path) -> None:
    assert compose(Config, ["seed=1", "seed=2"], folder=configs).seed == 2


def test_lists_become_tuples(configs: Path) -> None:
    assert compose(Config, ["arms.names=[base]"], folder=configs).arms.names == ("base",)


def test_a_whole_number_may_stand_for_a_number(configs: Path) -> None:
    assert compose(Config, ["train.learning_rate=1"], folder=configs).train.learning_rate == 1.0


def test_null_empties_a_key_that_may_be_empty(configs: Path) -> None:
    assert compose(Config, ["train.until=null"], folder=configs).train.until is None
    assert compose(Config, ["train.until=2024-05-03"], folder=configs).train.until == "2024-05-03"


def test_keys_of_a_mapping_are_free(configs: Path) -> None:
    assert compose(Config, ["train.floors.grounded=0.3"], folder=configs).train.floors == {"grounded": 0.3}


def test_an_experiment_sets_keys_of_several_groups_and_the_command_line_wins(configs: Path) -> None:
    assert compose(Config, ["experiment=long"], folder=configs).train.epochs == 9
    assert compose(Config, ["experiment=long", "train.epochs=2"], folder=configs).train.epochs == 2


def test_keys_that_an_experiment_sets_for_other_stages_are_left_to_them(configs: Path) -> None:
    with (configs / "experiment" / "long.yaml").open("a", encoding="utf-8") as file:
        file.write("corpus:\n  path: elsewhere\n")
    assert compose(Config, ["experiment=long"], folder=configs).train.epochs == 9


def test_a_broken_file_of_a_group_that_the_stage_does_not_read_does_not_stop_it(configs: Path) -> None:
    (configs / "corpus" / "sample.yaml").write_text("path: [", encoding="utf-8")
    compose(Config, [], folder=configs)


@given(question=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
def test_text_is_taken_as_it_is_typed(configs: Path, question: str) -> None:
    assert compose(Config, [f"question={question}"], folder=configs).question == question


def test_no_heavy_library_is_imported_and_it_takes_less_than_two_seconds(configs: Path) -> None:
    program = (
        "import sys, time; began = time.monotonic()\n"
        "from dataclasses import dataclass\n"
        "from pathlib import Path\n"
        "from pipelines.runtime.config import compose\n"
        "@dataclass(frozen=True, slots=True, kw_only=True)\n"
        "class Config:\n"
        "    seed: int = 0\n"
        "compose(Config, ['seed=1'], folder=Path(sys.argv[1]))\n"
        "heavy = {'torch', 'transformers', 'mlflow', 'datasets', 'ragas'} & set(sys.modules)\n"
        "print(sorted(heavy), time.monotonic() - began < 2)\n"
    )
    done = outside(configs, program)
    assert done.stdout.strip() == "[] True"


def test_the_shipped_configurations_are_found_from_any_folder(configs: Path) -> None:
    program = "from pipelines.runtime.config import CONFIGS; print((CONFIGS / 'config.yaml').is_file())"
    assert outside(configs, program).stdout.strip() == "True"


def outside(configs: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program in a folder that is not the repository."""
    return subprocess.run(
        [sys.executable, "-c", program, str(configs)],
        cwd=configs,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

"""Every message about a configuration, in full."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipelines.runtime.config import compose
from pipelines.runtime.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    epochs: int = 1
    learning_rate: float = 5e-4
    order: str = "length"
    sizes: tuple[int, ...] = (1,)
    resume: bool = True

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise ValueError(f"`epochs` is {self.epochs}, and training needs at least one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    model: Model
    train: Train = field(default_factory=Train)
    data_dir: str = "data"
    seed: int = 0


FILES = {
    "config.yaml": (
        "defaults:\n  - model: null\n  - train: null\n  - corpus: sample\n  - experiment@_global_: null\n  - _self_\n"
    ),
    "choices.yaml": "model: gemma3_270m\ntrain: default\n",
    "model/gemma3_270m.yaml": "# One.\nsource: package\n",
    "model/smollm2_135m.yaml": "# Another.\nsource: package\n",
    "model/nameless.yaml": "# Without a source.\n",
    "train/default.yaml": "# As the schema says.\n",
    "corpus/sample.yaml": "# Documents.\npath: data/raw/sample\n",
    "experiment/acme.yaml": "# x\n\ntrain:\n  epochs: 2\n  lerning_rate: 3\n",
    "experiment/typed.yaml": "# x\ntrain:\n  epochs: two\n",
    "experiment/chooses.yaml": "# x\ndefaults:\n  - override /model: smollm2_135m\n",
    "experiment/broken.yaml": "# x\ntrain:\n  epochs: [2\n",
    "experiment/empty.yaml": "# x\nseed: ???\n",
}


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    folder = tmp_path / "configs"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def message(configs: Path, *arguments: str) -> str:
    with pytest.raises(UserError) as caught:
        compose(Config, arguments, folder=configs)
    return str(caught.value).replace(str(configs.parent), "…")


CASES = {
    ("train.lerning_rate=3",): """\
error: unknown key `train.lerning_rate` on the command line
  `train` has: epochs, learning_rate, order, resume, sizes

hint: did you mean `learning_rate`?""",
    ("+train.lerning_rate=3",): """\
error: unknown key `train.lerning_rate` on the command line
  `train` has: epochs, learning_rate, order, resume, sizes

hint: did you mean `learning_rate`?""",
    ("experiment=acme",): """\
error: unknown key `train.lerning_rate` in configs/experiment/acme.yaml:5
  `train` has: epochs, learning_rate, order, resume, sizes

hint: did you mean `learning_rate`?""",
    ("epochs=2",): """\
error: unknown key `epochs` on the command line
  this stage has: data_dir, model, seed, train

hint: did you mean `train.epochs`?""",
    ("zzz=2",): """\
error: unknown key `zzz` on the command line
  this stage has: data_dir, model, seed, train""",
    ("model=gemma3",): """\
error: no choice `gemma3` in group `model` on the command line
  `model` has: gemma3_270m, nameless, smollm2_135m

hint: did you mean `gemma3_270m`?""",
    ("corpus=sample",): """\
error: `corpus` on the command line is not read by this stage
  this stage reads: data_dir, model, seed, train

hint: leave `corpus` out here; `dvc repro` runs the stages that read it""",
    ("corpus.path=x",): """\
error: `corpus` on the command line is not read by this stage
  this stage reads: data_dir, model, seed, train

hint: leave `corpus` out here; `dvc repro` runs the stages that read it""",
    ("train.epochs=two",): """\
error: wrong value for `train.epochs` on the command line
  found `two`, expected a whole number""",
    ("experiment=typed",): """\
error: wrong value for `train.epochs` in configs/experiment/typed.yaml:3
  found `two`, expected a whole number""",
    ("train.sizes=3",): """\
error: wrong value for `train.sizes` on the command line
  found `3`, expected a list of a whole number, such as [a,b]""",
    ("train.resume=1",): """\
error: wrong value for `train.resume` on the command line
  found `1`, expected true or false""",
    ("train.epochs=1,2",): """\
error: cannot read `train.epochs=1,2` on the command line
  `train.epochs` takes a whole number""",
    ("train.sizes=[1",): """\
error: cannot read `train.sizes=[1` on the command line
  `train.sizes` takes a list of a whole number, such as [a,b]""",
    ("train.epochs=0",): """\
error: impossible values in `train` on the command line
  `epochs` is 0, and training needs at least one""",
    ("train",): """\
error: cannot read `train` on the command line
  expected `group=choice` or `group.key=value`

hint: `--help` lists the groups and keys of this stage""",
    ("--epochs=2",): """\
error: cannot read `--epochs=2` on the command line
  expected `group=choice` or `group.key=value`

hint: `--help` lists the groups and keys of this stage""",
    ("~train",): """\
error: cannot read `~train` on the command line
  expected `group=choice` or `group.key=value`

hint: `--help` lists the groups and keys of this stage""",
    ("model=nameless",): """\
error: `model.source` has no value
  it takes a text

hint: set it: `model.source=VALUE`""",
    ("experiment=chooses",): """\
error: configs/experiment/chooses.yaml chooses for other groups: override /model

hint: choose in configs/choices.yaml or on the command line; set only keys here""",
    ("experiment=broken",): """\
error: …/configs/experiment/broken.yaml:4 is not valid YAML
  expected ',' or ']', but got '<stream end>'""",
    ("train.lerning_rate=3", "model=gemma3", "seed=x", "foo"): """\
error: 4 mistakes in the configuration
  unknown key `train.lerning_rate` on the command line
    `train` has: epochs, learning_rate, order, resume, sizes
  no choice `gemma3` in group `model` on the command line
    `model` has: gemma3_270m, nameless, smollm2_135m
  cannot read `foo` on the command line
    expected `group=choice` or `group.key=value`
  wrong value for `seed` on the command line
    found `x`, expected a whole number

hint: did you mean `learning_rate`?; did you mean `gemma3_270m`?; `--help` lists the groups and keys of this stage""",
}


@pytest.mark.parametrize(("arguments", "expected"), CASES.items(), ids=[" ".join(case) for case in CASES])
def test_a_mistake_reads_like_this(configs: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert message(configs, *arguments) == expected


def test_a_missing_value_in_a_file_falls_back_to_the_schema(configs: Path) -> None:
    assert compose(Config, ["experiment=empty"], folder=configs).seed == 0


def test_a_wrong_choice_in_choices_yaml_names_its_line(configs: Path) -> None:
    (configs / "choices.yaml").write_text("train: default\nmodel: smolm2_135m\n", encoding="utf-8")
    assert message(configs) == (
        "error: 2 mistakes in the configuration\n"
        "  no choice `smolm2_135m` in group `model` in configs/choices.yaml:2\n"
        "    `model` has: gemma3_270m, nameless, smollm2_135m\n"
        "  `model.source` has no value\n"
        "    it takes a text\n\n"
        "hint: did you mean `smollm2_135m`?; set it: `model.source=VALUE`"
    )


def test_a_wrong_key_in_choices_yaml_names_its_line(configs: Path) -> None:
    (configs / "choices.yaml").write_text("model: gemma3_270m\nmodle: smollm2_135m\n", encoding="utf-8")
    assert message(configs) == (
        "error: unknown group `modle` in configs/choices.yaml:2\n"
        "  groups are: corpus, experiment, model, train\n\n"
        "hint: did you mean `model`?"
    )


def test_a_folder_without_configurations_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        compose(Config, [], folder=tmp_path / "nowhere")

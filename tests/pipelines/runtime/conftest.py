"""A small folder of configurations, with one group of each kind."""

from pathlib import Path

import pytest

FILES = {
    "config.yaml": """\
defaults:
  - model: null
  - train: null
  - corpus: null
  - arms: demo
  - experiment@_global_: null
  - _self_
""",
    "choices.yaml": "model: small\ntrain: default\ncorpus: sample\n",
    "model/small.yaml": "# A small one.\nsource: package\n",
    "model/large.yaml": "# A large one.\nsource: folder\nparameters: 8\n",
    "model/larger.yaml": "# Builds on the large one.\ndefaults:\n  - large\n  - _self_\nparameters: 70\n",
    "train/default.yaml": "# As the schema says.\n",
    "corpus/sample.yaml": "# Documents.\npath: data/raw/sample\n",
    "arms/demo.yaml": "# Two.\nnames: [base, candidate]\n",
    "arms/all.yaml": "# Three.\nnames: [base, candidate, champion]\n",
    "experiment/long.yaml": "# python -m pipelines.train experiment=long\n# x\ntrain:\n  epochs: 9\n",
}


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """Returns the folder; a test may change it."""
    folder = tmp_path / "configs"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

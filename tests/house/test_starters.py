"""Every shipped starter fits the model that names it and the prompt that it was trained on."""

from pathlib import Path

import pytest
import yaml

from pipelines.language.prompt import prompt_hash
from pipelines.records import AdapterCard, read_json
from pipelines.runtime.config import CONFIGS, compose
from pipelines.runtime.files import verify
from pipelines.train.check import check_config
from pipelines.train.config import Config
from pipelines.train.rehearsal import rehearsal

REPOSITORY = Path(__file__).parents[2]
STARTED = {
    path.stem: REPOSITORY / starter
    for path in sorted((CONFIGS / "model").glob("*.yaml"))
    if (starter := yaml.safe_load(path.read_text(encoding="utf-8")).get("starter"))
}


def test_the_default_model_has_one_and_every_one_has_a_model() -> None:
    assert "gemma3_270m" in STARTED
    assert sorted(STARTED.values()) == sorted(
        path for path in (REPOSITORY / "data/starters").iterdir() if path.is_dir()
    )


@pytest.mark.parametrize("model", STARTED)
def test_a_starter_is_whole_and_fits(model: str) -> None:
    verify(STARTED[model])
    check_config(compose(Config, [f"model={model}", f"model.starter={STARTED[model]}"]))


@pytest.mark.parametrize("model", STARTED)
def test_a_starter_knows_the_prompt_that_is_used_now(model: str) -> None:
    card = read_json(STARTED[model] / "adapter_card.json", AdapterCard)
    assert card.prompt_hash == prompt_hash(), "the prompt changed: make the starter again (data/starter_sources)"


@pytest.mark.parametrize("model", STARTED)
def test_a_starter_brings_what_training_rehearses(model: str) -> None:
    sets = compose(Config, [f"model={model}"]).train.rehearsal
    assert len({example.source_set for example in rehearsal(STARTED[model], sets)}) == sets

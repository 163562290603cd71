"""A model that an engine serves is asked by the name of its adapter, and a champion where it was judged."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.answering.arms import Weights
from pipelines.answering.config import AnswerConfig
from pipelines.answering.endpoint_writer import ServedModel, endpoint_writer
from pipelines.answering.engine_config import EngineConfig
from pipelines.answering.path import answer
from pipelines.answering.registered import as_champion
from pipelines.answering.served import Served, ServedSettings, champion_writer
from pipelines.answering.shown import Asked, Library
from pipelines.answering.writers import Writer
from pipelines.models.config import ModelConfig
from pipelines.records import write_json
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.index import Index
from pipelines.runtime.errors import UserError
from tests.eval.makers import make_card
from tests.pipelines.answering.company import NOTICE, SECTIONS, source
from tests.pipelines.models.chat_server import Said, continuation, serving
from tests.pipelines.models.test_engines import VLLM
from tests.pipelines.models.tiny import tokenizer_alone

LIBRARY = Library.of(Index.build(SECTIONS), sources=2)
ASKED = [Asked(id=f"q{n}", question=f"第 {n} 問？", sources=(source(NOTICE),)) for n in range(2)]
SERVES = {**VLLM, "/v1/models": {"data": [{"id": name, "owned_by": "vllm"} for name in ("base", "c7", "old")]}}
CONFIG = AnswerConfig(engine=EngineConfig(url="http://h/v1", base="base", candidate="c7", champion="old"))


@pytest.fixture
def model(tmp_path: Path) -> ModelConfig:
    """A tokenizer without weights."""
    return tokenizer_alone(tmp_path / "tiny")


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """An adapter's folder, with a card of that model and weights that nothing reads."""
    folder = tmp_path / "adapter"
    folder.mkdir()
    write_json(folder / "adapter_card.json", make_card(base_model="tiny", template="chatml"))
    (folder / "adapter_model.safetensors").touch()
    return folder


def at(url: str, config: AnswerConfig = CONFIG, **changes: Any) -> AnswerConfig:
    return replace(config, engine=replace(config.engine, url=url, **changes))


def writer(weights: Weights, adapter: Path | None, model: ModelConfig, config: AnswerConfig) -> Writer:
    return endpoint_writer(ServedModel(weights=weights, adapter=adapter, model=model, models=Path("none")), config)


@pytest.mark.parametrize(("weights", "name"), [("base", "base"), ("candidate", "c7"), ("champion", "old")])
def test_each_model_is_asked_by_its_own_name(weights: Weights, name: str, model: ModelConfig, adapter: Path) -> None:
    with serving(lambda _: Said(continuation(" 24 小時內 [1]。")), SERVES) as server:
        made = writer(weights, None if weights == "base" else adapter, model, at(server.url))
        said = answer(ASKED, made, arm="x", library=LIBRARY)
    assert {call["model"] for call in server.received} == {name}
    assert {(one.adapter_hash, one.engine, one.model) for one in said} == {
        (None if weights == "base" else make_card().adapter_hash, "vllm 0.11.0", "tiny")
    }
    assert said[0].citations == (NOTICE.key,)


def test_what_changes_answers_changes_their_names_and_how_they_are_asked_does_not(
    model: ModelConfig, adapter: Path
) -> None:
    def names(config: AnswerConfig, weights: Weights = "base", folder: Path | None = None, **base: Any) -> list[str]:
        named = writer(weights, folder, replace(model, **base), config).names
        assert named is not None
        return named(ASKED)

    with serving(lambda _: Said(continuation("a")), SERVES) as server, serving(lambda _: "", SERVES) as other:
        plain = names(at(server.url))
        assert len(set(plain)) == 2
        assert names(at(server.url, concurrency=1, timeout=9, retries=0)) == plain
        changed = [names(at(server.url, **{key: value})) for key, value in (("dtype", "x"), ("prompt", "text"))]
        changed += [names(at(server.url, base="c7")), names(at(other.url)), names(at(server.url, name="mine"))]
        changed += [names(replace(at(server.url), max_new_tokens=9)), names(at(server.url), template="llama3")]
        changed += [names(at(server.url), "champion", adapter)]
    assert all(not set(plain) & set(one) for one in changed)


def test_an_adapter_of_another_model_is_refused_before_anybody_is_asked(model: ModelConfig, adapter: Path) -> None:
    with pytest.raises(UserError) as caught:
        writer("candidate", adapter, replace(model, name="other"), CONFIG)
    assert "belongs to another base model" in caught.value.message


def test_a_promoted_candidate_is_served_under_the_name_that_it_was_judged_by(model: ModelConfig, adapter: Path) -> None:
    with serving(lambda _: Said(continuation(" 24 小時內 [1]。")), SERVES) as server:
        settings = ServedSettings(
            model=model,
            retrieval=RetrievalConfig(),
            answer=as_champion(at(server.url)),
            prompt_hash="p",
            index_hash="i",
        )
        served = Served(
            library=LIBRARY,
            writer=champion_writer(settings, Path("none"), adapter),
        )
        (said,) = served.answer(["出貨異常多久內要通報？"])
    assert {call["model"] for call in server.received} == {"c7"}
    assert (said["engine"], said["dtype"], said["citations"]) == ("vllm 0.11.0", "", [NOTICE.key])


def test_without_an_engine_nothing_about_it_is_registered() -> None:
    assert as_champion(AnswerConfig()) == AnswerConfig()

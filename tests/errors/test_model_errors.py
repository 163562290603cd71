"""Every message about models and training, in full."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.models.base import load_model
from pipelines.models.check import check_model
from pipelines.models.config import ModelConfig
from pipelines.models.packages import PACKAGES, Package, assemble
from pipelines.runtime.errors import UserError
from pipelines.train.check import check_config
from pipelines.train.config import Config, TrainConfig

GEMMA = ModelConfig(name="gemma3_270m", source="package:gemma3_270m", template="plain", licence="Gemma Terms of Use")


def message(config: ModelConfig) -> str:
    """Returns what the check says about a configuration."""
    with pytest.raises(UserError) as caught:
        check_model(config)
    return str(caught.value)


def folder_with(folder: Path, *tokens: str) -> Path:
    """Returns a folder that looks like a model whose tokenizer has some control tokens."""
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"")
    content = {"model": {"vocab": {"a": 0}}, "added_tokens": [{"content": token} for token in tokens]}
    (folder / "tokenizer.json").write_text(json.dumps(content))
    return folder


def test_the_embedded_default_is_ready() -> None:
    check_model(GEMMA)


def test_an_unknown_template() -> None:
    assert message(replace(GEMMA, template="chatlm")) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        "  model.template is `chatlm`; known are: chatml, llama3, mistral, phi3, plain\n"
        "\n"
        "hint: did you mean `chatml`?"
    )


def test_a_template_the_embedded_model_was_not_trained_with() -> None:
    assert message(replace(GEMMA, template="chatml")) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        "  model.template is `chatml`, but gemma3_270m was trained with `plain`\n"
        "\n"
        "hint: set `model.template=plain`"
    )


def test_an_unknown_embedded_model() -> None:
    assert message(replace(GEMMA, source="package:gemma3_27m")) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        "  model.source: no embedded model `gemma3_27m`; there are: gemma3_270m, smollm2_135m\n"
        "\n"
        "hint: did you mean `gemma3_270m`?"
    )


def test_an_embedded_model_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Package(weights=("no-such-weights",), sha256="0", template="plain", notices=(("no-such-weights", "L"),))
    monkeypatch.setitem(PACKAGES, "gemma3_270m", absent)
    assert message(GEMMA) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        "  model.source: no-such-weights is not installed\n"
        "\n"
        "hint: install it with `make setup`"
    )


def test_weights_that_are_not_the_ones_that_were_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = PACKAGES["smollm2_135m"]
    monkeypatch.setitem(PACKAGES, "smollm2_135m", replace(known, sha256="0" * 64))
    with pytest.raises(UserError) as caught:
        assemble("smollm2_135m", tmp_path / "weights")
    assert str(caught.value) == (
        "error: the weights of the embedded model smollm2_135m are not the ones that were checked\n"
        f"  expected sha256: {'0' * 64}\n"
        f"  found: {known.sha256}\n"
        "\n"
        "hint: install its packages again with `make setup`"
    )


def test_a_folder_that_does_not_exist() -> None:
    assert message(replace(GEMMA, name="llama3_8b", source="/models/llama/none")) == (
        "error: the model llama3_8b cannot be used as configured\n"
        "  model.source: the folder /models/llama/none does not exist\n"
        "\n"
        "hint: set `model.source=` to its folder"
    )


def test_a_hub_name_without_leave_to_use_the_network() -> None:
    assert message(replace(GEMMA, name="llama3_8b", source="meta-llama/Meta-Llama-3-8B-Instruct")) == (
        "error: the model llama3_8b cannot be used as configured\n"
        "  model.source: there is no folder meta-llama/Meta-Llama-3-8B-Instruct, and the network may not be used\n"
        "\n"
        "hint: set `model.source=` to a folder with its weights, or `model.allow_network=true`"
    )


def test_a_hub_name_is_in_order_where_the_network_may_be_used() -> None:
    check_model(replace(GEMMA, source="meta-llama/Meta-Llama-3-8B-Instruct", allow_network=True))


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    assert message(replace(GEMMA, source=str(tmp_path))) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        f"  model.source: {tmp_path} has no config.json\n"
        "\n"
        "hint: name the folder that holds the model's own files"
    )


def test_a_folder_whose_weights_are_pickles(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    assert message(replace(GEMMA, source=str(tmp_path))) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        f"  model.source: {tmp_path} has no *.safetensors; weights in other formats are not loaded\n"
        "\n"
        "hint: convert the weights to safetensors"
    )


def test_a_template_whose_marks_the_tokenizer_lacks(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "<|im_start|>")
    assert message(replace(GEMMA, source=str(folder), template="chatml")) == (
        "error: the model gemma3_270m cannot be used as configured\n"
        f"  model.template is `chatml`, but the tokenizer in {folder} lacks <|im_end|>\n"
        "\n"
        "hint: choose the template the model was trained with, or `plain` for a base model"
    )
    check_model(replace(GEMMA, source=str(folder_with(tmp_path, "<|im_start|>", "<|im_end|>")), template="chatml"))


def test_four_bits_without_a_gpu(tmp_path: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    config = replace(GEMMA, source=str(folder_with(tmp_path)), four_bit=True)
    with pytest.raises(UserError) as caught:
        load_model(config, tmp_path / "models")
    assert str(caught.value) == (
        "error: 4-bit weights need a GPU, and none is visible\n\nhint: set `model.four_bit=false`"
    )


def test_a_limit_no_prompt_fits_in() -> None:
    assert message(replace(GEMMA, max_length=0)) == (
        "error: the model gemma3_270m cannot be used as configured\n  model.max_length must be at least 1"
    )


def test_all_impossible_training_values_at_once() -> None:
    train = TrainConfig(epochs=0, learning_rate=2.0, warmup=1.0, rank=0, alpha=0, dropout=1.0, batch_rows=0)
    with pytest.raises(UserError) as caught:
        check_config(Config(model=GEMMA, train=train))
    assert str(caught.value) == (
        "error: the training configuration is impossible\n"
        "  train.epochs is 0; it must be at least 1\n"
        "  train.learning_rate is 2.0; it must be above 0 and below 1\n"
        "  train.warmup is 1.0; it must be from 0 and below 1\n"
        "  train.rank is 0; it must be at least 1\n"
        "  train.alpha is 0; it must be at least 1\n"
        "  train.dropout is 1.0; it must be from 0 and below 1\n"
        "  train.batch_rows is 0; it must be at least 1"
    )


@pytest.mark.parametrize("override", ["model.source=/no/such/folder", "model.template=llama4", "train.rank=0"])
def test_a_mistake_in_the_configuration_stops_before_torch_is_imported(override: str) -> None:
    code = (
        "import runpy, sys\n"
        "sys.argv = ['train', sys.argv[1]]\n"
        "try:\n"
        "    runpy.run_module('pipelines.train', run_name='__main__')\n"
        "except SystemExit as stop:\n"
        "    assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
        "    sys.exit(stop.code)\n"
    )
    began = time.process_time()
    command = [sys.executable, "-c", code, override]
    result = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert time.process_time() - began < 2

"""A tokenizer that is read alone counts and marks as the one that comes with the model."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.language.turns import TURNS
from pipelines.models.convert import converted, converted_tokenizer
from pipelines.models.lengths import set_lengths
from pipelines.models.packages import PACKAGES
from pipelines.models.tokenizer import FastTokenizer, ModelTokenizer, load_tokenizer
from pipelines.models.tokens import control_tokens, end_token
from pipelines.runtime.errors import UserError
from tests.pipelines.answering.company import EXAMPLES, MODELS
from tests.pipelines.models.tiny import examples, tiny_tokenizer, tokenizer_alone

TEXTS = ("", "出貨異常須於 24 小時內通報。\n\n", " 7 小時內 [1]。", "a <|im_end|> b  <bos>", "Ⅳ １２３ \u200b🙂")


@pytest.mark.parametrize("template", sorted(TURNS))
def test_it_is_the_same_tokenizer_without_its_library(tmp_path: Path, template: str) -> None:
    config = replace(tokenizer_alone(tmp_path / "tiny"), template=template)
    whole, alone = tiny_tokenizer(), load_tokenizer(config, tmp_path).tokenizer
    for text in TEXTS:
        assert alone(text).input_ids == whole(text).input_ids
        assert alone(text, add_special_tokens=False).input_ids == whole(text, add_special_tokens=False).input_ids
    assert control_tokens(alone) == control_tokens(whole)
    assert end_token(alone, template) == end_token(whole, template)


def test_a_length_that_a_tokenizer_was_saved_with_cuts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    tokenizer_alone(folder)
    content = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    content["truncation"] = {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}
    (folder / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert len(FastTokenizer(folder)("abcdefgh").input_ids) == 8


def test_marks_are_read_plain_and_with_how_they_take_their_surroundings(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    tokenizer_alone(folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings["eos_token"] = {"content": "<eos>", "lstrip": False, "rstrip": False, "special": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    assert FastTokenizer(folder).eos_token_id == tiny_tokenizer().eos_token_id


def test_a_folder_without_the_fast_form_is_named_with_what_helps(tmp_path: Path) -> None:
    config = tokenizer_alone(tmp_path / "tiny")
    # Turns without marks are not looked up in the vocabulary beforehand.
    (tmp_path / "tiny" / "tokenizer.json").unlink()
    with pytest.raises(UserError) as caught:
        load_tokenizer(replace(config, template="plain"), tmp_path)
    assert str(caught.value) == (
        f"error: {tmp_path / 'tiny'} has no tokenizer.json\n\nhint: save the tokenizer in its fast form there"
    )


def test_a_model_that_also_sees_has_its_limit_in_a_part_of_its_own(tmp_path: Path) -> None:
    config = tokenizer_alone(tmp_path / "tiny")
    settings = {"model_type": "gemma3", "text_config": {"max_position_embeddings": 800}}
    (tmp_path / "tiny" / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    assert load_tokenizer(config, tmp_path).max_length == 800


@pytest.mark.slow
@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_an_embedded_model_has_one_tokenizer_whether_its_weights_are_there_or_not(package: str, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    alone = converted_tokenizer(package, tmp_path, package)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{package}.tokenizer"]
    assert converted_tokenizer(package, tmp_path, package) == alone
    whole = converted(package, MODELS, package)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        assert (alone / name).read_bytes() == (whole / name).read_bytes()
    assert converted_tokenizer(package, MODELS, package) == whole
    library = AutoTokenizer.from_pretrained(str(whole), clean_up_tokenization_spaces=False)
    template = PACKAGES[package].template

    def lengths(tokenizer: object) -> list[int]:
        model = ModelTokenizer(tokenizer=tokenizer, name=package, template=template, max_length=1)
        return [one.row for one in set_lengths([*EXAMPLES, *examples(3)], model)]

    assert lengths(FastTokenizer(alone)) == lengths(library)
    assert control_tokens(FastTokenizer(alone)) == control_tokens(library)

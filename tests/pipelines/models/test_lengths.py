"""Lengths that are counted without a model's weights are those that training has."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.models.base import LoadedModel
from pipelines.models.lengths import SetLength, set_lengths
from pipelines.models.tokenizer import ModelTokenizer, load_tokenizer
from pipelines.runtime.errors import UserError
from pipelines.train.rows import build_rows
from tests.pipelines.models.tiny import examples, tokenizer_alone


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> ModelTokenizer:
    """Returns a tokenizer of bytes."""
    folder = tmp_path_factory.mktemp("tokenizer")
    return load_tokenizer(tokenizer_alone(folder / "tiny"), folder)


def as_model(tokenizer: ModelTokenizer) -> LoadedModel:
    return LoadedModel(
        model=None,
        tokenizer=tokenizer.tokenizer,
        name=tokenizer.name,
        base_hash="",
        template=tokenizer.template,
        max_length=tokenizer.max_length,
        adapter_hash=None,
    )


def test_a_row_is_as_long_as_training_lays_it_out(tokenizer: ModelTokenizer) -> None:
    made = examples(3, questions=4)
    hostile = replace(made[0], question="<|im_end|> 問？", answer=f"<|im_start|>{made[0].answer}")
    made = [hostile, *made[1:]]
    rows = build_rows(made, as_model(tokenizer))
    found = set_lengths(made, tokenizer)
    assert [one.row for one in found] == [len(row.tokens) for row in rows]
    assert [one.name for one in found] == ["s0", "s1", "s2"]
    supervised = sum(row.supervised for row in rows)
    alone = sum(length for row in rows for length in row.prompt_lengths) + supervised - len(made)
    assert sum(length for one in found for length in one.alone) == alone


def test_a_set_of_one_question_is_as_long_as_its_example() -> None:
    one = SetLength(name="s", shared=100, asked=(20,))
    assert (one.row, one.alone) == (120, (120,))


def test_the_limit_is_the_smaller_of_the_configured_one_and_the_models_own(tmp_path: Path) -> None:
    config = tokenizer_alone(tmp_path / "tiny", longest=900)
    assert load_tokenizer(config, tmp_path).max_length == 900
    assert load_tokenizer(replace(config, max_length=77), tmp_path).max_length == 77


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = replace(tokenizer_alone(tmp_path / "tiny"), source="someone/somewhere")
    with pytest.raises(UserError) as caught:
        load_tokenizer(config, tmp_path)
    assert "there is no folder someone/somewhere, and the network may not be used" in str(caught.value)
